"""The page of a theme: what is said under it, where it stands, who agreed, and what lies below and elsewhere."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from tests.web.conftest import DATA, CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.engine import (
    Literal,
    Quad,
    Store,
    find_query,
    open_store,
    parse_quads,
)
from policygraph.iris import Iri, Iris
from policygraph.web import Source, create_app

TECHNOLOGY = Iri("https://w3id.org/policygraph/id/themes/new-technology")
FERRIES = "Ferries are seldom on time."


def read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


def under(page: Page, heading: str) -> str:
    """Return the text of the section whose heading begins so."""
    found = page.tree.xpath(
        "//section[h2[starts-with(normalize-space(), $h)]]", h=heading
    )
    return " ".join(found[0].text_content().split()) if found else ""


def aside(page: Page, heading: str) -> list[str]:
    """Return the items of the list below a heading of the aside."""
    return page.texts(
        f"//aside//h2[normalize-space()='{heading}']/following-sibling::*[1]/li"
    )


def test_a_theme_counts_what_is_said_under_it_and_below_it(web: FlaskClient) -> None:
    page = read(web, "/themes/new-technology")

    assert (
        "6 statements, those of the themes below it included: "
        "2 recommendations, 2 claims, 1 commitment, 1 question."
    ) in page.text
    assert page.href("2 claims") == "/claims?theme=new-technology"
    assert page.href("2 recommendations") == "/recommendations?theme=new-technology"


def test_statements_of_a_theme_stand_by_stage_and_by_agreement(
    web: FlaskClient,
) -> None:
    page = read(web, "/themes/new-technology")

    assert page.texts("//section/h2[span]") == [
        "Conclusion 2",
        "Discussion 1",
        "agenda 1",
        "Where they stand is not said 2",
    ]
    assert page.texts("//section[h2[span]][1]/h3") == [
        "Consensus 1",
        "How many agreed is not said 1",
    ]
    assert FERRIES in under(page, "Discussion")
    assert page.texts("//section[h2[span]][2]/h3") == ["One voice 1"]
    assert "/claims?theme=new-technology&stage=discussion" in page.hrefs


def test_the_strip_of_a_theme_keeps_one_voice_and_consensus_apart(
    web: FlaskClient,
) -> None:
    page = read(web, "/themes/ai")

    rows = page.texts("//figure//tbody/tr")

    assert rows == [
        "Consensus1",
        "one voice; nothing is said of others2",
        "not said1",
    ]


def test_who_says_it_and_whom_it_is_for_stand_apart_from_what_is_presumed(
    web: FlaskClient,
) -> None:
    page = read(web, "/themes/new-technology")

    assert aside(page, "Who says it") == [
        "Quayside Forum 2",
        "one attendee 2 in Quayside hearing, report",
        "not said 2",
    ]
    assert aside(page, "Whom it is recommended to") == [
        "Quayside Forum 1",
        "not said 1",
    ]
    assert "Local government 1" in under(page, "Whom a curator presumes is meant")


def test_a_theme_without_statements_says_so(shipped: FlaskClient) -> None:
    page = read(shipped, "/themes/climate-change")

    assert "No statement falls under this theme, or under one below it." in page.text


def test_matches_to_other_vocabularies_are_told_in_words(shipped: FlaskClient) -> None:
    page = read(shipped, "/themes/ai")

    assert page.fact("The same") == ["EuroVoc 3030"]
    assert page.href("EuroVoc 3030") == "http://eurovoc.europa.eu/3030"


def crowded() -> Store:
    """Return a store in which one theme has 400 more claims, two kinds of agreement."""
    store = open_store([(DATA, None)])
    quads = list(parse_quads(store.dump("nquads"), "nquads"))
    base = "https://example.org/data/id/reports/quayside/"
    own = [one for one in quads if base + "s01" in (one.subject, one.object)]
    held = [one for one in quads if one.subject == base + "s01-held-by-attendee-1"]
    for number in range(100, 500):
        name = Iri(f"{base}s{number}")
        for one in own:
            if one.subject == base + "s01" and "statementText" in one.predicate:
                text = Literal("Piers & quays " * 12 + str(number), "en")
                quads.append(Quad(name, one.predicate, text, one.graph))
            elif one.subject == base + "s01":
                kept = one.object
                if kept == base + "s01-held-by-attendee-1" and number % 2:
                    kept = Iri(base + "s03-held-by-quayside-forum")
                quads.append(Quad(name, one.predicate, kept, one.graph))
    assert held
    crowd = open_store([])
    crowd.add(quads)
    return crowd


def test_a_crowded_theme_shows_examples_of_each_agreement_and_leads_to_all() -> None:
    counting = CountingStore(crowded())
    source = Source(
        store=counting,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Crowd",
        counts={},
    )
    response = create_app(source).test_client().get("/themes/ai", headers=BROWSER)
    page = Page(response)

    assert response.status_code == 200
    assert len(response.data) <= 60_000
    assert len(counting.asked) <= 5
    assert "404 statements" in page.text
    assert "Below stand 7 of them" in page.text
    assert page.texts("//section[h2[starts-with(., 'Discussion')]]/h3") == [
        "Consensus 200",
        "One voice 201",
    ]


@pytest.mark.parametrize("name", ["theme-figures", "theme-statements"])
def test_another_engine_counts_the_same_under_a_theme(
    quayside_store: Store, name: str
) -> None:
    query = find_query(name, "pages").bind({"theme": TECHNOLOGY})
    other = rdflib.Graph().parse(
        data=quayside_store.dump("ntriples"), format="ntriples"
    )

    ours = [
        tuple(str(getattr(term, "value", term)) for term in row.values() if term)
        for row in quayside_store.rows(query)
    ]
    theirs = [
        tuple(str(term) for term in row if term is not None)
        for row in other.query(query)
    ]

    assert sorted(ours) == sorted(theirs)
    assert ours
