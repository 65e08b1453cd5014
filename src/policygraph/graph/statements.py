"""From the statements and links of a record to their triples: the heart of the graph."""

from __future__ import annotations

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS, XSD

from policygraph.graph.names import concept_node, date_literal, own, short
from policygraph.graph.report import ReportWriter
from policygraph.iris import NOT_SAID
from policygraph.record.model import Link, Record, Statement

_CONCEPTS = {
    "theme": ("themes", "themes"),
    "technology": ("technologies", "technologies"),
    "placeLevel": ("place-levels", "place_levels"),
}


def write_statements(writer: ReportWriter, *, with_drafts: bool) -> None:
    """Write statements, in the order of the record, and the links whose ends are written.

    Rejected ones never enter; drafts only where they are asked for.
    """
    chosen = chosen_statements(writer.record, with_drafts=with_drafts)
    for order, statement in enumerate(chosen, start=1):
        _write_statement(writer, statement, order)
    written = {statement.id for statement in chosen}
    for link in writer.record.links:
        if link.from_ in written and link.to in written:
            _write_link(writer, link)


def chosen_statements(record: Record, *, with_drafts: bool) -> tuple[Statement, ...]:
    """Return the statements that enter the graph, in the order of the record."""
    left_out = {"rejected"} if with_drafts else {"rejected", "draft"}
    return tuple(one for one in record.statements if one.status not in left_out)


def _write_statement(writer: ReportWriter, statement: Statement, order: int) -> None:
    node = writer.names.here(statement.id)
    label = Literal(short(statement.says), lang="en")
    kind = own(statement.kind.capitalize())
    writer.describe(node, label, kind, own("Statement"))
    writer.add(node, own("statementText"), Literal(statement.says, lang="en"))
    writer.add(node, DCTERMS.identifier, Literal(statement.id))
    writer.add(node, own("order"), Literal(order))
    writer.add(node, own("reportedIn"), writer.names.here(""))
    writer.add(node, own("generatedBy"), writer.names.here("coding"))
    section = _section_of(writer, statement)
    if section:
        writer.add(node, own("inSection"), writer.names.here(section))
    writer.add(node, own("stage"), concept_node("stages", statement.stage))
    writer.add(node, own("modality"), concept_node("modalities", statement.modality))
    status = concept_node("review-states", statement.status)
    writer.add(node, own("reviewState"), status)
    if statement.claim_kind:
        kind_node = concept_node("claim-kinds", statement.claim_kind)
        writer.add(node, own("claimKind"), kind_node)
    writer.evidence(node, statement.quote)
    for holder in statement.holder:
        _write_attribution(writer, statement, holder)
    _write_aspects(writer, statement, node)
    _write_what_is_asked(writer, statement, node)


def _section_of(writer: ReportWriter, statement: Statement) -> str | None:
    first = writer.anchors.passage(statement.quote[0])
    return writer.anchors.section_at(first.start_char)


def _write_attribution(writer: ReportWriter, statement: Statement, holder: str) -> None:
    node = writer.names.here(f"{statement.id}-held-by-{holder}")
    said = "holder not said" if holder == NOT_SAID else f"held by {holder}"
    label = Literal(f"{statement.id}, {said.replace('-', ' ')}", lang="en")
    writer.describe(node, label, own("Attribution"), PROV.Attribution)
    writer.add(writer.names.here(statement.id), own("attribution"), node)
    writer.add(node, own("holder"), writer.names.who(holder))
    agreement = concept_node("agreements", statement.agreement)
    writer.add(node, own("agreement"), agreement)
    writer.add(node, own("basis"), concept_node("bases", statement.basis))
    writer.evidence(node, statement.cue, "cue")
    if statement.concern:
        writer.add(node, own("concern"), Literal(True))


def _write_aspects(writer: ReportWriter, statement: Statement, node: URIRef) -> None:
    """Write what the statement is about."""
    for predicate, (scheme, key) in _CONCEPTS.items():
        for slug in getattr(statement, key):
            writer.add(node, own(predicate), concept_node(scheme, slug))
    for issue in statement.raises:
        writer.add(node, own("raises"), writer.names.here(issue))
    for instrument in statement.instruments:
        common = writer.names.common("instruments", instrument)
        writer.add(node, own("citesInstrument"), common)
    if statement.confidence is not None:
        number = Literal(str(statement.confidence), datatype=XSD.decimal)
        writer.add(node, own("confidence"), number)
    drafted = statement.drafted
    told = f"Drafted by {drafted.by}, rule {drafted.rule}." if drafted else None
    for note in filter(None, (statement.note, told)):
        writer.add(node, SKOS.editorialNote, Literal(note, lang="en"))


def _write_what_is_asked(
    writer: ReportWriter, statement: Statement, node: URIRef
) -> None:
    """Write who is asked or bound to do what, and by when."""
    names = writer.names
    for who in statement.addressee:
        writer.add(node, own("addressee"), names.who(who))
    for who in statement.presumed_addressee:
        writer.add(node, own("presumedAddressee"), names.who(who))
    for who in statement.owner:
        writer.add(node, own("owner"), names.who(who))
    for discussion in statement.commits_to:
        writer.add(node, own("commitsTo"), names.here(discussion))
    if statement.state:
        state = concept_node("commitment-states", statement.state)
        writer.add(node, own("commitmentState"), state)
    if statement.kind == "commitment":
        _write_due_date(writer, statement, node)


def _write_due_date(writer: ReportWriter, statement: Statement, node: URIRef) -> None:
    status = NOT_SAID
    if statement.due and statement.due != NOT_SAID:
        writer.add(node, own("dueDate"), date_literal(statement.due))
        status = "exact"
    elif statement.due_words:
        status = "relative"
    writer.evidence(node, statement.due_words)
    writer.add(node, own("dateStatus"), concept_node("date-statuses", status))


def _write_link(writer: ReportWriter, link: Link) -> None:
    """Write the link's own node only: a direct triple is derived, and for stated links alone."""
    names = writer.names
    node = names.here(link.local_id())
    label = Literal(f"{link.from_} {link.type.replace('-', ' ')} {link.to}", lang="en")
    writer.describe(node, label, own("StatementLink"))
    writer.add(node, own("linkSource"), names.here(link.from_))
    writer.add(node, own("linkTarget"), names.here(link.to))
    writer.add(node, own("linkType"), concept_node("link-types", link.type))
    writer.add(node, own("basis"), concept_node("bases", link.basis))
    writer.evidence(node, link.cue)
    if link.by:
        writer.add(node, own("linkBy"), names.who(link.by))
    if link.why:
        writer.add(node, own("linkWhy"), Literal(link.why, lang="en"))
