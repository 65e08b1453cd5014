"""What a request says of the version that it wants, and what it is told: documents and files alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from flask.testing import FlaskClient

STYLE = "/static/style.css"
ICON = "/static/icon.svg"
FILES = (STYLE, ICON)
DOCUMENTS = (
    "/",
    "/claims",
    "/reports/socitm-casa-smart-places.ttl",
    "/catalog.ttl",
    "/dump/dataset.nq",
    "/dump/dataset.nq.gz",
    "/dump/SHA256SUMS",
    "/sparql?query=ASK{}",
    "/robots.txt",
    "/ontology.ttl",
)
ALL = (*DOCUMENTS, *FILES)
OTHER = '"zzz"'


def moved(date: str, **by: int) -> str:
    """A date of HTTP, so much later."""
    later: datetime = parsedate_to_datetime(date) + timedelta(**by)
    return format_datetime(later, usegmt=True)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_has_changed_since_a_date_is_refused_as_a_problem(
    shipped: FlaskClient, path: str, method: str
) -> None:
    date = shipped.get(path, buffered=True).headers["Last-Modified"]
    headers = {"If-Unmodified-Since": moved(date, seconds=-1)}

    refused = shipped.open(path, method=method, headers=headers, buffered=True)
    same = shipped.get(path, headers={"If-Unmodified-Since": date}, buffered=True)
    later = shipped.get(
        path, headers={"If-Unmodified-Since": moved(date, days=1)}, buffered=True
    )

    assert refused.status_code == 412
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["Cache-Control"] == "no-store"
    assert "ETag" not in refused.headers
    if method == "GET":
        assert "If-Unmodified-Since" in refused.get_json()["detail"]
        assert refused.get_json()["request_id"] == refused.headers["X-Request-ID"]
    assert (same.status_code, later.status_code) == (200, 200)


@pytest.mark.parametrize("path", ["/claims", STYLE, "/dump/dataset.nq"])
@pytest.mark.parametrize(
    "date",
    ["", "yesterday", "0", "2001-01-01", "Mon, 99 Jan 2001 00:00:00 GMT", OTHER],
)
def test_a_date_that_is_none_is_passed_over(
    shipped: FlaskClient, path: str, date: str
) -> None:
    for name in ("If-Unmodified-Since", "If-Modified-Since"):
        assert shipped.get(path, headers={name: date}, buffered=True).status_code == 200


def test_what_has_no_date_has_not_changed_since_any(endpoint: FlaskClient) -> None:
    long_ago = {"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}

    assert "Last-Modified" not in endpoint.get("/reports").headers
    assert endpoint.get("/reports", headers=long_ago).status_code == 200


@pytest.mark.parametrize("path", ALL)
def test_conditions_are_heeded_in_their_order(shipped: FlaskClient, path: str) -> None:
    whole = shipped.get(path, buffered=True)
    tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    before = moved(date, seconds=-1)

    def status(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return shipped.get(path, headers=named, buffered=True).status_code

    assert status(If_Match=OTHER) == 412
    assert status(If_Match=OTHER, If_None_Match=tag) == 412
    assert status(If_Match=OTHER, Range="bytes=0-9") == 412
    assert status(If_Match=OTHER, Range="bytes=99999999-") == 412
    # If-Match wants the same bytes, which a weak version does not promise
    is_weak = tag.startswith("W/")
    assert is_weak == path.startswith("/sparql")
    assert status(If_Match=tag) == (412 if is_weak else 200)
    assert status(If_Match=f"W/{tag.removeprefix('W/')}") == 412
    # a date counts only where no version is named
    same = "*" if is_weak else tag
    assert status(If_Match=same, If_Unmodified_Since=before) == 200
    assert status(If_Match=OTHER, If_Unmodified_Since=date) == 412
    assert status(If_Unmodified_Since=before, If_None_Match=tag) == 412
    assert status(If_Unmodified_Since=before, If_Modified_Since=date) == 412
    assert status(If_Match=same, If_None_Match=tag) == 304
    assert status(If_Match="*", If_None_Match="*") == 304
    assert status(If_None_Match=tag, Range="bytes=0-9") == 304
    assert status(If_None_Match=tag, Range="bytes=99999999-") == 304
    assert status(If_None_Match=OTHER, If_Modified_Since=date) == 200


@pytest.mark.parametrize("path", ALL)
def test_another_version_is_refused_as_a_problem(
    shipped: FlaskClient, path: str
) -> None:
    response = shipped.get(path, headers={"If-Match": OTHER}, buffered=True)

    problem = response.get_json()
    assert response.mimetype == "application/problem+json"
    assert "If-Match" in problem["detail"]
    assert problem["request_id"] == response.headers["X-Request-ID"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_as_old_as_a_copy_of_its_date(
    shipped: FlaskClient, path: str
) -> None:
    whole = shipped.get(path, buffered=True)
    date = whole.headers["Last-Modified"]

    for since, status in (
        (date, 304),
        (moved(date, days=1), 304),
        (moved(date, seconds=-1), 200),
    ):
        answer = shipped.get(path, headers={"If-Modified-Since": since}, buffered=True)
        assert answer.status_code == status
        assert answer.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("path", FILES)
def test_a_range_is_cut_from_a_file(shipped: FlaskClient, path: str) -> None:
    whole = shipped.get(path, buffered=True)
    length = len(whole.data)
    end = f"/{length}"

    for wished, part, told in (
        ("bytes=0-9", whole.data[:10], f"bytes 0-9{end}"),
        (f"bytes={length - 3}-", whole.data[-3:], f"{length - 3}-{length - 1}"),
        ("bytes=-5", whole.data[-5:], f"{length - 5}-{length - 1}"),
        ("Bytes = 5 - 7", whole.data[5:8], f"bytes 5-7{end}"),
        (f"bytes=-{length + 9}", whole.data, f"bytes 0-{length - 1}{end}"),
        (f"bytes=3-{length + 9}", whole.data[3:], f"bytes 3-{length - 1}{end}"),
    ):
        answer = shipped.get(path, headers={"Range": wished}, buffered=True)
        assert answer.status_code == 206, wished
        assert answer.data == part
        assert told in answer.headers["Content-Range"]
        assert answer.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    "wished",
    [
        *("x", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-1", "bytes=+1-2"),
        *("items=0-9", "bytes=0-1,4-5", "bytes=0-0,0-0", "bytes=1 2-3"),
    ],
)
def test_what_is_no_range_of_bytes_is_passed_over(
    shipped: FlaskClient, path: str, wished: str
) -> None:
    whole = shipped.get(path, buffered=True)
    answer = shipped.get(path, headers={"Range": wished}, buffered=True)

    assert answer.status_code == 200
    assert answer.data == whole.data


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("wished", ["bytes=99999999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_a_problem_which_tells_the_length(
    shipped: FlaskClient, path: str, wished: str
) -> None:
    length = len(shipped.get(path, buffered=True).data)
    answer = shipped.get(path, headers={"Range": wished}, buffered=True)

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{length}"
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["request_id"] == answer.headers["X-Request-ID"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", FILES)
def test_a_range_is_one_of_the_version_that_it_names(
    shipped: FlaskClient, path: str
) -> None:
    whole = shipped.get(path, buffered=True)
    tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]

    for meant, status in (
        (tag, 206),
        (date, 206),
        (OTHER, 200),
        (f"W/{tag}", 200),
        (moved(date, days=1), 200),
        ("nonsense", 200),
    ):
        headers = {"Range": "bytes=0-9", "If-Range": meant}
        assert shipped.get(path, headers=headers, buffered=True).status_code == status


@pytest.mark.parametrize("path", FILES)
def test_head_knows_no_ranges(shipped: FlaskClient, path: str) -> None:
    whole = shipped.get(path, buffered=True)
    answer = shipped.head(path, headers={"Range": "bytes=0-9"}, buffered=True)

    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(whole.data))
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_other_sites_may_send_conditions_and_read_ranges(shipped: FlaskClient) -> None:
    asked = shipped.options(STYLE).headers["Access-Control-Allow-Headers"]
    told = shipped.get(STYLE, buffered=True).headers["Access-Control-Expose-Headers"]

    assert {"If-Unmodified-Since", "If-Range", "Range"} <= set(asked.split(", "))
    assert "Content-Range" in told.split(", ")
