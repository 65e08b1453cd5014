"""From files that are no release to what their front page says: how much there is, of which kinds, where.

A release counts what it holds when it is made; of other data it is asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from policygraph.iris import Iri
from policygraph.web.asking import Asked, Asker, Row
from policygraph.web.links import Ref, short_form

MAX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A class or a graph and how much it holds; `href` leads to what that is, or is empty."""

    what: Ref
    number: str
    href: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a dataset: the largest classes, and the first graphs of `graph_count`."""

    triples: str
    graph_count: int
    graphs: tuple[ContentLine, ...]
    classes: tuple[ContentLine, ...]
    more_classes: bool
    questions: tuple[Asked, ...]


def ask_contents(asker: Asker) -> Contents:
    """Ask how many triples, classes and graphs there are; two queries."""
    before = len(asker.asked)
    classes = asker.rows("classes")
    total, *graphs = asker.rows("graphs")
    return Contents(
        triples=f"{total.number('triples'):,}",
        graph_count=len(graphs),
        graphs=tuple(
            ContentLine(_graph(row), f"{row.number('triples'):,}", "")
            for row in graphs[:MAX_SHOWN]
        ),
        classes=tuple(
            ContentLine(
                _class(row),
                f"{row.number('things'):,}",
                asker.write("members", kind=Iri(row.text("class"))).download("html"),
            )
            for row in classes[:MAX_SHOWN]
        ),
        more_classes=len(classes) > MAX_SHOWN,
        questions=tuple(asker.asked[before:]),
    )


def _class(row: Row) -> Ref:
    """Name a class by its label, or by its IRI: the last part of that alone would say too little."""
    ref = row.ref("class")
    if row.term("className") is not None:
        return ref
    return Ref(short_form(row.text("class")), ref.href, is_outside=ref.is_outside)


def _graph(row: Row) -> Ref:
    iri = row.text("graph")
    path = row.source.iris.path_of_document(iri)
    return Ref(short_form(iri)) if path is None else Ref(path, "/" + quote(path))
