"""The findings of a release's checks in plain words, the dataset, the picture of the classes, and errors."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore
from policygraph.web import create_app, source_of
from policygraph.web.class_diagram import ARROWS, PLACES, draw_classes
from policygraph.web.links import Ref


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> FlaskClient:
    return create_app(source_of(release)).test_client()


def read(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers=BROWSER))


def findings(release: ReleaseStore) -> list[dict[str, object]]:
    told = json.loads((release.path / "validation.json").read_bytes())
    assert isinstance(told, list)
    return told


def test_each_severity_says_what_it_means_and_how_much_was_found(
    served: FlaskClient, release: ReleaseStore
) -> None:
    page = read(served, "/validation")

    told = [one["severity"] for one in findings(release)]
    assert page.texts("//h2[strong]") == [
        "must Wrong, or not to be cited. 0",
        f"should Poorer than it should be. {told.count('warning')}",
        f"advice Worth a look. {told.count('info')}",
    ]
    assert "No rule of this kind is broken." in page.text


def test_a_finding_leads_to_its_thing_its_rule_and_its_line(
    served: FlaskClient, release: ReleaseStore
) -> None:
    first = findings(release)[0]

    page = read(served, "/validation?rule=ReportShape-source")

    assert str(first["message"]) in page.text
    assert f"{first['file']}, line {first['line']}" in page.text
    assert "/reports/harbourfield-roundtable" in page.hrefs
    assert "/shapes#ReportShape-source" in page.hrefs


def test_every_rule_named_stands_on_the_page_of_rules(served: FlaskClient) -> None:
    rules = {
        str(href).partition("#")[2]
        for href in read(served, "/validation").tree.xpath("//h3/a/@href")
    }

    ids = set(read(served, "/shapes").tree.xpath("//@id"))

    assert rules
    assert rules <= ids


def test_a_long_list_is_cut_and_all_of_it_is_one_click_away(
    served: FlaskClient, release: ReleaseStore
) -> None:
    shape = "DatasetAdviceShape-challenge"
    count = sum(str(one["shape"]).endswith(shape) for one in findings(release))

    page = read(served, f"/validation?rule={shape}")

    assert f"/validation?rule={shape}" in read(served, "/validation").hrefs
    assert len(page.tree.xpath("//ul[@class='findings']/li")) == count > 5


@pytest.mark.parametrize(
    "query",
    [
        "rule=no-such-rule",
        "rule=%3Cscript%3E",
        "rule=" + "a" * 10_000,
        "rule=ReportShape-source&page=0",
        "rule=ReportShape-source&page=-1",
        "rule=ReportShape-source&page=1000000000000000000",
        "rule=ReportShape-source&page=2",
    ],
)
def test_an_impossible_list_is_not_found(served: FlaskClient, query: str) -> None:
    page = read(served, f"/validation?{query}")

    assert page.response.status_code == 404
    assert page.section("What to do")


@pytest.mark.parametrize(
    ("ending", "media_type"), [("ttl", "text/turtle"), ("json", "application/json")]
)
def test_the_findings_are_to_be_had_as_they_are(
    served: FlaskClient, release: ReleaseStore, ending: str, media_type: str
) -> None:
    response = served.get(f"/validation.{ending}")

    assert response.mimetype == media_type
    assert response.data == (release.path / f"validation.{ending}").read_bytes()


def test_data_that_is_no_release_has_no_findings(web: FlaskClient) -> None:
    assert web.get("/validation", headers=BROWSER).status_code == 404


def test_the_dataset_tells_its_files_with_sizes_and_sums(
    served: FlaskClient, release: ReleaseStore
) -> None:
    page = read(served, "/dataset")

    sums = (release.path / "dumps" / "SHA256SUMS").read_text(encoding="utf-8")
    for digest, name in (line.split("  ") for line in sums.splitlines()):
        assert f"/dump/{name}" in page.hrefs
        assert page.tree.xpath("//code[@title=$digest]", digest=digest)
    assert page.fact("Licence of the data") == ["CC BY 4.0"]
    assert page.fact("Digest of the release (SHA-256)") == [release.digest]


def test_the_quoted_share_of_each_report_is_told(served: FlaskClient) -> None:
    page = read(served, "/dataset")
    cells = page.texts("//section[@aria-labelledby='quoted']//tbody//td[2]")

    shares = [int(cell.removesuffix("%")) for cell in cells]
    assert len(shares) == 2
    assert all(0 < share < 100 for share in shares)


def test_downloads_lead_to_the_catalogue(served: FlaskClient) -> None:
    response = served.get("/downloads", headers=BROWSER)

    assert (response.status_code, response.headers["Location"]) == (301, "/catalog")


def test_the_classes_drawn_are_those_of_the_ontology(served: FlaskClient) -> None:
    page = read(served, "/ontology")

    drawn = {
        str(href)[1:] for href in page.tree.xpath("//figure//*[local-name()='a']/@href")
    }
    ids = set(page.tree.xpath("//article/@id"))

    assert drawn == {*PLACES, *(name for name, _, _ in ARROWS)}
    assert drawn <= ids


def test_no_box_of_the_classes_lies_on_another_and_no_arrow_starts_inside_one() -> None:
    names = [*PLACES, *(name for name, _, _ in ARROWS)]

    drawn = draw_classes({name: Ref(name) for name in names})

    assert drawn is not None
    corners = {(box.x, box.y) for box in drawn.boxes}
    assert len(corners) == len(drawn.boxes)
    for x, y in corners:
        for other_x, other_y in corners - {(x, y)}:
            assert (
                abs(x - other_x) >= drawn.box_width
                or abs(y - other_y) >= drawn.box_height
            )


def test_a_vocabulary_without_the_main_classes_is_not_drawn() -> None:
    assert draw_classes({"Report": Ref("Report")}) is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no/such/place", 404),
        ("/claims?format=pdf", 406),
        ("/" + "a" * 20_000, 414),
    ],
)
def test_an_error_says_in_plain_words_what_to_do(
    served: FlaskClient, path: str, status: int
) -> None:
    page = read(served, path)

    assert page.response.status_code == status
    assert page.section("What to do")
    assert page.tree.xpath("//input[@type='search']")
    assert "/" in page.hrefs


def test_a_lost_reader_is_offered_a_search(served: FlaskClient) -> None:
    page = read(served, "/themes/public-transport.html")

    assert page.href("Search for “public transport”") == "/search?q=public%20transport"
