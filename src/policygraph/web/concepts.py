"""The page of a listed term that is no theme: what it means, where it stands, what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from policygraph.iris import term
from policygraph.web.asking import Asker, Row
from policygraph.web.facts import Fact, Facts, sentence_case
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref

MAX_LINES = 30
_WORDS: Final = {
    term("technology"): "Statements that name it",
    term("placeLevel"): "Statements about places of this kind",
    term("addressee"): "Recommendations to them",
    term("presumedAddressee"): "What a curator presumes is meant for them",
    term("owner"): "What they have to do",
    term("stage"): "Statements that stand there",
}
_CLAIMS: Final = ("claims", "/claims")
_RECOMMENDATIONS: Final = ("recommendations", "/recommendations")
# by the folder of a concept: the lists that it filters, each by which facet
_LISTS: Final = {
    "agreements": ((*_CLAIMS, "agreement"), (*_RECOMMENDATIONS, "agreement")),
    "claim-kinds": ((*_CLAIMS, "kind"),),
    "place-levels": ((*_CLAIMS, "level"), (*_RECOMMENDATIONS, "level")),
    "stages": ((*_CLAIMS, "stage"), (*_RECOMMENDATIONS, "stage")),
    "stakeholder-types": ((*_RECOMMENDATIONS, "addressee"),),
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
    return ConceptView(
        definition=facts.first("skos:definition") or facts.first("skos:scopeNote"),
        broader=relatives(neighbours, "broader"),
        narrower=relatives(neighbours, "narrower"),
        related=relatives(neighbours, "related"),
        statements=tuple(
            RelatedLines(
                _WORDS.get(relation.iri) or sentence_case(relation.label),
                relation.iri == term("presumedAddressee"),
                tuple(one.line for one in gather_lines(run)),
            )
            for relation, run in groupby(rows, key=lambda row: row.ref("relation"))
        ),
        is_cut=len(
            {
                (row.text("relation"), row.text("statement"), row.text("below"))
                for row in rows
            }
        )
        > MAX_LINES,
        more=facts.table(_SHOWN_ELSEWHERE),
        lists=_lists(asker.source.iris.path_of(facts.iri) or ""),
    )


def relatives(rows: Iterable[Row], relation: str) -> tuple[Ref, ...]:
    """Return the concepts that stand in one relation to a concept, from the rows of `concept-relatives`."""
    found = (
        row.ref("relative", "name") for row in rows if row.text("relation") == relation
    )
    return tuple(dict.fromkeys(found))


def _lists(path: str) -> tuple[Ref, ...]:
    """Return the lists that are filtered by a concept; none for a concept that filters none."""
    folder, _, slug = path.partition("/")
    return tuple(
        Ref(name, f"{href}?{urlencode({facet: slug})}")
        for name, href, facet in _LISTS.get(folder, ())
    )
