"""From an answer to a workbook that tells where it comes from; for spreadsheets, which read CSV badly."""

from __future__ import annotations

from typing import Final

from policygraph.engine import Answer, Rows, Truth
from policygraph.errors import NotAcceptableError
from policygraph.exchange import cite_in_words
from policygraph.exchange.spreadsheet import (
    SPREADSHEET_TYPE,
    SheetNotes,
    spreadsheet_of,
    write_spreadsheet,
)
from policygraph.iris import Iri
from policygraph.web.citing import citation_of_page
from policygraph.web.negotiation import ROW_OFFERS, Offer
from policygraph.web.source import Source

SHEET: Final = Offer("xlsx", SPREADSHEET_TYPE, "xlsx", "XLSX")
# in the order in which pages offer them
FILE_OFFERS: Final = tuple(
    sorted(
        (*ROW_OFFERS, SHEET),
        key=lambda one: ("csv", "xlsx", "json", "tsv", "xml").index(one.name),
    )
)


def write_sheet(
    answer: Answer,
    source: Source,
    *,
    title: str,
    question: str,
    query: str,
    address: Iri,
    cut_after: int = 0,
) -> bytes:
    """Write an answer as a workbook of two sheets: the rows, and what they are.

    Raises:
        NotAcceptableError: it is a graph, or has more rows than a sheet.
    """
    about = SheetNotes(
        title=title,
        question=question,
        query=query,
        address=address,
        release=source.digest,
        licence=source.about.get("licence", ""),
        citation=cite_in_words(citation_of_page(source, title, address)),
        day=source.about.get("modified", ""),
        cut_after=cut_after,
    )
    if isinstance(answer, Rows):
        return spreadsheet_of(answer, about)
    if isinstance(answer, Truth):
        return write_spreadsheet(["answer"], [["yes" if answer.value else "no"]], about)
    raise NotAcceptableError(
        "A graph is not written as a table.", hint="ask for Turtle or JSON-LD"
    )
