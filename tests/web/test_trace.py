"""The trace: what the report links stands before what is read into it, drawn and listed alike."""

from __future__ import annotations

from itertools import combinations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore
from policygraph.isolated import InProcess, Limits
from policygraph.web import Source, create_app
from policygraph.web.context import words_after, words_before
from policygraph.web.drawing.columns import Step
from policygraph.web.drawing.trace import Trace, Words, draw_trace
from policygraph.web.links import Ref

SOCITM = "/reports/socitm-casa-smart-places"
REPORT = Ref("Quayside hearing, report", "/reports/quayside")
SAYS = Words("The report’s own links", "A curator’s readings", "None is named.")


@pytest.fixture
def shipped(release: ReleaseStore) -> FlaskClient:
    source = Source(
        store=CountingStore(release.store),
        iris=release.iris,
        digest=release.digest,
        title=release.manifest.title,
        counts=release.manifest.counts,
        strangers=InProcess(release.store, Limits()),
    )
    return create_app(source).test_client()


def read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


def cards(page: Page, kind: str = "card") -> list[str]:
    """The full words of the cards of a kind, from top to bottom as they are written."""
    found = page.tree.xpath(
        "//figure//a[*[local-name()='rect' and contains(concat(' ', @class, ' '), $kind)]]/*[local-name()='title']",
        kind=f" {kind} ",
    )
    return [" ".join(title.text_content().split()) for title in found]


def step(number: int, *, is_reading: bool = False, is_before: bool = True) -> Step:
    return Step(
        what=Ref(f"Statement {number}", f"/reports/quayside/s{number:02}"),
        phrase="Supports this" if is_before else "This supports",
        held=("Who said it: one attendee",),
        passages=(Ref(f"“words {number}”", f"/reports/quayside/p{number}"),),
        report=REPORT,
        is_reading=is_reading,
        is_before=is_before,
    )


def draw(steps: list[Step]) -> Trace:
    return draw_trace(
        Ref("The timetable should be simpler.", "/reports/quayside/s02"),
        head="Recommendation",
        passages=[Ref("“a simpler timetable”", "/reports/quayside/p0")],
        report=REPORT,
        steps=steps,
        words=SAYS,
        key="trace",
        caption="Trace",
    )


@pytest.mark.parametrize("number", range(1, 35))
def test_every_statement_of_the_lists_stands_in_the_picture_and_the_other_way(
    shipped: FlaskClient, number: int
) -> None:
    page = read(shipped, f"{SOCITM}/s{number:02}")

    listed = page.tree.xpath(
        "//ol[contains(@class, 'trace')]//p[@class='says']/a/@href"
    )
    drawn = page.tree.xpath(
        "//figure//a[*[local-name()='rect' and contains(@class, 'statement')]]/@href"
    )

    assert sorted(set(drawn)) == sorted(set(listed))
    quotes = page.texts("//ul[@class='from']//q") + [
        text.strip()
        for text in page.tree.xpath("//blockquote/p/text()[contains(., '“')]")
    ]
    assert {one.strip("“”") for one in cards(page, "passage")} <= {
        one.strip("“”") for one in quotes
    }


def test_a_recommendation_is_traced_to_its_sentences_and_its_report(
    web: FlaskClient,
) -> None:
    page = read(web, "/reports/quayside/s03")

    assert cards(page, "this") == ["Piers should be lit at night."]
    assert cards(page, "statement") == ['<script>alert(1)</script> & "quoted"']
    assert cards(page, "passage") == [
        "“a simpler timetable”",
        "“the ferry is seldom on time”",
    ]
    assert cards(page, "report") == ["Quayside hearing, report"]


def test_the_other_way_leads_from_a_claim_to_what_rests_on_it(web: FlaskClient) -> None:
    page = read(web, "/reports/quayside/s01")

    readings = page.section("What a curator reads into it")

    assert "What follows from this, as read This supports" in readings
    assert "The timetable should be simpler." in readings
    assert page.tree.xpath("//section//a[@href='/reports/quayside/s02']")


def test_only_a_reading_is_drawn_dashed(web: FlaskClient) -> None:
    by_the_report = read(web, "/reports/quayside/s03")
    by_a_reading = read(web, "/reports/quayside/s02")

    dashed = "//figure//div//*[local-name()='path' and @class='thread read']"

    assert len(by_the_report.tree.xpath(dashed)) == 0
    assert len(by_a_reading.tree.xpath(dashed)) == 1


