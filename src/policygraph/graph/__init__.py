"""From a checked record to RDF: one named graph a report, one for what reports share.

rdflib builds; the engine writes the bytes.
"""

from __future__ import annotations

from rdflib import Dataset, Literal, URIRef

from policygraph.graph.catalogue import describe_release
from policygraph.graph.description import Publication, describe_dataset
from policygraph.graph.downloads import Download
from policygraph.graph.figures import Figures
from policygraph.graph.names import own
from policygraph.graph.report import open_writer, write_report
from policygraph.graph.search_words import search_word_triples
from policygraph.graph.statements import chosen_statements, write_statements
from policygraph.iris import Iris
from policygraph.record import Anchors, Record


def build_dataset(
    record: Record,
    anchors: Anchors,
    *,
    report: str,
    iris: Iris,
    text: str | None = None,
    with_drafts: bool = False,
) -> Dataset:
    """Build the graphs of one report: its own, its part of the shared one, and that of its text.

    The text enters only where the record allows to redistribute it. No blank nodes.
    """
    dataset = Dataset()
    writer = open_writer(dataset, record, anchors, report, iris)
    write_report(writer)
    write_statements(writer, with_drafts=with_drafts)
    if text is not None and record.rights.redistribute:
        graph = dataset.graph(URIRef(iris.graph(f"texts/{report}")))
        graph.add((writer.text_version(), own("fullText"), Literal(text)))
    return dataset


def as_nquads(dataset: Dataset) -> bytes:
    """Write a dataset as N-Quads, for the engine to bring into its own form."""
    return dataset.serialize(format="nquads", encoding="utf-8")


__all__ = [
    "Download",
    "Figures",
    "Publication",
    "as_nquads",
    "build_dataset",
    "chosen_statements",
    "describe_dataset",
    "describe_release",
    "search_word_triples",
]
