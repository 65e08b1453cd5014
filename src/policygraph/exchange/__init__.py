"""The exchange: from rows and graphs to the files of other programs, as bytes that are always the same."""

from policygraph.exchange.citation import (
    CITATION_FORMATS,
    Citation,
    CitationFormat,
    cite_in_words,
    write_citation,
)
from policygraph.exchange.jsonld import compact_document, read_context
from policygraph.exchange.spreadsheet import (
    SPREADSHEET_TYPE,
    SheetNotes,
    spreadsheet_of,
    write_spreadsheet,
)

__all__ = [
    "CITATION_FORMATS",
    "SPREADSHEET_TYPE",
    "Citation",
    "CitationFormat",
    "SheetNotes",
    "cite_in_words",
    "compact_document",
    "read_context",
    "spreadsheet_of",
    "write_citation",
    "write_spreadsheet",
]
