"""From pairs of things and their numbers to a matrix of circles, as large as their numbers.

Made for who speaks of which theme. What has no holder said stands in a column apart, beside the
actors and never among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from policygraph.web.drawing.text import (
    LETTER_SIZE,
    LINE_HEIGHT,
    Box,
    Line,
    stack,
    wrap,
)
from policygraph.web.links import Ref

_NAME_WIDTH: Final = 170.0
_COLUMN: Final = 104.0
_ROW: Final = 40.0
_APART: Final = 14.0
_LARGEST: Final = 17.0


@dataclass(frozen=True, slots=True)
class Cell:
    """How many there are of a row with a column; `href` is where the reader finds them."""

    row: Ref
    column: Ref
    count: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A row or column with its name in lines."""

    what: Ref
    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Circle:
    """A cell that has a number; a circle of twice the number has twice the area."""

    cell: Cell
    x: float
    y: float
    radius: float
    number: Line
    box: Box

    @property
    def link(self) -> Ref:
        """The way to what was counted, named by its row, column and number."""
        row, column = self.cell.row.label, self.cell.column.label
        return Ref(f"{row}, {column}: {self.cell.count}", self.cell.href)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns with their circles; what is left out for want of room is counted."""

    key: str
    caption: str
    unit: str
    width: float
    height: float
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    circles: tuple[Circle, ...]
    rows_left_out: int
    columns_left_out: int

    def count(self, row: Ref, column: Ref) -> int:
        """Return the number of a row with a column; 0 where there is none."""
        return sum(
            circle.cell.count
            for circle in self.circles
            if circle.cell.row == row and circle.cell.column == column
        )


def draw_matrix(
    cells: Iterable[Cell],
    *,
    rows: Sequence[Ref] = (),
    key: str,
    caption: str,
    unit: str = "statements",
    most_rows: int = 12,
    most_columns: int = 8,
) -> Matrix:
    """Draw rows and columns in the order in which the cells first name them, `rows` before others."""
    given = [cell for cell in cells if cell.count > 0]
    known = {cell.row for cell in given}
    ordered = [*(one for one in rows if one in known), *(cell.row for cell in given)]
    sides_named = list(dict.fromkeys(ordered))
    named = list(dict.fromkeys(cell.column for cell in given))
    said = [column for column in named if not column.is_not_said]
    unsaid = [column for column in named if column.is_not_said]
    columns = said[:most_columns] + unsaid
    heads = _columns(columns)
    top = max((head.box.bottom for head in heads), default=0.0) + 8
    sides = _rows(sides_named[:most_rows], top)
    circles = _circles(given, sides, heads)
    return Matrix(
        key=key,
        caption=caption,
        unit=unit,
        width=max((head.box.right for head in heads), default=_NAME_WIDTH),
        height=top + len(sides) * _ROW,
        rows=sides,
        columns=heads,
        circles=circles,
        rows_left_out=len(sides_named) - len(sides),
        columns_left_out=len(said) - len(said[:most_columns]),
    )


def _columns(columns: list[Ref]) -> tuple[Head, ...]:
    names = [wrap(one.label, _COLUMN - 8, lines=3) for one in columns]
    deepest = max((len(name) for name in names), default=1)
    heads = []
    for place, (one, name) in enumerate(zip(columns, names, strict=True)):
        left = _NAME_WIDTH + place * _COLUMN + (_APART if one.is_not_said else 0)
        top = (deepest - len(name)) * LINE_HEIGHT
        lines = stack(name, left + 4, top)
        box = Box(left, 0, _COLUMN, deepest * LINE_HEIGHT)
        heads.append(Head(one, lines, box))
    return tuple(heads)


def _rows(rows: list[Ref], top: float) -> tuple[Head, ...]:
    heads = []
    for place, one in enumerate(rows):
        box = Box(0, top + place * _ROW, _NAME_WIDTH, _ROW)
        name = wrap(one.label, _NAME_WIDTH - 12)
        start = box.middle - len(name) * LINE_HEIGHT / 2
        heads.append(Head(one, stack(name, 0, start), box))
    return tuple(heads)


def _circles(
    cells: list[Cell], rows: tuple[Head, ...], columns: tuple[Head, ...]
) -> tuple[Circle, ...]:
    by_row = {head.what: head.box for head in rows}
    by_column = {head.what: head.box for head in columns}
    shown = [one for one in cells if one.row in by_row and one.column in by_column]
    largest = max((cell.count for cell in shown), default=1)
    circles = []
    for cell in shown:
        x, y = by_column[cell.column].x + 24, by_row[cell.row].middle
        radius = round(max(_LARGEST * sqrt(cell.count / largest), 2.5), 1)
        number = Line(str(cell.count), x + _LARGEST + 6, y + LETTER_SIZE / 3)
        box = Box(x - radius, y - radius, 2 * radius, 2 * radius)
        circles.append(Circle(cell, x, y, radius, number, box))
    return tuple(circles)
