"""From a statement and what is linked to it to its trace: report, passages, statements, this, what follows.

What the report itself links stands above what a curator reads into it, whose threads are dashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.web.drawing.cards import (
    SIZE,
    Placed,
    Thread,
    height_of,
    order_by_barycentre,
    place,
    stack_near,
    thread,
)
from policygraph.web.drawing.columns import (
    OWN,
    READING,
    STATED,
    Column,
    Columns,
    Step,
    Traced,
    keys_of_passages,
    make_columns,
)
from policygraph.web.drawing.text import Line, wrap
from policygraph.web.links import Ref

_TITLE: Final = 26.0
_BETWEEN_BANDS: Final = 26.0
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says beside the statements, in a reader's words.

    `nothing_stated` stands where the report itself links nothing; empty for no such remark.
    """

    stated: str
    reading: str
    nothing_stated: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """Words above a band of a column, with the rule below them; `is_reading` for a curator's."""

    lines: tuple[Line, ...]
    x: float
    width: float
    rule_y: float
    is_reading: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """The picture: cards, the threads between them, and the titles of the bands."""

    key: str
    caption: str
    width: float
    height: float
    cards: tuple[Placed, ...]
    threads: tuple[Thread, ...]
    titles: tuple[Title, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Bands:
    """Where each band begins and ends; `tops` are below the titles, `bottom` is that of the whole."""

    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    bottom: float


def draw_trace(
    this: Ref,
    *,
    head: str,
    passages: Sequence[Ref],
    report: Ref | None,
    steps: Sequence[Step],
    words: Words,
    key: str,
    caption: str,
) -> Trace:
    """Draw the way from the report to a statement, and on to what follows from it.

    Steps keep their order within a band, which is the order of the list below the picture; twelve
    on each side at most.
    """
    before = [step for step in steps if step.is_before][:_MOST]
    after = [step for step in steps if not step.is_before][:_MOST]
    traced = Traced(this, head, tuple(passages), report, tuple(before), tuple(after))
    columns = make_columns(traced, has_before=bool(words.nothing_stated))
    bands = _bands(columns, words)
    placed = _place(columns, bands, traced)
    return Trace(
        key=key,
        caption=caption,
        width=columns.right,
        height=max([bands.bottom, *(one.box.bottom for one in placed.values())]),
        cards=tuple(placed.values()),
        threads=tuple(_threads(placed, columns, traced)),
        titles=tuple(_titles(columns, bands, words)),
        left_out=len(steps) - len(before) - len(after),
    )


def _bands(columns: Columns, words: Words) -> _Bands:
    tops, bottoms = [], []
    y = 0.0
    for band in (OWN, STATED, READING):
        titled = _is_titled(columns, band, words)
        heights = [
            height_of(column.band(band))
            for column in (columns.passages, columns.before, columns.after)
        ]
        if band == OWN and not columns.before.width:
            # nothing stands between its passages and the statement, so they stand beside it
            heights = [0.0]
        tops.append(y + _TITLE if titled else y)
        remark = 34.0 if titled and band == STATED and words.nothing_stated else 0.0
        bottoms.append(tops[-1] + max([*heights, remark]))
        if bottoms[-1] > y:
            y = bottoms[-1] + _BETWEEN_BANDS
    own = height_of(columns.passages.band(OWN))
    return _Bands(tuple(tops), tuple(bottoms), max(*bottoms, own))


def _is_titled(columns: Columns, band: int, words: Words) -> bool:
    has_cards = columns.before.band(band) or columns.after.band(band)
    says_nothing = band == STATED and words.nothing_stated
    return band != OWN and bool(has_cards or says_nothing)


def _place(columns: Columns, bands: _Bands, traced: Traced) -> dict[str, Placed]:
    """Place statements first, then the passages beside them, then what stands in the middle."""
    placed: dict[str, Placed] = {}
    for column in (columns.before, columns.after):
        for band in (STATED, READING):
            _stack(column, band, bands, {}, placed)
    keys = keys_of_passages(traced)
    wanted = {
        keys[one]: _mean([placed[key].box.middle for key in owners if key in placed])
        for one, owners in traced.owners().items()
    }
    if not columns.before.width:
        top = (bands.bottom - height_of(columns.passages.cards)) / 2
        bands = _Bands((top,) * 3, (bands.bottom,) * 3, bands.bottom)
        wanted = {}
    for band in (OWN, STATED, READING):
        _stack(columns.passages, band, bands, wanted, placed)
    of_reports = {
        f"report-{number}": _mean([placed[keys[one]].box.middle for one in held])
        for number, held in enumerate(traced.sources().values())
    }
    reports = stack_near(
        order_by_barycentre(columns.reports.cards, of_reports),
        of_reports,
        x=columns.reports.x,
        top=0,
        bottom=bands.bottom,
    )
    placed |= {one.card.key: one for one in reports}
    this = columns.this.cards[0]
    placed["this"] = place(
        this, columns.this.x, max((bands.bottom - this.height) / 2, 0)
    )
    return placed


def _stack(
    column: Column,
    band: int,
    bands: _Bands,
    wanted: dict[str, float],
    placed: dict[str, Placed],
) -> None:
    cards = order_by_barycentre(column.band(band), wanted)
    for one in stack_near(
        cards, wanted, x=column.x, top=bands.tops[band], bottom=bands.bottoms[band]
    ):
        placed[one.card.key] = one


def _mean(heights: Sequence[float]) -> float:
    return sum(heights) / len(heights) if heights else 0.0


def _threads(
    placed: dict[str, Placed], columns: Columns, traced: Traced
) -> list[Thread]:
    keys = keys_of_passages(traced)
    this = placed["this"].box
    found = []
    for number, held in enumerate(traced.sources().values()):
        report = placed[f"report-{number}"].box
        found += [thread(report, placed[keys[one]].box) for one in held]
    for one, owners in traced.owners().items():
        box = placed[keys[one]].box
        for owner in owners:
            passes = owner == "this" and columns.before.width > 0
            past = columns.before.right if passes else 0.0
            found.append(thread(box, placed[owner].box, straight_to=past))
    for key, step in traced.steps().items():
        box = placed[key].box
        start, end = (box, this) if step.is_before else (this, box)
        found.append(thread(start, end, is_reading=step.is_reading, arrow=_arrow(step)))
    return found


def _arrow(step: Step) -> str:
    """Return which end of a thread has an arrow; threads run from left to right."""
    if step.points == "both":
        return ""
    return "end" if (step.points == "this") == step.is_before else "start"


def _titles(columns: Columns, bands: _Bands, words: Words) -> list[Title]:
    found = []
    for column in (columns.before, columns.after):
        for band, said in ((STATED, words.stated), (READING, words.reading)):
            nothing = _nothing(column, band, words) if column is columns.before else ()
            if not column.band(band) and not nothing:
                continue
            top = bands.tops[band]
            lines = [Line(said, column.x, round(top - 13, 1))]
            for number, text in enumerate(nothing):
                lines.append(Line(text, column.x, round(top + 13 + 16 * number, 1)))
            rule_y = round(top - 6.5, 1)
            found.append(
                Title(tuple(lines), column.x, column.width, rule_y, band == READING)
            )
    return found


def _nothing(column: Column, band: int, words: Words) -> tuple[str, ...]:
    if band != STATED or column.band(STATED):
        return ()
    return (
        wrap(words.nothing_stated, column.width, size=SIZE)
        if words.nothing_stated
        else ()
    )
