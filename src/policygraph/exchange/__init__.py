"""The exchange: from rows and graphs to the files of other programs, as bytes that are always the same."""

from policygraph.exchange.citation import (
    CITATION_FORMATS,
    Citation,
    CitationFormat,
    write_citation,
)
from policygraph.exchange.jsonld import compact_document, read_context

__all__ = [
    "CITATION_FORMATS",
    "Citation",
    "CitationFormat",
    "compact_document",
    "read_context",
    "write_citation",
]
