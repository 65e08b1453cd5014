"""From two columns of a table to a chart: bars, or a line through points; drawn on the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policygraph.web.drawing import Amount, BarChart, draw_bars
from policygraph.web.drawing.curve import LARGEST, Curve, Reading, draw_curve
from policygraph.web.links import Ref
from policygraph.web.showing import Showing

COUNTED: Final = "number of rows"
MOST_BARS: Final = 40


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and what may be chosen for it; `unfit` counts rows that have nothing to draw."""

    kind: str
    x: str
    y: str
    x_names: tuple[str, ...]
    y_names: tuple[str, ...]
    bars: BarChart | None = None
    curve: Curve | None = None
    unfit: int = 0


def draw_chart(
    names: Sequence[str],
    rows: Sequence[Sequence[Ref | None]],
    numbers: Sequence[Sequence[float | None]],
    showing: Showing,
) -> Chart:
    """Draw one column by another; without a wish, the first that hold words and numbers.

    Where no column holds numbers, rows are counted by what stands in the column of words.
    """
    width = range(len(names))
    measures = [names[at] for at in width if _is_measured(numbers, at)]
    words = [name for name in names if name not in measures]
    y = _chosen(showing.y, (*measures, COUNTED))
    x = _chosen(showing.x, (*_readable(words), *words, *names)) if names else ""
    pairs = _pairs(list(names), rows, numbers, x, y)
    drawn = [pair for pair in pairs if showing.chart == "line" or pair.value >= 0]
    chart = Chart(
        kind=showing.chart,
        x=x,
        y=y,
        x_names=tuple(names),
        y_names=(*measures, COUNTED),
        unfit=0 if y == COUNTED else len(rows) - len(drawn),
    )
    return _with_drawing(chart, drawn)


def _with_drawing(chart: Chart, pairs: list[Reading]) -> Chart:
    caption = f"{chart.y[:1].upper()}{chart.y[1:]} by {chart.x}"
    if chart.kind == "line":
        curve = draw_curve(pairs, key="chart", caption=caption, unit=chart.y)
        return replace(chart, curve=curve)
    amounts = [Amount(pair.what, _whole(pair.value)) for pair in pairs]
    bars = draw_bars(
        amounts, key="chart", caption=caption, unit=chart.y, most=MOST_BARS
    )
    return replace(chart, bars=bars)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 4)


def _is_measured(numbers: Sequence[Sequence[float | None]], column: int) -> bool:
    return any(row[column] is not None for row in numbers)


def _readable(words: list[str]) -> list[str]:
    """Prefer columns that hold names."""
    return [name for name in words if name.endswith(("Name", "title", "label"))]


def _chosen(wanted: str, offered: Sequence[str]) -> str:
    return wanted if wanted in offered else offered[0]


def _pairs(
    names: list[str],
    rows: Sequence[Sequence[Ref | None]],
    numbers: Sequence[Sequence[float | None]],
    x: str,
    y: str,
) -> list[Reading]:
    if not names:
        return []
    across = names.index(x)
    labels = [row[across] or Ref("(empty)") for row in rows]
    if y == COUNTED:
        return [Reading(what, count) for what, count in Counter(labels).most_common()]
    up = names.index(y)
    return [
        Reading(what, value)
        for what, row in zip(labels, numbers, strict=True)
        if (value := row[up]) is not None and abs(value) <= LARGEST
    ]
