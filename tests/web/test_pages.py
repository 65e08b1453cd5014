from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.web import app

PAGES = (
    "/",
    "/reports",
    "/claims",
    "/recommendations",
    "/actors",
    "/themes",
    "/reports/quayside",
    "/reports/quayside/s01",
    "/reports/quayside/s02",
    "/reports/quayside/s05",
    "/reports/quayside/s06",
    "/reports/quayside/attendee-1",
    "/reports/quayside/discussion",
    "/reports/quayside/passage-10-aaaaaaaa",
    "/reports/quayside/s01-supports-s02",
    "/themes/ai",
    "/themes/new-technology",
    "/stages/discussion",
    "/stakeholder-types/local-government",
    "/actors/quayside-forum",
    "/actors/not-said",
    "/places/quayside",
    "/ontology",
    "/shapes",
    "/about",
    "/problems",
    "/problems/query-timeout",
    "/sparql",
    "/query/chairs",
)


def read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_its_iri_and_five_queries_at_most(
    web: FlaskClient, counting: CountingStore, path: str
) -> None:
    page = read(web, path)

    assert page.response.status_code == 200
    assert len(page.texts("//h1")) == 1
    assert page.texts("//footer//code[@class='iri']")[0].startswith("https://")
    assert len(counting.asked) <= 5


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_script_or_style_or_foreign_parts(
    web: FlaskClient, path: str
) -> None:
    page = read(web, path)

    assert (
        page.tree.xpath(
            "//script[not(@type='application/ld+json') and not(starts-with(@src, '/static/'))]"
            " | //style | //@style | //@onclick"
        )
        == []
    )
    assert all(
        href.startswith("/static/")
        for href in page.tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")
    )


@pytest.mark.parametrize(
    "path",
    [path for path in PAGES if path not in ("/sparql", "/ontology", "/query/chairs")],
)
def test_every_query_behind_a_page_is_the_one_that_was_asked(
    web: FlaskClient, counting: CountingStore, path: str
) -> None:
    page = read(web, path)

    queries = page.tree.xpath(
        "//details[@class='queries']//*[self::code or self::textarea]"
    )
    shown = [code.text_content() for code in queries]

    assert sorted(query.strip() for query in shown) == sorted(
        query.strip() for query in counting.asked
    )


def test_a_recommendation_without_stated_links_says_so_before_the_readings(
    web: FlaskClient,
) -> None:
    page = read(web, "/reports/quayside/s02")

    stated = page.section("What the report itself links to this")
    readings = page.section("What a curator reads into it")

    assert stated.endswith("The report itself names no claim for this.")
    assert "Supports this" in readings
    assert "“the ferry is seldom on time”" in readings
    assert "Quayside editors: Delays are what a simpler timetable" in readings
    headings = page.texts("//h2")
    assert headings.index("What the report itself links to this") < headings.index(
        "What a curator reads into it"
    )


def test_a_link_of_the_report_itself_stands_with_the_words_that_show_it(
    web: FlaskClient,
) -> None:
    page = read(web, "/reports/quayside/s03")

    stated = page.section("What the report itself links to this")

    assert "Shown by the words “the ferry is seldom on time”" in stated
    assert page.section("What a curator reads into it") == ""


