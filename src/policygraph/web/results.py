"""From an answer to what a page shows of it: one page of a sorted table, a chart, or the bytes themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

from policygraph.engine import Blank, Graph, Literal, Rows, Term, Truth
from policygraph.errors import NotFoundError, UsageError
from policygraph.iris import Iri, Iris
from policygraph.web.charting import Chart, draw_chart
from policygraph.web.documents import Alternate
from policygraph.web.links import Ref, ref_to, short_form
from policygraph.web.showing import CHART, RAW, ROWS, TABLE, Place, Showing

MOST_RAW_CHARACTERS: Final = 20_000
_LONGEST_CELL: Final = 600
_MEASURES: Final = (
    "integer",
    "decimal",
    "double",
    "float",
    "nonNegativeInteger",
    "int",
)

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: where it leads to sort by it, and how it is sorted now."""

    name: str
    href: str
    order: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One page of rows for the eye; `first` is the number of its first row, from 1."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Ref | None, ...], ...]
    total: int
    first: int
    earlier: str
    later: str
    lengths: tuple[Ref, ...]

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Result:
    """What came back, shown in one of its ways.

    `ways` lead to the others; `total` is the number of rows, if there are rows; `took_ms` is None where the time is not told; `cut_after` is 0 where
    nothing is missing. Of `raw` the whole is in the files where `is_raw_cut`.
    """

    truth: str = ""
    table: Table | None = None
    chart: Chart | None = None
    raw: str = ""
    is_raw_cut: bool = False
    ways: tuple[Ref, ...] = ()
    way: str = TABLE
    total: int | None = None
    took_ms: int | None = None
    cut_after: int = 0
    files: tuple[Alternate, ...] = ()

    def marking(self, fictional: frozenset[str]) -> Result:
        """Return it with the mark of what is fictional beside each such report of its table."""
        if self.table is None or not fictional:
            return self
        rows = tuple(
            tuple(
                replace(cell, is_fictional=True)
                if cell and cell.iri in fictional
                else cell
                for cell in row
            )
            for row in self.table.rows
        )
        return replace(self, table=replace(self.table, rows=rows))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an answer and its rows, read once; with names of things beside, if wanted."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    labels: tuple[int | None, ...]

    @classmethod
    def of(cls, answer: Rows, *, with_names: bool = False) -> Columns:
        """Read an answer; `with_names` makes one column of `holder` and `holderName`, of `report` and `title`."""
        names, rows = answer.variables, tuple(answer)
        labels = [_name_of(names, name) if with_names else None for name in names]
        taken = {number for number in labels if number is not None}
        kept = [number for number in range(len(names)) if number not in taken]
        return cls(
            tuple(names[number] for number in kept),
            tuple(
                tuple([row[number] for number in kept])
                + tuple(
                    None if labels[number] is None else row[labels[number] or 0]
                    for number in kept
                )
                for row in rows
            ),
            tuple(labels[number] for number in kept),
        )

    def cell(self, row: Row, column: int, iris: Iris) -> Ref | None:
        """Return what a reader sees of a cell."""
        term = row[column]
        if term is None:
            return None
        has_name = self.labels[column] is not None
        return _cell(term, row[len(self.names) + column], iris, has_name=has_name)

    def is_number(self, column: int) -> bool:
        """Tell whether a column holds numbers and nothing else."""
        cells = [row[column] for row in self.rows if row[column] is not None]
        return bool(cells) and all(number_of(cell) is not None for cell in cells)

    def ordered(self, sort: str) -> tuple[Row, ...]:
        """Return the rows sorted by a column; as they came where none is named.

        Raises:
            UsageError: there is no such column.
        """
        name = sort.removeprefix("-")
        if not name:
            return self.rows
        if name not in self.names:
            raise UsageError(
                f"The answer has no column {name[:60]!r} to sort by.",
                hint="its columns are " + ", ".join(self.names)[:400],
            )
        column = self.names.index(name)
        bound = [row for row in self.rows if row[column] is not None]
        rest = [row for row in self.rows if row[column] is None]
        is_falling = sort.startswith("-")
        bound.sort(key=lambda row: self._key(row, column), reverse=is_falling)
        return (*bound, *rest)

    def _key(self, row: Row, column: int) -> tuple[bool, float, str]:
        label = row[len(self.names) + column]
        term = row[column] if label is None else label
        number = number_of(term)
        text = term.value if isinstance(term, Literal) else str(term)
        return (number is None, number or 0.0, text.casefold())


def _name_of(names: tuple[str, ...], name: str) -> int | None:
    """Return the column that names the things of another, as the saved questions write them."""
    for ending in ("Name", "Text", "Title"):
        if name + ending in names:
            return names.index(name + ending)
    after = names.index(name) + 1
    return after if names[after : after + 1] in (("title",), ("text",)) else None


