"""The page of a link: both sentences, and whether the report says so or a curator reads it so."""

from __future__ import annotations

from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore
from policygraph.web import create_app, source_of

STATEMENT = "/reports/socitm-casa-smart-places/"
READING = f"{STATEMENT}s28-conflicts-with-s09"


def read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


def test_a_reading_shows_both_sentences_and_who_reads_it_so(
    release: ReleaseStore,
) -> None:
    client = create_app(source_of(release)).test_client()
    whole = [
        read(client, path).texts("//h1")[0]
        for path in (STATEMENT + "s28", STATEMENT + "s09")
    ]

    page = read(client, READING)

    assert page.texts("//p[@class='kicker']") == ["A curator’s reading"]
    assert page.texts("//main//dd/a")[:2] == whole
    assert "conflicts with" in page.texts("//h1")[0]
    assert "policygraph editors read it so" in page.texts("//p[@class='lead']")[0]
    assert "takes oversight" in page.fact("Why it is read so")[0]
    assert "Inferred" not in page.text


def test_a_link_of_the_report_is_no_reading(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s04-supports-s03")

    assert page.texts("//p[@class='kicker']") == [
        "A link that the report itself states"
    ]
    assert "curator" not in page.texts("//main")[0]
    assert len(page.fact("The words that say so")) == 1


def test_a_theme_names_reports_by_their_titles(release: ReleaseStore) -> None:
    client = create_app(source_of(release)).test_client()

    page = read(client, "/themes/new-technology")

    remarks = page.texts("//aside//span[@class='remark']")
    assert remarks
    assert {"in Smart cities roundtable, report"} >= {
        one for one in remarks if "mart" in one
    }
    assert not [one for one in remarks if "socitm-casa" in one]
