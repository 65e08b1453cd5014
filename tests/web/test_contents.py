"""The front page of files that are no release: it says what is in them, and where to begin."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore, open_store
from policygraph.iris import Iris
from policygraph.isolated import InProcess, Limits
from policygraph.web import Source, create_app, source_of

FOREIGN = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Boat rdfs:label "Boat" .
ex:anna a ex:Boat ; rdfs:label "Anna" .
ex:berta a ex:Boat , ex:Wreck ; rdfs:label "Berta" .
"""
IN_GRAPHS = """
<https://example.org/g> { <https://example.org/a> <https://example.org/p> 1 , 2 }
<https://w3id.org/policygraph/graphs/derived> { <https://example.org/a> <https://example.org/p> 3 }
"""


def front_page(folder: Path, name: str, text: str) -> tuple[FlaskClient, CountingStore]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    store = CountingStore(open_store([(file, None)]))
    source = Source(
        store=store,
        iris=Iris(),
        digest="0123456789ab",
        title=name,
        strangers=InProcess(store, Limits()),
    )
    return create_app(source).test_client(), store


def table(page: Page, heading: str) -> list[list[str]]:
    rows = page.tree.xpath(f"//section[h2='{heading}']//tbody/tr")
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        for row in rows
    ]


def test_files_without_reports_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    client, store = front_page(tmp_path, "boats.ttl", FOREIGN)

    page = Page(client.get("/", headers=BROWSER))

    assert page.texts("//p[@class='lead']")[0].startswith(
        "6 triples, read from boats.ttl."
    )
    assert table(page, "What is in it") == [
        ["Boat", "2 of the kind Boat"],
        ["https://example.org/Wreck", "1 of the kind https://example.org/Wreck"],
    ]
    assert page.texts("//h2[.='What is recommended']") == []
    assert len(store.asked) <= 5


def test_a_number_leads_to_the_things_that_it_counts(tmp_path: Path) -> None:
    client, _ = front_page(tmp_path, "boats.ttl", FOREIGN)
    page = Page(client.get("/", headers=BROWSER))

    href = page.tree.xpath("//section[h2='What is in it']//td[2]/a/@href")[0]
    things = Page(client.get(href))

    assert things.texts("//tbody//td") == [
        "https://example.org/anna",
        "Anna",
        "https://example.org/berta",
        "Berta",
    ]


def test_the_questions_to_begin_with_are_those_that_fit_any_data(
    tmp_path: Path,
) -> None:
    client, _ = front_page(tmp_path, "boats.ttl", FOREIGN)

    page = Page(client.get("/", headers=BROWSER))

    hrefs = page.tree.xpath("//ul[@class='questions']//a/@href")
    assert len(hrefs) == 2
    assert all("query" in parse_qs(urlsplit(href).query) for href in hrefs)


def test_named_graphs_are_counted_and_those_of_ours_lead_to_their_documents(
    tmp_path: Path,
) -> None:
    client, _ = front_page(tmp_path, "graphs.trig", IN_GRAPHS)

    page = Page(client.get("/", headers=BROWSER))

    assert table(page, "Where it stands") == [
        ["https://example.org/g", "2"],
        ["graphs/derived", "1"],
    ]
    assert "/graphs/derived" in page.hrefs


def test_a_release_counts_what_it_holds_itself(release: ReleaseStore) -> None:
    client = create_app(source_of(release)).test_client()

    page = Page(client.get("/", headers=BROWSER))

    assert page.texts("//ul[@class='counts']/li")
    assert page.texts("//h2[.='What is in it']") == []


@pytest.mark.parametrize("text", ["", "<urn:a> <urn:b> <urn:c> ."])
def test_files_with_next_to_nothing_in_them_have_a_front_page(
    tmp_path: Path, text: str
) -> None:
    client, _ = front_page(tmp_path, "little.ttl", text)

    page = Page(client.get("/", headers=BROWSER))

    assert page.response.status_code == 200
    assert table(page, "What is in it")[0][1] == "0"
