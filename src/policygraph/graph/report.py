"""From one checked record to the graph of its report and its part of the shared graph.

Types are written out with their superclasses, since nothing is inferred at query time; there are no
blank nodes, so that equal records become equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS

from policygraph.graph.names import (
    Names,
    concept_node,
    date_literal,
    names_of,
    own,
    short,
)
from policygraph.iris import NOT_SAID, Iris
from policygraph.record import Anchor, Anchors, Quotation, Record
from policygraph.record.model import (
    Actor,
    Discussion,
    Item,
    Membership,
    Participation,
    Quotations,
)

FABIO_REPORT = URIRef("http://purl.org/spar/fabio/Report")
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "http://schema.org/"

_ACTOR_TYPES = {
    "person": (FOAF.Person,),
    "organisation": (ORG.Organization,),
    "unit": (ORG.Organization, ORG.OrganizationalUnit),
    "group": (FOAF.Group,),
}


@dataclass(slots=True)
class ReportWriter:
    """Collects the triples of one report."""

    record: Record
    anchors: Anchors
    names: Names
    graph: Graph
    shared: Graph

    def add(
        self, subject: URIRef, predicate: URIRef, *values: URIRef | Literal
    ) -> None:
        """State one or several values of a property."""
        for value in values:
            self.graph.add((subject, predicate, value))

    def describe(self, subject: URIRef, label: Literal, *types: URIRef) -> None:
        """State what a thing is and what to call it."""
        self.add(subject, RDF.type, *types)
        self.add(subject, RDFS.label, label)

    def text_version(self) -> URIRef:
        """Return the node of the text on which positions are counted."""
        return self.names.here(f"text-{self.anchors.text_sha256[:12]}")

    def evidence(
        self,
        subject: URIRef,
        quotations: Iterable[Quotation],
        predicate: str = "evidence",
    ) -> None:
        """Tie a thing to the passages that bear it."""
        for quotation in quotations:
            self.add(subject, own(predicate), self.passage(quotation))

    def passage(self, quotation: Quotation) -> URIRef:
        """Return the passage of a quotation, described once however often it is quoted."""
        anchor = self.anchors.passage(quotation)
        name = f"passage-{anchor.start_char}-{anchor.sha256[:8]}"
        passage = self.names.here(name)
        if (passage, RDF.type, None) in self.graph:
            return passage
        label = Literal(f"“{short(anchor.exact)}”", lang=self.record.report.language)
        self.describe(passage, label, own("Passage"), _oa("SpecificResource"))
        self.add(passage, own("passageOf"), self.text_version())
        self.add(passage, URIRef(OA + "hasSource"), self.text_version())
        self.add(passage, own("sha256"), Literal(anchor.sha256))
        self._quote_selector(passage, name, anchor)
        self.position_selector(passage, name, anchor.start_char, anchor.end_char)
        return passage

    def _quote_selector(self, passage: URIRef, name: str, anchor: Anchor) -> None:
        selector = self.names.here(f"{name}-quote")
        self.describe(
            selector, Literal("The words", lang="en"), _oa("TextQuoteSelector")
        )
        self.add(passage, _oa("hasSelector"), selector)
        self.add(selector, _oa("exact"), Literal(anchor.exact))
        if anchor.prefix:
            self.add(selector, _oa("prefix"), Literal(anchor.prefix))
        if anchor.suffix:
            self.add(selector, _oa("suffix"), Literal(anchor.suffix))

    def position_selector(
        self, subject: URIRef, name: str, start_char: int, end_char: int
    ) -> None:
        """State between which characters of the text something stands."""
        selector = self.names.here(f"{name}-position")
        label = Literal(f"Characters {start_char} to {end_char}", lang="en")
        self.describe(selector, label, _oa("TextPositionSelector"))
        self.add(subject, _oa("hasSelector"), selector)
        # xsd:integer, not xsd:nonNegativeInteger: the engine makes the one of the other
        self.add(selector, _oa("start"), Literal(start_char))
        self.add(selector, _oa("end"), Literal(end_char))


def write_report(writer: ReportWriter) -> None:
    """Write the report itself, its text, sections, events, actors and issues."""
    _write_report_node(writer)
    _write_text(writer)
    for order, section in enumerate(writer.record.sections, start=1):
        node = writer.names.here(section.id)
        said = section.heading != NOT_SAID
        label = (
            Literal(section.heading.strip(), lang=writer.record.report.language)
            if said
            else Literal(f"Untitled part: {section.id.replace('-', ' ')}", lang="en")
        )
        writer.describe(node, label, own("Section"))
        if said:
            writer.add(node, DCTERMS.title, label)
        writer.add(node, own("order"), Literal(order))
        writer.add(writer.names.here(""), own("hasSection"), node)
    for discussion in (writer.record.discussion, *writer.record.further_discussions):
        _write_discussion(writer, discussion)
    for participation in writer.record.participation:
        _write_participation(writer, participation)
    for membership in writer.record.memberships:
        _write_membership(writer, membership)
    _write_shared(writer)
    _write_local(writer)


def _write_report_node(writer: ReportWriter) -> None:
    record, node = writer.record, writer.names.here("")
    report, rights = record.report, record.rights
    title = Literal(report.title, lang=report.language)
    writer.describe(node, title, own("Report"), FABIO_REPORT)
    writer.add(node, DCTERMS.title, title)
    writer.add(node, DCTERMS.identifier, Literal(writer.names.report))
    writer.add(node, DCTERMS.publisher, writer.names.who(report.publisher))
    writer.add(node, DCTERMS.language, Literal(report.language))
    _write_date(writer, node, DCTERMS.issued, report.published)
    if report.fictional:
        writer.add(node, URIRef(SCHEMA + "genre"), Literal("fiction"))
    if report.url != NOT_SAID:
        writer.add(node, DCTERMS.source, URIRef(report.url))
    licence = rights.licence
    is_address = licence.startswith(("http://", "https://"))
    writer.add(
        node, DCTERMS.license, URIRef(licence) if is_address else Literal(licence)
    )
    writer.add(node, DCTERMS.rights, Literal(rights.statement or rights.basis))
    writer.add(node, own("reports"), writer.names.here(record.discussion.id))
    for note in (report.note, *record.notes):
        _note(writer, node, note)
    coding = writer.names.here("coding")
    label = Literal(f"Coding of “{report.title}”", lang="en")
    writer.describe(coding, label, own("ExtractionRun"), PROV.Activity)
    writer.add(coding, PROV.wasAssociatedWith, writer.names.who(record.coded.by))
    writer.add(coding, DCTERMS.date, date_literal(record.coded.on))
    writer.add(coding, PROV.used, writer.text_version())


def _write_text(writer: ReportWriter) -> None:
    node, anchors = writer.text_version(), writer.anchors
    label = Literal(f"Text of “{writer.record.report.title}”", lang="en")
    writer.describe(node, label, own("TextVersion"))
    writer.add(node, own("textOf"), writer.names.here(""))
    writer.add(node, own("sha256"), Literal(anchors.text_sha256))
    writer.add(node, own("characterCount"), Literal(anchors.character_count))
    for start_char, end_char, reason in anchors.boilerplate:
        name = f"boilerplate-{start_char}"
        part = writer.names.here(name)
        types = (own("Boilerplate"), _oa("SpecificResource"))
        writer.describe(part, Literal(short(reason), lang="en"), *types)
        writer.add(part, _oa("hasSource"), node)
        writer.add(part, SKOS.note, Literal(reason, lang="en"))
        writer.position_selector(part, name, start_char, end_char)


def _write_discussion(writer: ReportWriter, discussion: Discussion) -> None:
    node, names = writer.names.here(discussion.id), writer.names
    language = writer.record.report.language
    title = Literal(discussion.title, lang="en")
    writer.describe(node, title, own("Discussion"))
    writer.add(node, DCTERMS.title, title)
    formats = concept_node("discussion-formats", discussion.format)
    writer.add(node, own("format"), formats)
    start = URIRef(SCHEMA + "startDate")
    relative = bool(discussion.date_words)
    _write_date(writer, node, start, discussion.date, relative=relative)
    writer.add(node, own("place"), names.place(discussion.place))
    for other in discussion.also_called:
        writer.add(node, SKOS.altLabel, Literal(other, lang=language))
    for programme in discussion.contributes_to:
        writer.add(node, own("contributesTo"), names.common("programmes", programme))
    if discussion.follows:
        writer.add(node, own("follows"), names.here(discussion.follows))
    for theme in discussion.themes:
        writer.add(node, own("theme"), concept_node("themes", theme))
    writer.evidence(node, (*discussion.quote, *discussion.date_words))
    _note(writer, node, discussion.note)
    group = discussion.group
    if group is not None:
        types = (own("ParticipantGroup"), own("Actor"), FOAF.Group, FOAF.Agent)
        _name(writer, group.id, group.name, types, group.quote)
        part = Participation.model_construct(
            actor=group.id, role="participant", in_=discussion.id, quote=()
        )
        _write_participation(writer, part)


def _write_participation(writer: ReportWriter, part: Participation) -> None:
    names = writer.names
    local_id = f"{part.actor}-as-{part.role}"
    if part.in_ != writer.record.discussion.id:
        local_id += f"-in-{part.in_}"
    node, scene = names.here(local_id), names.scene(part.in_)
    label = Literal(local_id.replace("-", " "), lang="en")
    writer.describe(node, label, own("Participation"))
    writer.add(node, own("participant"), names.who(part.actor))
    writer.add(node, own("participatesIn"), scene)
    writer.add(node, own("role"), concept_node("roles", part.role))
    writer.add(scene, own("participation"), node)
    writer.evidence(node, part.quote)


def _write_membership(writer: ReportWriter, tie: Membership) -> None:
    local_id = f"{tie.actor}-{tie.role}-at-{tie.organisation}"
    node = writer.names.here(local_id)
    writer.describe(
        node, Literal(local_id.replace("-", " "), lang="en"), ORG.Membership
    )
    writer.add(node, ORG.member, writer.names.who(tie.actor))
    writer.add(node, ORG.organization, writer.names.who(tie.organisation))
    writer.add(node, ORG.role, concept_node("roles", tie.role))
    writer.evidence(node, tie.quote)


def _write_local(writer: ReportWriter) -> None:
    types = (own("UnnamedPerson"), own("Actor"), FOAF.Person, FOAF.Agent)
    for person in writer.record.unnamed:
        node = _name(writer, person.id, person.name, types, person.quote)
        _note(writer, node, person.note)
    for issue in writer.record.issues:
        node = writer.names.here(issue.id)
        label = Literal(issue.name, lang="en")
        writer.describe(node, label, own(issue.type.capitalize()), own("Issue"))
        for theme in issue.themes:
            writer.add(node, own("theme"), concept_node("themes", theme))
        writer.evidence(node, issue.quote)


def _write_shared(writer: ReportWriter) -> None:
    """Names go to the shared graph; what this report says of them stays in its own."""
    record, names = writer.record, writer.names
    for actor in record.actors:
        _write_actor(writer, actor)
    for programme in record.programmes:
        node = names.common("programmes", programme.id)
        _share(writer, node, programme, (own("Programme"), FOAF.Project))
        for funder in programme.funded_by:
            writer.add(node, own("fundedBy"), names.who(funder))
        writer.evidence(node, programme.quote)
        _note(writer, node, programme.note)
    for place in record.places:
        _share(writer, names.place(place.id), place, (own("Place"),))
    for instrument in record.instruments:
        node = names.common("instruments", instrument.id)
        _share(writer, node, instrument, (own("PolicyInstrument"),))


def _write_actor(writer: ReportWriter, actor: Actor) -> None:
    node = writer.names.who(actor.id)
    types = (own("Actor"), FOAF.Agent, *_ACTOR_TYPES[actor.type])
    _share(writer, node, actor, types)
    writer.shared.add((node, FOAF.name, Literal(actor.name)))
    if actor.unit_of:
        writer.shared.add((node, ORG.unitOf, writer.names.who(actor.unit_of)))
    writer.evidence(node, actor.quote)
    _note(writer, node, actor.note)


def _share(
    writer: ReportWriter, node: URIRef, item: Item, types: tuple[URIRef, ...]
) -> None:
    facts = item.model_dump(include={"id", "name", "also_called", "same_as"})
    for one in types:
        writer.shared.add((node, RDF.type, one))
    writer.shared.add((node, RDFS.label, Literal(facts["name"])))
    writer.shared.add((node, DCTERMS.identifier, Literal(facts["id"])))
    for other in facts.get("also_called", ()):
        writer.shared.add((node, SKOS.altLabel, Literal(other)))
    for address in facts.get("same_as", ()):
        writer.shared.add((node, URIRef(SCHEMA + "sameAs"), URIRef(address)))


def _name(
    writer: ReportWriter,
    local_id: str,
    name: str,
    types: tuple[URIRef, ...],
    quote: Quotations,
) -> URIRef:
    node = writer.names.here(local_id)
    writer.describe(node, Literal(name, lang="en"), *types)
    writer.add(node, FOAF.name, Literal(name))
    writer.evidence(node, quote)
    return node


def _write_date(
    writer: ReportWriter,
    node: URIRef,
    predicate: URIRef,
    date: str,
    *,
    relative: bool = False,
) -> None:
    """State a date, or that it is not said, or said only in relation to something else."""
    status = "exact"
    if date == NOT_SAID:
        status = "relative" if relative else NOT_SAID
    else:
        writer.add(node, predicate, date_literal(date))
    writer.add(node, own("dateStatus"), concept_node("date-statuses", status))


def _note(writer: ReportWriter, node: URIRef, note: str | None) -> None:
    if note:
        writer.add(node, SKOS.editorialNote, Literal(note, lang="en"))


def _oa(name: str) -> URIRef:
    return URIRef(OA + name)


def open_writer(
    dataset: Dataset, record: Record, anchors: Anchors, report: str, iris: Iris
) -> ReportWriter:
    """Start the graph of a report inside a dataset."""
    return ReportWriter(
        record=record,
        anchors=anchors,
        names=names_of(record, report, iris),
        graph=dataset.graph(URIRef(iris.graph(f"reports/{report}"))),
        shared=dataset.graph(URIRef(iris.graph("shared"))),
    )
