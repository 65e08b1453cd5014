"""From things and their numbers to horizontal bars, each with its name above it.

The name stands above the bar, so that the picture is as legible in 288 pixels as in a wide column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.web.drawing.text import LINE_HEIGHT, Box, Line, measure, stack, wrap
from policygraph.web.links import Ref

WIDTH: Final = 340.0
_BAR_HEIGHT: Final = 10.0
_GAP: Final = 12.0
_BESIDE: Final = 12.0


@dataclass(frozen=True, slots=True)
class Amount:
    """How many there are of something; `what.href` is where the reader finds them."""

    what: Ref
    count: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing with its name, its bar and its number."""

    what: Ref
    count: float
    lines: tuple[Line, ...]
    box: Box
    number: Line


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars below one another; `left_out` says how many things have no bar for want of room."""

    key: str
    caption: str
    unit: str
    width: float
    height: float
    bars: tuple[Bar, ...]
    left_out: int


def draw_bars(
    amounts: Sequence[Amount],
    *,
    key: str,
    caption: str,
    unit: str = "statements",
    most: int = 12,
) -> BarChart:
    """Draw a bar for each amount in the order given; `most` of them at most.

    `key` names the picture among those of its page; `unit` is what is counted, in the plural.
    """
    shown = amounts[:most]
    largest = max((one.count for one in shown), default=1) or 1
    widest = max((measure(str(one.count)) for one in shown), default=0.0)
    scale = max(WIDTH - widest - _BESIDE, 0) / largest
    bars: list[Bar] = []
    top = 0.0
    for one in shown:
        lines = stack(wrap(one.what.label, WIDTH), 0, top)
        top += len(lines) * LINE_HEIGHT + 2
        box = Box(0, round(top, 1), round(max(one.count, 0) * scale, 1), _BAR_HEIGHT)
        number = Line(str(one.count), round(box.right + 6, 1), round(top + 9.5, 1))
        bars.append(Bar(one.what, one.count, lines, box, number))
        top += _BAR_HEIGHT + _GAP
    return BarChart(
        key=key,
        caption=caption,
        unit=unit,
        width=WIDTH,
        height=round(max(top - _GAP + 4, 1), 1),
        bars=tuple(bars),
        left_out=len(amounts) - len(shown),
    )