def test_the_picture_too_says_that_the_report_names_no_claim(
    web: FlaskClient,
) -> None:
    page = read(web, "/reports/quayside/s02")

    drawn = " ".join(page.texts("//figure//*[local-name()='text']"))

    assert "The report itself names no claim for this." in drawn
    assert "A curator’s readings" in drawn


def test_every_card_leads_to_its_page_and_carries_its_whole_words(
    shipped: FlaskClient,
) -> None:
    page = read(shipped, f"{SOCITM}/s31")

    assert len(cards(page)) == len(page.tree.xpath("//figure//*[local-name()='rect']"))
    assert all(cards(page))
    for href in set(page.tree.xpath("//figure//a/@href")):
        assert shipped.get(href, headers=BROWSER).status_code == 200


def test_general_agreement_and_one_voice_have_different_signs(
    web: FlaskClient,
) -> None:
    agreed = read(web, "/reports/quayside/s03")
    one_voice = read(web, "/reports/quayside/s01")

    def sign(page: Page) -> list[str]:
        return page.tree.xpath(
            "//*[local-name()='svg' and @class='agreed']/*/@class | "
            "//*[local-name()='svg' and @class='agreed']/*[local-name()='circle']/@r"
        )

    assert sign(agreed) == ["full"]
    assert sorted(sign(one_voice)) == ["4.5", "full"]


def test_what_is_presumed_is_signed_by_who_read_the_report(
    shipped: FlaskClient,
) -> None:
    page = read(shipped, f"{SOCITM}/s33")

    (presumed, remark) = page.fact("To whom, as a curator presumes")

    assert presumed == "Planning functions"
    assert remark == "The report does not say so; presumed by policygraph editors."


def test_words_stand_between_those_around_them_where_the_text_is_here(
    shipped: FlaskClient,
) -> None:
    page = read(shipped, "/reports/harbourfield-roundtable/s01")

    around = page.texts("//section[@class='words']//span[@class='around']")

    assert around
    assert all(len(words) <= 244 for words in around)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It rained. The ferry ", " was late. Nobody", ("The ferry ", " was late.")),
        ("It rained. ", " Nobody knew. More", ("It rained. ", " Nobody knew.")),
        ("It rained. The ferry ", ". Nobody", ("The ferry ", ". Nobody")),
        ("", "", ("", "")),
        ("Heading\n\nThe ferry ", " was late\n\nNext", ("The ferry ", " was late")),
    ],
    ids=[
        "inside a sentence",
        "a whole sentence",
        "up to the full stop",
        "the whole text",
        "a paragraph",
    ],
)
def test_one_sentence_is_shown_on_each_side(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    assert (words_before(before), words_after(after)) == shown


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_no_card_of_a_trace_stands_on_another_or_beyond_the_picture(
    kinds: list[tuple[bool, bool]],
) -> None:
    steps = [
        step(number, is_reading=is_reading, is_before=is_before)
        for number, (is_reading, is_before) in enumerate(kinds)
    ]

    drawn = draw(steps)

    boxes = [placed.box for placed in drawn.cards]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(box.x >= 0 and box.y >= 0 for box in boxes)
    assert all(box.right <= drawn.width + 0.1 for box in boxes)
    assert all(box.bottom <= drawn.height + 0.1 for box in boxes)


@given(st.lists(st.booleans(), min_size=2, max_size=12))
def test_what_the_report_links_stands_above_every_reading(kinds: list[bool]) -> None:
    drawn = draw([step(n, is_reading=reads) for n, reads in enumerate(kinds)])

    tops = {placed.card.key: placed.box.y for placed in drawn.cards}
    stated = [tops[f"before-{n}"] for n, reads in enumerate(kinds) if not reads]
    read_into = [tops[f"before-{n}"] for n, reads in enumerate(kinds) if reads]

    assert max(stated, default=0.0) <= min(read_into, default=float("inf"))


def test_the_same_links_give_the_same_picture() -> None:
    steps = [step(n, is_reading=n % 2 == 0, is_before=n % 3 > 0) for n in range(9)]

    assert draw(steps) == draw(list(steps))


def test_what_does_not_fit_is_counted() -> None:
    assert draw([step(n) for n in range(20)]).left_out == 8


def test_a_small_screen_is_told_that_the_picture_is_wider(shipped: FlaskClient) -> None:
    page = read(shipped, "/reports/socitm-casa-smart-places/s33")

    (told,) = page.texts("//figure/p[contains(@class, 'sideways')]")
    assert "scroll it sideways" in told
