"""The formats in which graphs and rows are read and written, by name, media type and file ending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the word people type, its media type, its ending, whether it keeps named graphs."""

    name: str
    media_type: str
    ending: str
    holds_graphs: bool = False


GRAPH_FORMATS: Final = (
    Format("turtle", "text/turtle", "ttl"),
    Format("jsonld", "application/ld+json", "jsonld", holds_graphs=True),
    Format("ntriples", "application/n-triples", "nt"),
    Format("rdfxml", "application/rdf+xml", "rdf"),
    Format("nquads", "application/n-quads", "nq", holds_graphs=True),
    Format("trig", "application/trig", "trig", holds_graphs=True),
)
ROW_FORMATS: Final = (
    Format("json", "application/sparql-results+json", "json"),
    Format("xml", "application/sparql-results+xml", "xml"),
    Format("csv", "text/csv", "csv"),
    Format("tsv", "text/tab-separated-values", "tsv"),
)

_OX_GRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_OX_ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


def graph_format(key: str) -> Format | None:
    """Find a graph format by name, media type or ending."""
    return _find(GRAPH_FORMATS, key)


def row_format(key: str) -> Format | None:
    """Find a format of rows by name, media type or ending."""
    return _find(ROW_FORMATS, key)


def names_of(formats: tuple[Format, ...]) -> str:
    """Return the names of formats as a person reads them.

    >>> names_of(ROW_FORMATS)
    'json, xml, csv, tsv'
    """
    return ", ".join(one.name for one in formats)


def _find(formats: tuple[Format, ...], key: str) -> Format | None:
    word = key.lower().lstrip(".")
    for one in formats:
        if word in (one.name, one.media_type, one.ending):
            return one
    return None


def engine_graph_format(found: Format) -> ox.RdfFormat:
    """Return the engine's name for a graph format."""
    return _OX_GRAPH[found.name]


def engine_row_format(found: Format) -> ox.QueryResultsFormat:
    """Return the engine's name for a format of rows."""
    return _OX_ROWS[found.name]
