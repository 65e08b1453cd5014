"""What stands around every page: the way in, the search box, how to cite, what was asked, which release."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore
from policygraph.web import create_app, source_of
from policygraph.web.browsing import Listing
from policygraph.web.documents import STATES, licence_ref
from policygraph.web.highlighting import mark_query
from policygraph.web.lists import ACTORS, CLAIMS, RECOMMENDATIONS, REPORTS

PAGES = [
    "/",
    "/not-said",
    "/validation",
    "/dataset",
    "/ontology",
    "/shapes",
    "/claims",
    "/reports/socitm-casa-smart-places/s07",
    "/no/such/page",
]
STATEMENT = "/reports/socitm-casa-smart-places/s28"
TITLE = "Smart cities roundtable, report"


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> FlaskClient:
    return create_app(source_of(release)).test_client()


def read(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers=BROWSER))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_searched_from(served: FlaskClient, path: str) -> None:
    page = read(served, path)

    assert page.tree.xpath("//header//form[@method='get']/@action") == ["/search"]
    field = page.tree.xpath("//header//input[@type='search']")[0]
    label = page.tree.xpath("//label[@for=$name]", name=field.get("id"))
    assert field.get("name") == "q"
    assert label[0].text_content()


@pytest.mark.parametrize(
    ("path", "trail"),
    [
        ("/", []),
        ("/claims", ["Home", "Claims"]),
        ("/search?q=ferry", ["Home", "Search: ferry"]),
        ("/sparql", ["Home", "Query"]),
        ("/not-said", ["Home", "What the reports do not say"]),
        ("/no/such/page", ["Home", "Not Found"]),
        ("/reports/socitm-casa-smart-places", ["Home", "Reports"]),
        (f"{STATEMENT}-conflicts-with-s09", ["Home", "Reports", TITLE]),
        (
            "/reports/socitm-casa-smart-places/s03-held-by-mike-batty",
            ["Home", "Reports", TITLE],
        ),
    ],
)
def test_every_page_but_the_first_shows_the_way_to_it(
    served: FlaskClient, path: str, trail: list[str]
) -> None:
    assert read(served, path).texts("//nav[@class='crumbs']//li") == trail


@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_release_licence_and_checks(
    served: FlaskClient, release: ReleaseStore, path: str
) -> None:
    foot = read(served, path).texts("//body/footer")[0]

    assert release.digest[:12] in foot
    assert "CC BY 4.0" in foot
    assert "Checked: no fault, " in foot


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_the_foot_leads_somewhere(served: FlaskClient, path: str) -> None:
    links = read(served, path).tree.xpath("//section[@class='imprint']//a/@href")

    statuses = {
        href: served.get(href, headers=BROWSER).status_code
        for href in links
        if href.startswith("/")
    }

    assert set(statuses.values()) == {200}


@pytest.mark.parametrize("path", PAGES[:-1])
def test_every_page_can_be_cited_with_its_release(
    served: FlaskClient, release: ReleaseStore, path: str
) -> None:
    page = read(served, path)
    forms = page.tree.xpath("//details[@class='cite']//*[self::pre or self::p]")
    address = page.texts("//body/footer//code[@class='iri']")[0]

    for form in forms:
        assert release.digest[:16] in form.text_content()
        assert address in form.text_content()
    assert page.texts("//details[@class='cite']/h3") == [
        "Text",
        "BibTeX",
        "RIS",
        "CSL-JSON",
    ]


def test_a_statement_is_cited_as_part_of_its_report(served: FlaskClient) -> None:
    page = read(served, "/reports/socitm-casa-smart-places/s07")

    cited = page.texts("//details[@class='cite']/p")[0]

    assert cited.startswith("Socitm: “Local governance closer to ")
    assert "In: Smart cities roundtable, report." in cited


def test_what_was_chosen_on_a_page_is_part_of_its_address(served: FlaskClient) -> None:
    page = read(served, "/claims?agreement=consensus")

    address = page.texts("//body/footer//code[@class='iri']")[0]

    assert address.endswith("/claims?agreement=consensus")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/reports?foo=1&utm_source=a", "/reports"),
        ("/claims?utm_source=a&agreement=consensus&x", "/claims?agreement=consensus"),
        ("/about?theme", "/about?theme"),
        ("/sparql?edit=yes&x=1", "/sparql?edit=yes&x=1"),
    ],
)
def test_what_no_page_knows_is_no_part_of_the_address(
    served: FlaskClient, path: str, told: str
) -> None:
    page = read(served, path)

    assert page.texts("//body/footer//code[@class='iri']")[0].endswith(
        f"org/policygraph{told}"
    )
    assert "utm_source" not in page.texts("//details[@class='cite']")[0]


@pytest.mark.parametrize("listing", [CLAIMS, RECOMMENDATIONS, REPORTS, ACTORS])
def test_whatever_a_list_is_filtered_by_is_part_of_the_address(
    listing: Listing,
) -> None:
    assert {facet.name for facet in listing.facets} <= STATES


def test_a_very_long_choice_is_no_part_of_the_address(served: FlaskClient) -> None:
    page = read(served, "/not-said?lang=" + "a" * 2_000)

    assert page.texts("//body/footer//code[@class='iri']")[0].endswith("/not-said")


@pytest.mark.parametrize(
    ("path", "label"),
    [("/claims", "Claims"), ("/reports/socitm-casa-smart-places", "Reports")],
)
def test_the_part_of_the_site_is_marked(
    served: FlaskClient, path: str, label: str
) -> None:
    marked = read(served, path).texts("//nav[@aria-label='Main']//a[@aria-current]")

    assert marked == [label]


def test_data_that_is_no_release_claims_no_checks(web: FlaskClient) -> None:
    foot = read(web, "/").texts("//body/footer")[0]

    assert "Checked" not in foot
    assert "Quality" not in foot


def test_a_fault_would_be_told_on_every_page(release: ReleaseStore) -> None:
    source = replace(source_of(release), findings={"violation": 3})

    foot = read(create_app(source).test_client(), "/not-said").texts("//body/footer")[0]

    assert "Checked: 3 faults" in foot


@pytest.mark.parametrize(
    ("licence", "label", "href"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", True),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", True),
        ("https://example.org/terms", "example.org/terms", True),
        ("javascript:alert(1)", "javascript:alert(1)", False),
        ("not-said", "not-said", False),
    ],
)
def test_a_licence_is_named_as_readers_know_it(
    licence: str, label: str, href: bool
) -> None:
    ref = licence_ref(licence)

    assert (ref.label, ref.href is not None) == (label, href)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?x WHERE { ?x <urn:a> "<script>alert(1)</script>"@en } # <b>',
        "ASK { }",
        "",
        "\n\n# only a remark",
        "no SPARQL at all \U0001f600",
        "'" * 501,
        "SELECT " + "?x " * 10_000,
    ],
    ids=["markup", "ask", "empty", "remark", "words", "quotes", "long"],
)
def test_marking_a_query_changes_none_of_its_characters(query: str) -> None:
    marked = str(mark_query(query))

    assert html.unescape(re.sub(r"<[^>]*>", "", marked)) == query


def test_a_query_holds_few_elements() -> None:
    query = "\n".join(f"?a{n} <urn:p> ?b{n} ; <urn:q> 1 ." for n in range(50))

    assert str(mark_query(query)).count("<span") <= 100