def test_a_presumed_addressee_never_stands_as_an_addressee(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s02")

    assert page.fact("To whom") == ["not said"]
    assert page.fact("To whom, as a curator presumes")[0] == "Local government"


def test_one_attendee_never_looks_like_agreement(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s01")

    assert page.fact("How many agreed") == [
        "not said one voice; nothing is said of others"
    ]
    assert page.fact("Who said it")[0].startswith("one attendee one person, not named")
    assert "raised as a concern" in page.fact("Who said it")[0]


def test_a_quotation_leads_to_the_publisher_at_its_words(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s01")

    assert (
        "https://example.org/quayside/report.html#:~:text=the%20ferry%20is%20seldom%20on%20time"
        in page.hrefs
    )


def test_a_draft_says_that_it_is_one(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s02")

    assert page.texts("//p[@class='kicker']") == ["draft Recommendation"]


def test_a_commitment_shows_who_has_to_do_it_and_by_when(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s05")

    assert page.fact("Who has to do it") == ["Quayside Forum"]
    assert page.fact("By when")[0].startswith("not said")


def test_a_theme_page_shows_what_lies_below_it_too(web: FlaskClient) -> None:
    page = read(web, "/themes/new-technology")

    assert "Ferries are seldom on time." in page.text
    below = "//aside//h2[.='Below it']/following-sibling::ul[1]/li"
    assert page.texts(below) == [
        "Artificial intelligence",
        "Automation",
    ]


def test_what_an_actor_has_to_do_stands_once_with_who_says_so(
    web: FlaskClient,
) -> None:
    page = read(web, "/actors/quayside-forum")

    assert page.text.count("The forum will meet again.") == 1
    owned = page.section("What they have to do")
    assert "The forum will meet again." in owned
    assert "Who said it Quayside Forum" in owned
    assert "2 in all, with what they say they will do" in page.section("What they said")


def test_an_actor_is_told_what_part_they_had_in_words(web: FlaskClient) -> None:
    page = read(web, "/actors/quayside-forum")

    assert "Piers should be lit at night." in page.section(
        "What is recommended to them"
    )
    took_part = "//aside/h2[.='What they took part in']/following-sibling::ul[1]/li"
    assert page.texts(took_part) == ["Host: Quayside hearing"]


def test_a_passage_leads_to_its_place_in_the_report(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/passage-10-aaaaaaaa")

    assert page.href("Read it in its place in the report") == (
        "/reports/quayside/read#passage-10-aaaaaaaa"
    )


def test_the_sitemap_lists_reading_views(web: FlaskClient) -> None:
    places = web.get("/sitemap.xml").get_data(as_text=True)

    assert places.count("/reports/quayside/read</loc>") == 1
    assert "/actors/quayside-forum/read" not in places


def test_not_said_is_no_actor_of_the_list(web: FlaskClient) -> None:
    page = read(web, "/actors")

    names = page.texts("//main//p[@class='says']")

    assert names == ["one attendee", "Quayside editors", "Quayside Forum"]


def test_what_is_not_said_has_a_page_that_is_nobody(web: FlaskClient) -> None:
    page = read(web, "/actors/not-said")

    assert page.text.count("Not said is not nobody") == 1
    assert "nobody in particular" not in page.text
    assert "Recommendations whose addressee is not said" in page.texts("//h2")
    assert "The timetable should be simpler." in page.section(
        "Statements whose holder is not said"
    )


def test_links_by_the_report_and_by_a_reading_are_counted_apart(
    web: FlaskClient,
) -> None:
    page = read(web, "/recommendations")

    counts = page.texts("//p[@class='source after']")

    assert counts == [
        "To not said Claims that support it, by the report’s own links 0 by a curator’s reading 1",
        "To Quayside Forum Claims that support it, by the report’s own links 1 by a curator’s reading 0",
    ]


def test_hostile_words_stay_words(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s04")

    assert page.texts("//h1") == ['<script>alert(1)</script> & "quoted"']
    assert page.tree.xpath("//h1/@lang") == ["fr"]
    assert page.tree.xpath("//script[not(@type='application/ld+json')]") == []


def test_an_iri_that_runs_is_no_link(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s04")

    assert "https://example.org/outside" in page.hrefs
    assert not [href for href in page.hrefs if href.startswith("javascript")]


def test_links_to_things_stay_on_this_host(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s01")

    assert "/reports/quayside" in page.hrefs
    assert "/themes/ai" in page.hrefs


def test_the_ontology_lists_its_terms_under_their_names(web: FlaskClient) -> None:
    page = read(web, "/ontology")

    assert page.tree.xpath("//article/@id") == ["Claim", "theme"]


def test_the_style_sheet_stays_small() -> None:
    sheet = Path(app.__file__).parent / "static" / "style.css"

    size_bytes = sheet.stat().st_size

    assert size_bytes <= 20_000
