"""The reading view: the whole report where its text is there, its passages where it is not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment, FileSystemLoader
from lxml.html import HtmlElement
from tests.web.conftest import DATA, CountingStore
from tests.web.reading import BROWSER, Page

from policygraph import web
from policygraph.engine import Store, open_store
from policygraph.iris import Iris
from policygraph.isolated import InProcess, Limits
from policygraph.web import Source, create_app
from policygraph.web.reading_sheets import PART_CHARS, reading_place

WITH_TEXT = "/reports/harbourfield-roundtable/read"
WITHOUT_TEXT = "/reports/socitm-casa-smart-places/read"
QUAYSIDE = "/reports/quayside/read"
RUNNING = "//div[@class='running']/p"


def _quayside_with(text: str, folder: Path) -> FlaskClient:
    """Serve the report of the tests with a text of its own."""
    extra = folder / "text.nt"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    extra.write_text(
        "<https://example.org/data/id/reports/quayside/text-0a1b2c3d4e5f> "
        "<https://w3id.org/policygraph/ontology#fullText> "
        f'"{escaped}" .\n',
        encoding="utf-8",
    )
    store: Store = open_store([(DATA, None), (extra, None)])
    source = Source(
        store=store,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
        counts={"reports": 1},
        strangers=InProcess(store, Limits()),
    )
    return create_app(source).test_client()


def _read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


def _words(paragraph: HtmlElement) -> str:
    """Return what the report itself says in a paragraph: no numbers, no hidden words."""
    parts = paragraph.xpath(
        ".//text()[not(ancestor::a) and not(ancestor::span)]",
    )
    return " ".join("".join(parts).split())


def _underlined(page: Page, kind: str) -> str:
    found = page.tree.xpath(f"{RUNNING}//u[@class='{kind}']")
    return " | ".join(_words(one) for one in found)


def test_the_whole_text_stands_there_once_and_in_order(
    shipped: FlaskClient, project: Path
) -> None:
    source = project / "corpus" / "harbourfield-roundtable" / "source.txt"
    wanted = source.read_text(encoding="utf-8").split()

    page = _read(shipped, WITH_TEXT)

    found = page.tree.xpath("//section[@class='sheet']/h2 | " + RUNNING)
    assert " ".join(_words(one) for one in found).split() == wanted


def test_headings_of_sections_are_headings_and_paragraphs_are_numbered(
    shipped: FlaskClient,
) -> None:
    page = _read(shipped, WITH_TEXT)

    assert "What the sensors show" in page.texts("//section[@class='sheet']/h2")
    numbers = [int(str(one)[10:]) for one in page.tree.xpath(f"{RUNNING}/@id")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_passage_is_marked_by_its_kind_and_by_a_number(shipped: FlaskClient) -> None:
    page = _read(shipped, WITH_TEXT)

    assert "weeks too late to be of use" in _underlined(page, "claim")
    assert "A resident should have a seat" in _underlined(page, "recommendation")
    assert "how a small town can use data" in _underlined(page, "question")
    assert "will repair the two silent sensors" in _underlined(page, "commitment")
    assert "Question 1" in page.texts(f"{RUNNING}//a[@class='note-number']")


def test_every_number_leads_to_its_note_and_back(shipped: FlaskClient) -> None:
    page = _read(shipped, WITH_TEXT)

    numbers = page.tree.xpath(f"{RUNNING}//a[@class='note-number']")
    back = page.tree.xpath("//ol[@class='notes']/li/a[@class='note-number']")
    assert len(numbers) == 14
    assert [one.get("href") for one in back] == [f"#{one.get('id')}" for one in numbers]
    assert [one.get("href")[1:] for one in numbers] == [
        one.getparent().get("id") for one in back
    ]


def test_what_is_no_part_of_the_report_says_so(shipped: FlaskClient) -> None:
    page = _read(shipped, WITH_TEXT)

    assert _underlined(page, "boilerplate").startswith("This report is fictional.")
    assert page.texts(f"{RUNNING}/span[@class='mark']") == [
        "Not the report: notice that the report is fictional",
        "Not the report: advertisement",
    ]


def test_only_the_kinds_chosen_are_marked_and_noted(shipped: FlaskClient) -> None:
    page = _read(shipped, f"{WITH_TEXT}?show=recommendations&show=questions")

    assert _underlined(page, "claim") == ""
    assert "A resident should have a seat" in _underlined(page, "recommendation")
    kinds = set(page.texts("//ol[@class='notes']//span[@class='kind']"))
    assert kinds == {"Recommendation", "Question"}
    assert page.tree.xpath("//input[@checked]/@value") == [
        "recommendations",
        "questions",
    ]


def test_all_boxes_ticked_is_the_same_as_none(shipped: FlaskClient) -> None:
    kinds = ("claims", "recommendations", "questions", "commitments")

    page = _read(shipped, f"{WITH_TEXT}?{'&'.join(f'show={one}' for one in kinds)}")

    whole = _read(shipped, WITH_TEXT)
    assert page.tree.xpath(f"count({RUNNING}//u)") == whole.tree.xpath(
        f"count({RUNNING}//u)"
    )


def test_marks_can_be_hidden_but_not_that_words_are_no_report(
    shipped: FlaskClient,
) -> None:
    page = _read(shipped, f"{WITH_TEXT}?marks=hidden")

    assert set(page.tree.xpath(f"{RUNNING}//u/@class")) == {"boilerplate"}
    assert page.texts("//ol[@class='notes']/li") == []
    assert WITH_TEXT in page.hrefs


def test_sentences_without_any_mark_are_one_click_away(shipped: FlaskClient) -> None:
    whole = _read(shipped, WITH_TEXT)
    href = next(one for one in whole.hrefs if one.endswith("?show=not-coded"))

    page = _read(shipped, href)

    found = page.texts("//ol[@class='plain running']/li")
    assert "In paragraph 2All were taken by seven o'clock." in found
    assert not any("weeks too late" in one for one in found)
    ids = {str(one) for one in whole.tree.xpath("//@id")}
    back = [urlsplit(one) for one in page.hrefs if "#paragraph-" in one]
    assert back
    assert {one.fragment for one in back} <= ids


def test_the_shares_of_the_bar_are_told_in_words(shipped: FlaskClient) -> None:
    page = _read(shipped, WITH_TEXT)

    caption = page.texts("//figure[@class='coverage']/figcaption")[0]
    runs = page.tree.xpath("//figure[@class='coverage']//rect[@class='statement']")
    marked = sum(int(one.get("width")) for one in runs)
    assert f"Statements rest on {round(100 * marked / 2408)} %" in caption
    assert "8 % is no part of the report" in caption


def test_a_passage_leads_to_the_recommendations_that_follow_from_it(
    shipped: FlaskClient,
) -> None:
    page = _read(shipped, WITH_TEXT)

    note = page.tree.xpath("//li[@id='note-2']")[0]
    readings = note.xpath("p[contains(@class, 'reading')]")
    assert [" ".join(one.text_content().split()) for one in readings] == [
        "A curator’s reading, policygraph editors: this supports Sensor data bought "
        "with public money has to be open to all without delay."
    ]


def test_what_the_report_itself_links_never_looks_like_a_reading(
    web: FlaskClient,
) -> None:
    page = _read(web, QUAYSIDE)

    stated = page.tree.xpath("//p[@class='source'][contains(., 'The report itself')]")
    readings = page.tree.xpath("//p[contains(@class, 'reading')]")
    assert "this supports Piers should be lit at night." in stated[0].text_content()
    assert "The timetable should be simpler." in readings[0].text_content()


def test_without_the_text_the_passages_stand_in_order_with_the_gaps(
    shipped: FlaskClient,
) -> None:
    page = _read(shipped, WITHOUT_TEXT)

    assert "matched by digest, text not in this release" in page.text
    assert "only where the record says that its rights allow that" in page.text
    assert page.tree.xpath(RUNNING) == []
    numbers = page.tree.xpath("//section[@class='passages']//li/@value")
    assert numbers == [str(one) for one in range(1, len(numbers) + 1)]
    gaps = page.texts("//p[@class='gap']")
    assert gaps[0].startswith(
        "[… 766 characters, among them what is no part of the report"
    )
    assert gaps[1] == "[… 96 characters …]"


def test_without_the_text_each_passage_opens_the_publishers_page_at_its_words(
    shipped: FlaskClient,
) -> None:
    page = _read(shipped, WITHOUT_TEXT)

    links = page.tree.xpath("//section[@class='passages']//blockquote//a")
    assert len(links) == len(page.tree.xpath("//section[@class='passages']//li"))
    assert all("#:~:text=" in one.get("href") for one in links)
    assert all("noopener" in one.get("rel") for one in links)
    assert "https://socitm.net/blog/smart-cities-roundtable-report/" in page.hrefs


@pytest.mark.parametrize(
    "path",
    [
        WITH_TEXT,
        WITHOUT_TEXT,
        f"{WITHOUT_TEXT}?part=2",
        f"{WITH_TEXT}?show=not-coded",
        f"{WITH_TEXT}?show=claims&marks=hidden",
    ],
)
def test_a_reading_view_asks_five_queries_and_keeps_to_its_size(
    shipped: FlaskClient, asked: CountingStore, path: str
) -> None:
    page = _read(shipped, path)

    assert page.response.status_code == 200
    assert len(asked.asked) == 5
    assert len(page.response.data) <= 60_000
    assert len(page.texts("//h1")) == 1


@pytest.mark.parametrize("path", [WITH_TEXT, WITHOUT_TEXT, f"{WITHOUT_TEXT}?part=2"])
def test_every_link_of_a_reading_view_leads_somewhere(
    shipped: FlaskClient, path: str
) -> None:
    page = _read(shipped, path)
    ids = {str(one) for one in page.tree.xpath("//@id")}
    inside = {one for one in page.hrefs if one.startswith("/")}

    assert {one[1:] for one in page.hrefs if one.startswith("#")} <= ids
    for href in sorted(one for one in inside if urlsplit(one).path != "/sparql"):
        with shipped.get(href) as response:
            assert response.status_code == 200, href


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{WITH_TEXT}?show=villains", 400),
        (f"{WITH_TEXT}?show=claims&show=%00", 400),
        (f"{WITH_TEXT}?marks=%3Cscript%3E", 400),
        (f"{WITH_TEXT}?part=-1", 400),
        (f"{WITH_TEXT}?part=one", 400),
        (f"{WITH_TEXT}?part=%D9%A2", 400),
        (f"{WITH_TEXT}?part={'9' * 5000}", 400),
        (f"{WITH_TEXT}?part=2", 404),
        (f"{WITH_TEXT}?part=0", 400),
        ("/reports/nowhere/read", 404),
        ("/reports/%3E%20%7D/read", 404),
        (f"{WITH_TEXT}?show=&marks=&part=", 200),
    ],
)
def test_an_address_that_asks_for_what_there_is_not_gets_a_helpful_page(
    shipped: FlaskClient, path: str, status: int
) -> None:
    page = _read(shipped, path)

    assert page.response.status_code == status
    assert len(page.texts("//h1")) == 1


def test_hostile_text_is_text(tmp_path: Path) -> None:
    text = (
        "It said: </p><the ferry is seldom on time<script>alert(1)</script> & so on. "
    )
    web = _quayside_with(text, tmp_path)

    page = _read(web, QUAYSIDE)

    assert page.response.status_code == 200
    assert page.tree.xpath("//script[not(@type='application/ld+json')]") == []
    assert _words(page.tree.xpath(RUNNING)[0]) == text.strip()


def test_words_on_which_two_kinds_rest_are_underlined_twice(tmp_path: Path) -> None:
    text = (
        "All agree: the ferry is seldom on time here, and want a simpler timetable now."
    )
    web = _quayside_with(text, tmp_path)

    page = _read(web, QUAYSIDE)

    twice = page.tree.xpath(f"{RUNNING}//u/u")
    assert {one.get("class") for one in twice} == {"claim", "commitment"}
    assert {one.getparent().get("class") for one in twice} == {
        "question",
        "recommendation",
    }


def test_a_long_text_comes_in_parts_that_lose_nothing(tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {number} says {'much ' * 60}." for number in range(40)]
    text = "\n\n".join(paragraphs)
    web = _quayside_with(text, tmp_path)
    count = len(text) // PART_CHARS + 1

    pages = [_read(web, f"{QUAYSIDE}?part={one}") for one in range(1, count + 1)]

    shown = [_words(one) for page in pages for one in page.tree.xpath(RUNNING)]
    assert list(dict.fromkeys(shown)) == [" ".join(one.split()) for one in paragraphs]
    assert pages[0].texts("//nav[@class='pages']//a[@aria-current]") == ["Part 1"] * 2
    assert _read(web, f"{QUAYSIDE}?part={count + 1}").response.status_code == 404


def test_a_passage_is_found_in_the_part_that_its_address_names(
    shipped: FlaskClient,
) -> None:
    second = _read(shipped, f"{WITHOUT_TEXT}?part=2")
    report = WITHOUT_TEXT.removesuffix("/read")
    anchors = second.tree.xpath("//section[@class='passages']//blockquote/@id")

    places = [reading_place(f"{report}/{one}") for one in anchors]

    assert anchors
    assert places == [f"{WITHOUT_TEXT}?part=2#{one}" for one in anchors]


def test_the_page_of_a_report_leads_to_its_reading_view_and_its_files(
    shipped: FlaskClient,
) -> None:
    page = _read(shipped, WITH_TEXT.removesuffix("/read"))

    assert WITH_TEXT in page.hrefs
    assert page.fact("Read into the record by") == ["policygraph editors"]
    assert "/graphs/reports/harbourfield-roundtable.ttl" in page.hrefs
    first = next(one for one in page.hrefs if one.startswith(f"{WITH_TEXT}#"))
    whole = _read(shipped, WITH_TEXT)
    assert first.partition("#")[2] in whole.tree.xpath("//@id")


def test_one_voice_is_never_counted_as_agreement(shipped: FlaskClient) -> None:
    page = _read(shipped, WITH_TEXT.removesuffix("/read"))

    rows = page.tree.xpath("//figure[@class='picture']//tbody/tr")
    counts = {one[0].text_content().strip(): one[1].text_content() for one in rows}
    assert counts["one voice; nothing is said of others"] == "3"
    assert counts["Consensus"] == "1"
    assert counts["not said"] == "7"


def test_each_paragraph_of_boilerplate_says_that_it_is_not_the_report() -> None:
    mark = SimpleNamespace(layer="boilerplate", kinds=(), number="", words="menu")
    begun = SimpleNamespace(begins=[mark], ends=[], marks=[mark], words="Home")
    goes_on = SimpleNamespace(begins=[], ends=[], marks=[mark], words="About")
    environment = Environment(
        loader=FileSystemLoader(Path(web.__file__).parent / "templates"),
        autoescape=True,
    )
    environment.filters.update(here=str, shown=str)
    macros = environment.get_template("macros/reading.html").module

    first, second = (str(macros.pieces([one])) for one in (begun, goes_on))  # type: ignore[attr-defined] # of the template

    assert first.count("Not the report: ") == 1
    assert second.startswith('<span class="hidden">Not the report: </span>')
