"""The page of a theme or of another listed term: what it means, where it stands, what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from policygraph.iris import term
from policygraph.web.asking import Asker
from policygraph.web.facts import Fact, Facts, sentence_case
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref

MAX_LINES = 100
_WORDS: Final = {
    term("theme"): "Statements under this theme",
    term("technology"): "Statements that name it",
    term("placeLevel"): "Statements about places of this kind",
    term("addressee"): "Recommendations to them",
    term("presumedAddressee"): "What a curator presumes is meant for them",
    term("owner"): "What they have to do",
    term("stage"): "Statements that stand there",
}
_SHOWN_ELSEWHERE = frozenset(
    {
        "dcterms:identifier",
        "skos:broader",
        "skos:broaderTransitive",
        "skos:definition",
        "skos:narrower",
        "skos:prefLabel",
        "skos:related",
        "skos:topConceptOf",
    }
)


@dataclass(frozen=True, slots=True)
class RelatedLines:
    """Statements that name the concept in one way: as theme, as addressee."""

    words: str
    is_reading: bool
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class ConceptView:
    """All that the page of a concept shows."""

    definition: Ref | None
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    related: tuple[Ref, ...]
    statements: tuple[RelatedLines, ...]
    is_cut: bool
    more: tuple[Fact, ...]
    lists: tuple[Ref, ...]


def make_concept_view(asker: Asker, facts: Facts) -> ConceptView:
    """Ask for the neighbours of a concept and for statements about it or below it; two queries."""
    neighbours = asker.rows("concept-relatives", concept=facts.iri)
    rows = asker.rows("concept-statements", concept=facts.iri)
    found = {
        relation: tuple(
            row.ref("relative", "name")
            for row in neighbours
            if row.text("relation") == relation
        )
        for relation in ("broader", "narrower", "related")
    }
    return ConceptView(
        definition=facts.first("skos:definition") or facts.first("skos:scopeNote"),
        broader=found["broader"],
        narrower=found["narrower"],
        related=found["related"],
        statements=tuple(
            RelatedLines(
                _WORDS.get(relation.iri) or sentence_case(relation.label),
                relation.iri == term("presumedAddressee"),
                tuple(one.line for one in gather_lines(run)),
            )
            for relation, run in groupby(rows, key=lambda row: row.ref("relation"))
        ),
        is_cut=len({row.text("statement") for row in rows}) > MAX_LINES,
        more=facts.table(_SHOWN_ELSEWHERE),
        lists=_lists(asker.source.iris.path_of(facts.iri) or ""),
    )


def _lists(path: str) -> tuple[Ref, ...]:
    """Return the lists that are filtered by a theme; none for another concept."""
    folder, _, slug = path.partition("/")
    if folder != "themes":
        return ()
    chosen = urlencode({"theme": slug})
    return (
        Ref("Claims under this theme", f"/claims?{chosen}"),
        Ref("Recommendations under this theme", f"/recommendations?{chosen}"),
    )