def show_rows(columns: Columns, showing: Showing, place: Place, iris: Iris) -> Result:
    """Show rows as the reader wishes: a table, or a chart of two columns."""
    total = len(columns.rows)
    result = Result(total=total, way=showing.show, ways=_ways(place))
    ordered = columns.ordered(showing.sort)
    if showing.show == CHART:
        shown = [
            tuple(columns.cell(row, at, iris) for at in range(len(columns.names)))
            for row in ordered
        ]
        numbers = [
            [number_of(row[at]) for at in range(len(columns.names))] for row in ordered
        ]
        return replace(result, chart=draw_chart(columns.names, shown, numbers, showing))
    return replace(result, table=_table(columns, ordered, showing, place, iris))


def show_raw(text: str, place: Place, *, rows: int | None = None) -> Result:
    """Show the text of an answer as it is, its beginning where it is long; `rows` are told if given."""
    shown = text[:MOST_RAW_CHARACTERS]
    return Result(
        raw=shown,
        is_raw_cut=len(shown) < len(text),
        total=rows,
        way=RAW,
        ways=() if rows is None else _ways(place),
    )


def show_answer(
    answer: Rows | Truth | Graph,
    showing: Showing,
    place: Place,
    iris: Iris,
    *,
    with_names: bool = False,
) -> Result:
    """Show an answer of any form; raw, rows stand as in a file of tab-separated values."""
    if isinstance(answer, Truth):
        return Result(truth="Yes" if answer.value else "No")
    if isinstance(answer, Graph):
        return show_raw(answer.write("turtle").decode(), place)
    if showing.show == RAW:
        text = answer.write("tsv").decode()
        return show_raw(text, place, rows=max(text.count("\n") - 1, 0))
    return show_rows(Columns.of(answer, with_names=with_names), showing, place, iris)


def number_of(term: Term | None) -> float | None:
    """Return the number that a literal of a type of numbers is; None for all else."""
    if not isinstance(term, Literal):
        return None
    if not str(term.datatype).endswith(tuple(f"#{name}" for name in _MEASURES)):
        return None
    try:
        number = float(term.value)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _table(
    columns: Columns,
    ordered: Sequence[Row],
    showing: Showing,
    place: Place,
    iris: Iris,
) -> Table:
    total = len(ordered)
    pages = max(-(-total // showing.rows), 1)
    page = showing.page
    if page > pages:
        raise NotFoundError(
            f"This answer has no page {page}; its last is {pages}.",
            hint="begin with the first page",
        )
    start = (page - 1) * showing.rows
    kept = {"rows": showing.rows if showing.rows != ROWS[0] else ""}
    stay = {**kept, "sort": showing.sort}
    width = range(len(columns.names))
    return Table(
        headings=tuple(
            _heading(name, columns.is_number(at), showing.sort, place, kept)
            for at, name in enumerate(columns.names)
        ),
        rows=tuple(
            tuple(columns.cell(row, at, iris) for at in width)
            for row in ordered[start : start + showing.rows]
        ),
        total=total,
        first=start + 1,
        earlier=place.href(**stay, page=page - 1 if page > 2 else "") * (page > 1),
        later=place.href(**stay, page=page + 1) * (page < pages),
        lengths=tuple(
            Ref(
                str(rows),
                None
                if rows == showing.rows
                else place.href(
                    rows=rows if rows != ROWS[0] else "", sort=showing.sort
                ),
            )
            for rows in ROWS
            if total > ROWS[0]
        ),
    )


def _heading(
    name: str, is_number: bool, sort: str, place: Place, kept: dict[str, str | int]
) -> Heading:
    order = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    wanted = f"-{name}" if order == "ascending" else name
    return Heading(name, place.href(**{**kept, "sort": wanted}), order, is_number)


def _ways(place: Place) -> tuple[Ref, ...]:
    return tuple(
        Ref(way.capitalize(), place.href(show="" if way == TABLE else way))
        for way in (TABLE, CHART, RAW)
    )


def _cell(term: Term, label: Term | None, iris: Iris, *, has_name: bool) -> Ref:
    if isinstance(term, Blank):
        return Ref("a node without a name")
    if isinstance(term, Literal):
        ref = ref_to(term, None, iris)
        return replace(ref, label=_shortened(ref.label))
    ref = ref_to(Iri(term), label, iris)
    if has_name and label is not None:
        return ref
    words = iris.path_of(term) or short_form(term)
    return replace(ref, label=_shortened(words), is_not_said=False)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
