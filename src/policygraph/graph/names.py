"""From the ids of one record to the IRIs and nodes of its graph."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from policygraph.iris import NOT_SAID, Iris, concept, term
from policygraph.record.model import Record

LABEL_CHARACTERS = 80


def own(name: str) -> URIRef:
    """Return a term of the ontology."""
    return URIRef(term(name))


def concept_node(scheme: str, slug: str) -> URIRef:
    """Return a concept of a scheme."""
    return URIRef(concept(scheme, slug))


@dataclass(frozen=True, slots=True)
class Names:
    """Tells which node an id of one record stands for.

    An id is first looked for among what lives in the report, then among what reports share, and stands
    for a type of stakeholder otherwise; the record has been checked to hold no other.
    """

    iris: Iris
    report: str
    local: frozenset[str]
    shared: dict[str, str]

    def here(self, local_id: str) -> URIRef:
        """Return the node of something in this report; '' is the report itself."""
        if not local_id:
            return URIRef(self.iris.report(self.report))
        return URIRef(self.iris.in_report(self.report, local_id))

    def who(self, reference: str) -> URIRef:
        """Return the node of a holder, addressee, owner, participant or publisher."""
        if reference in self.local:
            return self.here(reference)
        if reference == NOT_SAID or self.shared.get(reference) == "actors":
            return URIRef(self.iris.shared("actors", reference))
        return concept_node("stakeholder-types", reference)

    def place(self, reference: str) -> URIRef:
        """Return the node of a place; the one for not-said belongs to the vocabulary."""
        return URIRef(self.iris.shared("places", reference))

    def common(self, kind: str, reference: str) -> URIRef:
        """Return the node of a programme or an instrument."""
        return URIRef(self.iris.shared(kind, reference))

    def scene(self, reference: str) -> URIRef:
        """Return the node of a discussion of this record or of a programme."""
        if self.shared.get(reference) == "programmes":
            return self.common("programmes", reference)
        return self.here(reference)


def names_of(record: Record, report: str, iris: Iris) -> Names:
    """Sort the ids of a record into those of the report and those that reports share."""
    discussions = (record.discussion, *record.further_discussions)
    local = {one.id for one in discussions} | {one.id for one in record.unnamed}
    local |= {one.group.id for one in discussions if one.group is not None}
    shared = {one.id: "actors" for one in record.actors}
    shared |= {one.id: "programmes" for one in record.programmes}
    return Names(iris, report, frozenset(local), shared)


def short(text: str) -> str:
    """Cut a text to a label: at most 80 characters, at a space, marked where cut.

    >>> short("word " * 30)[-6:]
    'word …'
    """
    text = " ".join(text.split())
    if len(text) <= LABEL_CHARACTERS:
        return text
    return text[: LABEL_CHARACTERS - 2].rsplit(" ", 1)[0] + " …"


def date_literal(text: str) -> Literal:
    """Write a date with the datatype of its length: day, month or year.

    Source: XML Schema Part 2, sections 3.2.9 to 3.2.11.
    """
    datatype = (XSD.gYear, XSD.gYearMonth, XSD.date)[text.count("-")]
    return Literal(text, datatype=datatype, normalize=False)
