"""From the terms of the ontology to a picture of its main classes and what leads from one to another.

Which classes are drawn, and where, is chosen by hand so that no arrow crosses another; their names
and the names of the arrows are those of the ontology.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policygraph.web.links import Ref

_WIDTH, _HEIGHT = 150.0, 44.0
_COLUMN, _ROW = 240.0, 104.0
_HEAD: Final = 8.0
# class, column, row
PLACES: Final = {
    "TextVersion": (0, 0),
    "Report": (1, 0),
    "Discussion": (2, 0),
    "Passage": (0, 1),
    "Statement": (1, 1),
    "StatementLink": (2, 1),
    "Participation": (3, 1),
    "Theme": (0, 2),
    "Attribution": (1, 2),
    "Actor": (2, 2),
}
# property, from, to
ARROWS: Final = (
    ("textOf", "TextVersion", "Report"),
    ("reports", "Report", "Discussion"),
    ("passageOf", "Passage", "TextVersion"),
    ("reportedIn", "Statement", "Report"),
    ("evidence", "Statement", "Passage"),
    ("theme", "Statement", "Theme"),
    ("attribution", "Statement", "Attribution"),
    ("linkTarget", "StatementLink", "Statement"),
    ("linkBy", "StatementLink", "Actor"),
    ("holder", "Attribution", "Actor"),
    ("participatesIn", "Participation", "Discussion"),
    ("participant", "Participation", "Actor"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A class; `x` and `y` are its upper left corner, `middle` and `base` where its name stands."""

    what: Ref
    x: float
    y: float
    middle: float
    base: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property from one class to another: its line, its head, and where its name stands."""

    what: Ref
    line: str
    head: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class ClassDiagram:
    """The picture, in user units."""

    width: float
    height: float
    box_width: float
    box_height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw_classes(terms: Mapping[str, Ref]) -> ClassDiagram | None:
    """Draw the main classes; terms are known by their local names. None where one of them is missing."""
    wanted = {*PLACES, *(name for name, _, _ in ARROWS)}
    if not wanted <= terms.keys():
        return None
    columns = 1 + max(column for column, _ in PLACES.values())
    rows = 1 + max(row for _, row in PLACES.values())
    return ClassDiagram(
        width=(columns - 1) * _COLUMN + _WIDTH,
        height=(rows - 1) * _ROW + _HEIGHT,
        box_width=_WIDTH,
        box_height=_HEIGHT,
        boxes=tuple(
            Box(
                terms[name],
                column * _COLUMN,
                row * _ROW,
                column * _COLUMN + _WIDTH / 2,
                row * _ROW + _HEIGHT / 2 + 5,
            )
            for name, (column, row) in PLACES.items()
        ),
        arrows=tuple(
            _arrow(terms[name], PLACES[start], PLACES[end])
            for name, start, end in ARROWS
        ),
    )


def _arrow(what: Ref, start: tuple[int, int], end: tuple[int, int]) -> Arrow:
    """Lead from the side of one box to the side of the other that looks at it."""
    across, down = _sign(end[0] - start[0]), _sign(end[1] - start[1])
    x0, y0 = _side(start, across, down)
    x1, y1 = _side(end, -across, -down)
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    ahead, aside = (x1 - x0) / length * _HEAD, (y1 - y0) / length * _HEAD
    left = (x1 - ahead - aside / 2, y1 - aside + ahead / 2)
    right = (x1 - ahead + aside / 2, y1 - aside - ahead / 2)
    is_level = not down
    return Arrow(
        what,
        f"M{x0:g} {y0:g}L{x1:g} {y1:g}",
        f"M{x1:g} {y1:g}L{left[0]:.1f} {left[1]:.1f}L{right[0]:.1f} {right[1]:.1f}Z",
        round((x0 + x1) / 2 + (0 if is_level else 8), 1),
        round((y0 + y1) / 2 + (-6 if is_level else 4), 1),
        "middle" if is_level else "start",
    )


def _side(place: tuple[int, int], across: int, down: int) -> tuple[float, float]:
    x, y = place[0] * _COLUMN, place[1] * _ROW
    middle, level = x + _WIDTH / 2, y + _HEIGHT / 2
    if across and not down:
        return (x + _WIDTH if across > 0 else x, level)
    if down and not across:
        return (middle, y + _HEIGHT if down > 0 else y)
    return (middle + across * _WIDTH / 4, y + _HEIGHT if down > 0 else y)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
