"""An address that is almost right leads to the one that is meant, and never to another host."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

_SOCITM = "/reports/socitm-casa-smart-places"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/reports/", "/reports"),
        ("/claims/?theme=ai&page=2", "/claims?theme=ai&page=2"),
        (f"{_SOCITM}/", _SOCITM),
        (f"{_SOCITM}/s28/", f"{_SOCITM}/s28"),
        (f"{_SOCITM}/s28.ttl/", f"{_SOCITM}/s28.ttl"),
        (f"{_SOCITM}/read/", f"{_SOCITM}/read"),
        ("/query/addressees//", "/query/addressees"),
        ("/claims.csv", "/claims?format=csv"),
        ("/actors.xlsx?kind=person", "/actors?kind=person&format=xlsx"),
        ("/reports.ttl", "/reports?format=turtle"),
    ],
)
def test_an_address_almost_right_leads_to_the_one_meant(
    shipped: FlaskClient, path: str, place: str
) -> None:
    response = shipped.get(path, headers={**BROWSER, "Host": "evil.example"})

    assert response.status_code == 308
    assert response.headers["Location"] == place
    assert shipped.get(place, headers=BROWSER).status_code in (200, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/query/",
        "/nothing/here/",
        f"{_SOCITM}/s99/",
        "/claims.exe",
        f"{_SOCITM}%2Fs28",
        "/%2F%2Fevil.example/",
    ],
)
def test_what_is_not_there_is_not_found(shipped: FlaskClient, path: str) -> None:
    page = Page(shipped.get(path, headers=BROWSER))

    assert page.response.status_code == 404
    assert {"/reports", "/claims", "/search"} & set(page.hrefs)


def test_a_page_that_is_not_found_leads_to_the_lists(shipped: FlaskClient) -> None:
    page = Page(shipped.get("/reports/no-such-report", headers=BROWSER))

    advice = page.tree.xpath("//section[@aria-labelledby='what-to-do']//a/@href")
    assert {"/reports", "/claims", "/recommendations", "/themes"} <= set(advice)
