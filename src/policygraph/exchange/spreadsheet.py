"""From rows to a workbook (XLSX) that says where its rows come from: strings alone, equal bytes each time.

No cell is a formula or a link that a program would follow, whatever the data holds. A second sheet
tells the question, the query, the release, the licence and how to cite.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from policygraph.engine import Blank, Literal, Rows, Term
from policygraph.errors import NotAcceptableError

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SPREADSHEET_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
# Source: ECMA-376 says nothing of limits; Excel's specifications and limits do.
MAX_ROWS: Final = 1_048_575
MAX_CELL_CHARACTERS: Final = 32_767
_CUT_MARK: Final = " [cut here: a cell holds no more]"
_NARROWEST, _WIDEST = 8, 60
# A file has to have a date of making, without a time zone; without one of the release this stands for none.
_NO_DAY: Final = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What the second sheet says of the rows; what is empty is left out.

    `day` is that of the latest coding in the release (`2026-11-22`): the date of the file, so that a
    file made twice is the same twice.
    """

    title: str
    question: str = ""
    query: str = ""
    address: str = ""
    release: str = ""
    licence: str = ""
    citation: str = ""
    day: str = ""
    cut_after: int = 0


def write_spreadsheet(
    columns: Sequence[str], rows: Iterable[Sequence[str]], about: SheetNotes
) -> bytes:
    """Write rows as a workbook of two sheets, `rows` and `about`.

    The first row names the columns and stays in sight; every cell is a string. A text longer than a
    cell may be is cut there, and says so.

    Raises:
        NotAcceptableError: there are more rows than a sheet has.
    """
    # imported here, since only who takes a workbook needs it
    from xlsxwriter.workbook import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": about.title, "created": _moment(about.day)})
    heading = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("rows")
    sheet.freeze_panes(1, 0)
    _write_row(sheet, 0, columns, heading)
    widths = [len(name) for name in columns]
    for number, row in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise _too_many()
        _write_row(sheet, number, row)
        widths = [max(pair) for pair in zip(widths, map(len, row), strict=True)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))
    _write_notes(book, about, heading, wrapped)
    book.close()
    return file.getvalue()


def spreadsheet_of(answer: Rows, about: SheetNotes) -> bytes:
    """Write the rows of an answer as a workbook; IRIs stand whole, what is not bound is empty.

    Raises:
        NotAcceptableError: there are more rows than a sheet has.
    """
    return write_spreadsheet(answer.variables, _as_text(answer), about)


def _as_text(answer: Rows) -> Iterator[tuple[str, ...]]:
    for row in answer:
        yield tuple(_text(cell) for cell in row)


def _text(cell: Term | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Literal):
        return cell.value
    return f"_:{cell.name}" if isinstance(cell, Blank) else cell


def _write_row(
    sheet: Worksheet, number: int, cells: Sequence[str], look: object = None
) -> None:
    for column, text in enumerate(cells):
        # never `write`, which makes formulas, numbers and links of what looks like them
        sheet.write_string(number, column, _fitting(text), look)


def _fitting(text: str) -> str:
    if len(text) <= MAX_CELL_CHARACTERS:
        return text
    return text[: MAX_CELL_CHARACTERS - len(_CUT_MARK)] + _CUT_MARK


def _write_notes(
    book: Workbook, about: SheetNotes, heading: object, wrapped: object
) -> None:
    told = [
        ("Title", about.title),
        ("Question", about.question),
        (
            "Rows",
            f"the first {about.cut_after}; there are more" * bool(about.cut_after),
        ),
        ("Address", about.address),
        ("Release", about.release),
        ("Latest coding", about.day),
        ("Licence of the data", about.licence),
        ("To cite", about.citation),
        ("Query (SPARQL)", about.query),
    ]
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for number, (name, text) in enumerate(pair for pair in told if pair[1]):
        sheet.write_string(number, 0, name, heading)
        sheet.write_string(number, 1, _fitting(text), wrapped)


def _moment(day: str) -> datetime:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=None)
    except ValueError:
        return _NO_DAY


def _too_many() -> NotAcceptableError:
    return NotAcceptableError(
        f"A sheet holds {MAX_ROWS:,} rows, and this answer has more.",
        hint="take it as CSV, or ask for less at once",
    )
