"""From pairs of a name and a number to a line through points, in the order given.

Names that are numbers or years stand at their distance from one another, others evenly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from policygraph.web.drawing.text import LINE_HEIGHT, Box, Line, measure
from policygraph.web.links import Ref

WIDTH: Final = 560.0
_HEIGHT: Final = 220.0
_TOP: Final = 12.0
_GAP: Final = 10.0
_MOST_STEPS: Final = 5
# beyond these a picture says nothing, and sums may leave what a number can be
LARGEST: Final = 1e15
_FINEST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Reading:
    """A number at a name."""

    what: Ref
    value: float


@dataclass(frozen=True, slots=True)
class Point:
    """Where a number stands in the picture."""

    what: Ref
    number: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Step:
    """A level across the picture, with its number."""

    y: float
    label: Line


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points; `names` are as many of theirs as there is room for below."""

    key: str
    caption: str
    unit: str
    width: float
    height: float
    left: float
    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    names: tuple[Line, ...]
    left_out: int

    @property
    def path(self) -> str:
        """The line, as the data of an SVG path."""
        return "M" + "L".join(f"{point.x} {point.y}" for point in self.points)


def draw_curve(
    readings: Sequence[Reading],
    *,
    key: str,
    caption: str,
    unit: str,
    most: int = 200,
) -> Curve:
    """Draw a line through the readings in the order given; `most` of them at most.

    No reading is beyond `LARGEST`, on either side of nought.
    """
    shown = readings[:most]
    values = [one.value for one in shown]
    levels = _levels(min([0.0, *values]), max([0.0, *values]))
    low, span = levels[0], levels[-1] - levels[0]
    left = max(measure(_written(level)) for level in levels) + 8
    plot = Box(left, _TOP, WIDTH - left - 8, _HEIGHT - _TOP)
    points = tuple(
        Point(
            what=one.what,
            number=_written(one.value),
            x=round(plot.x + plot.width * part, 1),
            y=round(plot.bottom - plot.height * (one.value - low) / span, 1),
        )
        for one, part in zip(
            shown, _parts([one.what.label for one in shown]), strict=True
        )
    )
    return Curve(
        key=key,
        caption=caption,
        unit=unit,
        width=WIDTH,
        height=_HEIGHT + LINE_HEIGHT + 10,
        left=left,
        points=points,
        steps=_steps(levels, plot),
        names=_names(points, plot.bottom + LINE_HEIGHT + 4),
        left_out=len(readings) - len(shown),
    )


def _levels(low: float, high: float) -> list[float]:
    """Return round numbers from below the least to above the greatest value, six at most.

    >>> _levels(0, 9)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    rough = max((high - low or 1.0) / _MOST_STEPS, _FINEST)
    size = 10.0 ** floor(log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    return [step * number for number in range(first, max(last, 1) + 1)]


def _steps(levels: list[float], plot: Box) -> tuple[Step, ...]:
    found = []
    for step, level in enumerate(levels):
        y = round(plot.bottom - plot.height * step / (len(levels) - 1), 1)
        found.append(Step(y, Line(_written(level), 0, y + 4)))
    return tuple(found)


def _names(points: tuple[Point, ...], y: float) -> tuple[Line, ...]:
    """Write as many names below the line as stand beside one another."""
    found: list[Line] = []
    free_from = 0.0
    for point in points:
        width = measure(point.what.label)
        left = min(max(point.x - width / 2, 0.0), WIDTH - width)
        if left >= free_from and width <= WIDTH / 2:
            found.append(Line(point.what.label, round(left, 1), y))
            free_from = left + width + _GAP
    return tuple(found)


def _parts(names: list[str]) -> list[float]:
    """Return how far along the picture each name stands, from 0 to 1."""
    numbers = [_number(name) for name in names]
    places = [number for number in numbers if number is not None]
    if len(places) < len(names) or max(places, default=0) == min(places, default=0):
        places = [float(place) for place in range(len(names))]
    low, high = min(places, default=0.0), max(places, default=0.0)
    span = (high - low) or 1.0
    return [(place - low) / span for place in places]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) <= LARGEST else None


def _written(value: float) -> str:
    return f"{value:.6g}"
