"""The pages of the corpus as it is shipped: nothing leads nowhere, every statement shows its words."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore

SOCITM = "/reports/socitm-casa-smart-places"


@pytest.mark.parametrize("number", range(1, 35))
def test_every_statement_shows_its_words_and_who_said_it(
    shipped: FlaskClient, asked: CountingStore, number: int
) -> None:
    page = Page(shipped.get(f"{SOCITM}/s{number:02}", headers=BROWSER))

    assert page.response.status_code == 200
    assert page.texts("//section[@class='words']//blockquote/p")
    assert page.fact("Who said it")
    assert page.fact("How many agreed")
    assert len(asked.asked) <= 5


@pytest.mark.parametrize("number", range(27, 34))
def test_every_conclusion_traces_to_sentences_through_signed_readings(
    shipped: FlaskClient, number: int
) -> None:
    page = Page(shipped.get(f"{SOCITM}/s{number}", headers=BROWSER))

    stated = page.section("What the report itself links to this")
    readings = page.section("What a curator reads into it")

    assert stated.endswith("The report itself names no claim for this.")
    assert "“" in readings
    assert "Read so by policygraph editors:" in readings


@pytest.mark.parametrize(
    "path", ["/", SOCITM, f"{SOCITM}/s33", "/themes", "/actors/socitm"]
)
def test_every_link_of_a_page_leads_somewhere(shipped: FlaskClient, path: str) -> None:
    page = Page(shipped.get(path, headers=BROWSER))
    inside = {
        href
        for href in page.hrefs
        if href.startswith("/") and urlsplit(href).path != "/sparql"
    }

    for href in sorted(inside):
        with shipped.get(href) as response:
            assert response.status_code == 200, href


def test_things_of_the_release_lead_to_their_pages(
    shipped: FlaskClient, release: ReleaseStore
) -> None:
    paths = release.manifest.things

    answers = [shipped.get(f"/id/{path}", follow_redirects=True) for path in paths]

    assert len(answers) > 10
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize(
    "path",
    ["/", SOCITM, f"{SOCITM}/s33", "/recommendations", "/themes/spatial-planning"],
)
def test_pages_stay_within_sixty_kilobytes(shipped: FlaskClient, path: str) -> None:
    response = shipped.get(path, headers=BROWSER)

    assert len(response.data) <= 60_000


def test_the_language_of_a_report_is_told_by_its_name(shipped: FlaskClient) -> None:
    page = Page(shipped.get(SOCITM, headers=BROWSER))

    assert page.fact("Language") == ["English"]


def test_the_page_of_a_stage_shows_some_and_leads_to_the_lists_of_all(
    shipped: FlaskClient,
) -> None:
    response = shipped.get("/stages/discussion", headers=BROWSER)
    page = Page(response)

    assert 1 < len(page.tree.xpath("//article")) <= 31
    assert "These are the first; the lists above hold all." in page.text
    assert page.href("claims") == "/claims?stage=discussion"
    assert len(response.data) <= 60_000


@pytest.mark.parametrize("words", ["earlier this month", "later this year"])
def test_a_date_said_in_words_alone_is_shown_in_those_words(
    shipped: FlaskClient, words: str
) -> None:
    page = Page(shipped.get(SOCITM, headers=BROWSER))

    hrefs = page.tree.xpath(
        f"//section[@class='event']//blockquote//a[.='“{words}”']/@href"
    )
    assert len(hrefs) == 1
    assert hrefs[0].startswith(f"{SOCITM}/passage-")
