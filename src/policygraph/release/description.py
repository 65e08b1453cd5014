"""From a checked corpus to its dumps and the document that describes them: VoID and DCAT, counted and signed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policygraph.check import CheckedCorpus
from policygraph.engine import (
    DUMPS,
    GRAPH_FORMATS,
    Literal,
    Store,
    rewrite_rdf,
    write_dumps,
)
from policygraph.engine.query_file import find_query
from policygraph.engine.release_store import CATALOG, DATA
from policygraph.graph import (
    Download,
    Figures,
    Publication,
    as_nquads,
    describe_release,
)
from policygraph.iris import Iris
from policygraph.resources import vocabulary_files

_FORMATS = {one.name: one for one in GRAPH_FORMATS}


def about_corpus(checked: CheckedCorpus) -> dict[str, str]:
    """Return what a corpus says of itself.

    `modified` is the latest day of coding, never of building; `covers` the first and the last day of
    its discussions, left out where no report says any.
    """
    facts = checked.description
    latest = max((report.coded_on for report in checked.reports), default="")
    about = {
        "description": facts.description,
        "licence": facts.licence,
        "modified": latest,
        "publisher": facts.publisher,
    }
    covers = _days(checked.store)
    return {**about, "covers": covers} if covers else about


def _days(store: Store) -> str:
    (row,) = store.rows(find_query("days", "release").text)
    ends = (row["first"], row["last"])
    return "/".join(end.value for end in ends if isinstance(end, Literal))


def write_description(
    checked: CheckedCorpus, content: Path, about: Mapping[str, str]
) -> None:
    """Write the dumps of a release and its catalogue, which tells what the corpus is `about`.

    Every figure of the catalogue is the answer of a query over what the release holds.
    """
    vocabulary = [
        (content / "vocabulary" / f"{name}.ttl", checked.iris.graph(name))
        for name in vocabulary_files()
    ]
    figures = count_figures(checked.store, checked.iris)
    dumps = write_dumps(content / DATA, vocabulary, content / DUMPS)
    sums = "".join(f"{dump.sha256}  {dump.name}\n" for dump in dumps)
    (content / DUMPS / "SHA256SUMS").write_text(sums, encoding="utf-8")
    publication = Publication(
        title=checked.description.title,
        **about,
        example_report=checked.reports[0].slug if checked.reports else "",
    )
    downloads = [
        Download(
            dump.name, dump.media_type, dump.size_bytes, dump.sha256, dump.is_packed
        )
        for dump in dumps
    ]
    described = describe_release(
        publication,
        figures,
        downloads,
        reports=[report.slug for report in checked.reports],
        iris=checked.iris,
    )
    # no store, which would turn the datatype that DCAT wants of sizes into one of its own
    turtle = rewrite_rdf(as_nquads(described), _FORMATS["nquads"], _FORMATS["turtle"])
    (content / CATALOG).write_bytes(turtle)


def count_figures(store: Store, iris: Iris) -> Figures:
    """Count what a store holds, by the queries `void-…` of `queries/release/`."""
    totals = find_query("void-totals", "release")
    row = store.rows(totals.bind({"space": Literal(iris.space())}))[0]
    number = {
        name: int(value.value)
        for name, value in row.items()
        if isinstance(value, Literal)
    }
    return Figures(
        triples=number["triples"],
        entities=number["entities"],
        distinct_subjects=number["subjects"],
        distinct_objects=number["objects"],
        class_count=number["classes"],
        property_count=number["properties"],
        classes=_counted(store, "void-classes", "class", "entities"),
        properties=_counted(store, "void-properties", "property", "triples"),
        graphs=_counted(store, "void-graphs", "graph", "triples"),
    )


def _counted(store: Store, query: str, key: str, value: str) -> dict[str, int]:
    found = {}
    for row in store.rows(find_query(query, "release").text):
        iri, number = row[key], row[value]
        if isinstance(iri, str) and isinstance(number, Literal):
            found[str(iri)] = int(number.value)
    return found
