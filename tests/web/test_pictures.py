"""Pictures: what is drawn and the table beside it say the same, and nothing stands on anything else."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement
from tests.web.reading import BROWSER, Page

from policygraph.web.drawing import (
    Amount,
    Cell,
    Dated,
    draw_bars,
    draw_matrix,
    draw_neighbourhood,
    draw_strip,
    draw_timeline,
)
from policygraph.web.drawing.neighbourhood import Neighbour
from policygraph.web.drawing.text import Box, measure, wrap
from policygraph.web.links import Ref
from policygraph.web.listed import ListedReport, draw_reports

AGREEMENTS = "https://w3id.org/policygraph/id/agreements/"
TRUST = Ref("Public trust", "/themes/public-trust")
FERRIES = Ref("Traversiers de nuit", "/themes/ferries", language="fr")
FORUM = Ref("Quayside Forum", "/actors/quayside-forum")
ATTENDEE = Ref("one attendee", "/reports/quayside/attendee-1")
NOBODY = Ref("not said", "/actors/not-said", is_not_said=True)
WORDS = st.lists(st.text("abcdefgWMil漢é<&", min_size=1, max_size=30), max_size=9)


def written(app: Flask, macro: str, drawn: object) -> HtmlElement:
    source = (
        '{% import "macros/charts.html" as charts %}<div>{{ charts.'
        + macro
        + "(drawn) }}</div>"
    )
    with app.test_request_context("/"):
        return html.fragment_fromstring(render_template_string(source, drawn=drawn))


def plain(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def table(page: HtmlElement) -> list[list[str]]:
    return [
        [plain(cell) for cell in row.xpath("th|td")]
        for row in page.xpath(".//tbody/tr")
    ]


def overlaps(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]


def test_bars_and_their_table_say_the_same(app: Flask) -> None:
    drawn = draw_bars([Amount(TRUST, 8), Amount(FERRIES, 2)], key="k", caption="Themes")

    page = written(app, "bars", drawn)

    assert table(page) == [["Public trust", "8"], ["Traversiers de nuit", "2"]]
    widths = [
        float(bar.get("width")) for bar in page.xpath(".//*[local-name()='rect']")
    ]
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.1)
    assert [plain(one) for one in page.xpath(".//svg/text")] == ["8", "2"]


def test_a_picture_is_named_and_described_by_its_own_elements(app: Flask) -> None:
    drawn = draw_bars([Amount(TRUST, 8)], key="themes", caption="Themes")

    page = written(app, "bars", drawn)

    (svg,) = page.xpath(".//svg")
    assert page.get_element_by_id(svg.get("aria-labelledby")).text == "Themes"
    assert page.get_element_by_id(svg.get("aria-describedby")).text
    assert page.xpath(".//@style | .//style | .//script") == []


def test_a_label_in_another_language_says_so_in_the_picture_too(app: Flask) -> None:
    page = written(
        app, "bars", draw_bars([Amount(FERRIES, 2)], key="k", caption="Themes")
    )

    assert set(page.xpath(".//@lang")) == {"fr"}
    assert len(page.xpath(".//svg//*[@lang='fr']")) == 1


def test_hostile_labels_stay_words_in_a_picture(app: Flask) -> None:
    evil = Ref("</title></svg><script>alert(1)</script>")

    page = written(app, "bars", draw_bars([Amount(evil, 1)], key="k", caption="Themes"))

    assert page.xpath(".//script") == []
    assert table(page) == [[evil.label, "1"]]


def test_what_has_no_bar_for_want_of_room_is_counted(app: Flask) -> None:
    many = [Amount(Ref(f"Theme {number}"), number) for number in range(30, 0, -1)]

    page = written(app, "bars", draw_bars(many, key="k", caption="Themes", most=12))

    assert len(table(page)) == 12
    assert "and 18 more" in plain(page)


@pytest.mark.parametrize(
    ("macro", "drawn"),
    [
        ("bars", draw_bars([], key="k", caption="x")),
        ("strip", draw_strip([], key="k", caption="x")),
        ("matrix", draw_matrix([], key="k", caption="x")),
        ("timeline", draw_timeline([], key="k", caption="x")),
        ("neighbourhood", draw_neighbourhood(TRUST, [], [], key="k", caption="x")),
    ],
    ids=["bars", "strip", "matrix", "timeline", "neighbourhood"],
)
def test_a_picture_of_nothing_is_not_drawn(
    app: Flask, macro: str, drawn: object
) -> None:
    page = written(app, macro, drawn)

    assert len(page) == 0
    assert plain(page) == ""


def test_one_voice_consensus_and_not_said_have_textures_of_their_own() -> None:
    drawn = draw_strip(
        [
            Amount(Ref("consensus", iri=AGREEMENTS + "consensus"), 2),
            Amount(Ref("widespread", iri=AGREEMENTS + "widespread"), 2),
            Amount(Ref("one voice", iri="one-voice"), 1),
            Amount(NOBODY, 5),
        ],
        key="k",
        caption="How many agreed",
    )

    tones = [part.tone for part in drawn.parts]

    assert tones == ["full", "striped", "dotted", "unsaid"]


def test_the_parts_of_a_strip_are_to_one_another_as_their_numbers(app: Flask) -> None:
    drawn = draw_strip([Amount(TRUST, 3), Amount(FORUM, 1)], key="k", caption="x")

    first, second = drawn.parts

    assert first.box.width == pytest.approx(3 * second.box.width, abs=0.2)
    assert first.box.right < second.box.x
    assert second.box.right == pytest.approx(drawn.width, abs=0.1)
    assert table(written(app, "strip", drawn)) == [
        ["Public trust", "3"],
        ["Quayside Forum", "1"],
    ]


def test_not_said_stands_apart_from_the_actors_of_a_matrix(app: Flask) -> None:
    cells = [Cell(TRUST, NOBODY, 9), Cell(TRUST, FORUM, 4), Cell(FERRIES, ATTENDEE, 1)]

    drawn = draw_matrix(cells, key="k", caption="Who speaks of what", most_columns=1)

    assert [head.what for head in drawn.columns] == [FORUM, NOBODY]
    assert drawn.columns[1].box.x > drawn.columns[0].box.right
    assert drawn.columns_left_out == 1
    assert table(written(app, "matrix", drawn)) == [
        ["Public trust", "4", "9"],
        ["Traversiers de nuit", "0", "0"],
    ]


def test_a_circle_of_four_times_the_number_is_twice_as_wide() -> None:
    cells = [Cell(TRUST, FORUM, 8), Cell(TRUST, ATTENDEE, 2)]

    large, small = draw_matrix(cells, key="k", caption="x").circles

    assert large.radius == pytest.approx(2 * small.radius, abs=0.1)


def test_reports_stand_at_their_dates_and_the_undated_apart(app: Flask) -> None:
    things = [Dated(FORUM, "2025-07"), Dated(TRUST, "2023"), Dated(FERRIES, "soon")]

    drawn = draw_timeline(things, key="k", caption="Reports by date")

    assert [mark.what for mark in drawn.marks] == [TRUST, FORUM]
    years = {tick.year: tick.x for tick in drawn.ticks}
    assert drawn.marks[0].x == years[2023]
    assert years[2025] < drawn.marks[1].x < years[2026]
    page = written(app, "timeline", drawn)
    assert table(page) == [["Public trust", "2023"], ["Quayside Forum", "2025-07"]]
    assert "Date not said: Traversiers de nuit" in plain(page)


def test_a_page_of_reports_is_drawn_by_the_dates_that_are_said() -> None:
    def report(name: str, *days: str) -> ListedReport:
        none: tuple[Ref, ...] = ()
        said = tuple(Ref(day) for day in days)
        return ListedReport(Ref(name), none, NOBODY, said, none, none, 1, 1, 2)

    lines = [report("Late", "2025-07-01"), report("Undated"), report("Early", "2023")]

    drawn = draw_reports(lines)

    assert [mark.what.label for mark in drawn.marks] == ["Early", "Late"]
    assert drawn.is_drawn
    assert not draw_reports(lines[:2]).is_drawn


def test_a_report_draws_who_speaks_of_which_area(shipped: FlaskClient) -> None:
    page = Page(shipped.get("/reports/socitm-casa-smart-places", headers=BROWSER))

    (figure,) = page.tree.xpath("//figure[.//*[@id='speaking-title']]")
    heads = [plain(one) for one in figure.xpath(".//thead//th")]
    assert heads[:2] == ["Statements", "The participants of the roundtable"]
    assert heads[-1] == "not said"
    assert len(heads) == 5
    assert ["Governance", "3", "2"] in [row[:3] for row in table(figure)]


def test_one_date_alone_is_a_table_without_a_picture(app: Flask) -> None:
    page = written(
        app, "timeline", draw_timeline([Dated(TRUST, "2023")], key="k", caption="x")
    )

    assert page.xpath(".//svg") == []
    assert table(page) == [["Public trust", "2023"]]


def test_a_neighbourhood_shows_forty_things_at_most_and_counts_the_rest(
    app: Flask,
) -> None:
    before = [
        Neighbour(Ref(f"Before {one}", f"/b/{one}"), "names it") for one in range(60)
    ]
    after = [Neighbour(Ref("After", "/a"), "theme")]

    drawn = draw_neighbourhood(TRUST, before, after, key="k", caption="Around it")

    assert len(drawn.cards) == 41
    assert drawn.left_out == 21
    assert overlaps([placed.box for placed in drawn.cards]) == []
    page = written(app, "neighbourhood", drawn)
    assert table(page)[-1] == ["theme", "After"]
    assert "and 21 more" in plain(page)


def test_a_thing_stands_between_what_names_it_and_what_it_names(
    web: FlaskClient,
) -> None:
    page = Page(web.get("/reports/quayside/discussion", headers=BROWSER))

    rows = table(page.tree.xpath("//figure")[0])

    assert ["Reports", "Quayside hearing, report"] in rows
    assert len(page.tree.xpath("//figure//*[local-name()='rect']")) == len(rows) + 1
    assert page.tree.xpath("//figure//a[@href='/reports/quayside']")


@given(labels=st.lists(st.text(max_size=80), min_size=1, max_size=9), data=st.data())
def test_no_part_of_any_picture_stands_on_another(
    labels: list[str], data: st.DataObject
) -> None:
    refs = [Ref(f"{label} {number}") for number, label in enumerate(labels)]
    counts = [data.draw(st.integers(1, 10_000)) for _ in refs]
    amounts = [Amount(one, count) for one, count in zip(refs, counts, strict=True)]
    years = [str(data.draw(st.integers(1800, 2100))) for _ in refs]

    bars = draw_bars(amounts, key="k", caption="x")
    strip = draw_strip(amounts, key="k", caption="x")
    matrix = draw_matrix([Cell(refs[0], one, 3) for one in refs], key="k", caption="x")
    timeline = draw_timeline(
        [Dated(one, year) for one, year in zip(refs, years, strict=True)],
        key="k",
        caption="x",
    )

    for boxes in (
        [box for bar in bars.bars for box in (bar.box, bar.number.box, *_lines(bar))],
        [part.box for part in strip.parts],
        [box for part in strip.parts for box in (part.number.box, *_lines(part))],
        [circle.box for circle in matrix.circles],
        [box for head in (*matrix.columns, *matrix.rows) for box in _lines(head)],
        [box for mark in timeline.marks for box in _lines(mark)],
    ):
        assert overlaps(boxes) == []
    assert all(
        box.right <= bars.width + 0.1 for one in bars.bars for box in _lines(one)
    )
    assert all(one.number.box.right <= bars.width for one in bars.bars)


def _lines(part: object) -> list[Box]:
    # text boxes are a little higher than the distance of lines: letters do not reach their edges
    lines = getattr(part, "lines")  # noqa: B009 - several kinds of parts have lines
    return [Box(one.x, one.y - 10, measure(one.text), 12) for one in lines]


@given(words=WORDS, width=st.integers(30, 400), most=st.integers(1, 6))
def test_wrapped_lines_fit_their_width(words: list[str], width: int, most: int) -> None:
    lines = wrap(" ".join(words), width, lines=most)

    assert 1 <= len(lines) <= most
    assert all(measure(line) <= width for line in lines)


@pytest.mark.parametrize(
    "text",
    ["x" * 500_000, "x " * 250_000, "\u0301" * 500_000, "\u0301 " * 250_000],
    ids=["one word", "many words", "one word of no width", "many words of no width"],
)
def test_a_text_of_any_length_is_wrapped_in_no_time(text: str) -> None:
    begun_s = time.process_time()

    lines = wrap(text, 150, lines=5)

    assert 1 <= len(lines) <= 5
    assert time.process_time() - begun_s < 2


@given(words=WORDS)
def test_with_room_enough_no_letter_is_lost(words: list[str]) -> None:
    text = " ".join(words)

    lines = wrap(text, 80, lines=100)

    assert "".join("".join(lines).split()) == "".join(text.split())
