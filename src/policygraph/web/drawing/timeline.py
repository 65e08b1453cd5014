"""From things with dates to a line of time: one row each, its name above, its day as a mark.

A date may be a year, a month or a day; it is marked where its span begins. What has no date said is
kept apart and never placed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.web.drawing.text import LINE_HEIGHT, Line, measure, stack, wrap
from policygraph.web.links import Ref

WIDTH: Final = 340.0
_EDGE: Final = 20.0
_ROW_GAP: Final = 24.0
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Dated:
    """A thing and its date (`2024`, `2024-05`, `2024-05-17`); empty where none is said."""

    what: Ref
    date: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing at its place in time; `y` is the line on which its mark stands."""

    what: Ref
    date: str
    lines: tuple[Line, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year of the axis."""

    year: int
    x: float
    line: Line


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks by date, the years below, and apart what has no date said."""

    key: str
    caption: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    axis_y: float
    undated: tuple[Ref, ...]
    left_out: int

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare: one date alone needs no picture."""
        return len(self.marks) > 1


def draw_timeline(
    things: Sequence[Dated], *, key: str, caption: str, most: int = 30
) -> Timeline:
    """Place things by date, earliest first; `most` of them at most, the latest ones."""
    placed = sorted(
        ((time, one) for one in things if (time := _time(one.date)) is not None),
        key=lambda pair: (pair[0], pair[1].what.label, pair[1].what.iri),
    )
    shown = placed[-most:]
    first = int(shown[0][0]) if shown else 0
    last = int(shown[-1][0]) + 1 if shown else 1
    scale = (WIDTH - 2 * _EDGE) / (last - first)
    marks = []
    top = 0.0
    for time, one in shown:
        lines = stack(wrap(one.what.label, WIDTH), 0, top)
        y = round(top + len(lines) * LINE_HEIGHT + 8, 1)
        x = round(_EDGE + (time - first) * scale, 1)
        marks.append(Mark(one.what, one.date, lines, x, y))
        top = y + _ROW_GAP - 8
    return Timeline(
        key=key,
        caption=caption,
        width=WIDTH,
        height=round(top + LINE_HEIGHT + 6, 1),
        marks=tuple(marks),
        ticks=_ticks(first, last, scale, top),
        axis_y=round(top, 1),
        undated=tuple(one.what for one in things if _time(one.date) is None),
        left_out=len(placed) - len(shown),
    )


def _time(date: str) -> float | None:
    """Return a date as a year and its fraction; None for what is no date.

    >>> _time("2024-07")
    2024.5
    """
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    return year + (month - 1) / 12 + (day - 1) / 372


def _ticks(first: int, last: int, scale: float, axis_y: float) -> tuple[Tick, ...]:
    room = measure("2024") + 12
    step = next((one for one in _STEPS if one * scale >= room), _STEPS[-1])
    years = [year for year in range(first, last + 1) if year % step == 0]
    ticks = []
    for year in years:
        x = round(_EDGE + (year - first) * scale, 1)
        ticks.append(Tick(year, x, Line(str(year), x, round(axis_y + 19, 1))))
    return tuple(ticks)
