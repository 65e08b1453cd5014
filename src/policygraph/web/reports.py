"""The page of one report: what it is, what it tells of, who took part, and what it says in order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from policygraph.web.asking import Asker, Row
from policygraph.web.facts import Fact, Facts, fact_table
from policygraph.web.lines import Gathered, StatementLine, gather_lines
from policygraph.web.links import Ref

_SHOWN_ELSEWHERE = frozenset(
    {"dcterms:title", "dcterms:identifier", "pgo:hasSection", "pgo:reports"}
)
_NOT_OF_EVENTS = frozenset(
    {
        "dcterms:identifier",
        "dcterms:title",
        "foaf:name",
        "pgo:evidence",
        "pgo:participation",
        "skos:prefLabel",
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """A discussion or programme that a report tells of, with who took part.

    `quotes` are the words that tell of it, a date among them that is said in words alone.
    """

    event: Ref
    facts: tuple[Fact, ...]
    quotes: tuple[Ref, ...]
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role, and all who had it."""

    role: Ref
    actors: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SectionLines:
    """A section of the report and its statements, in text order."""

    section: Ref
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class ReportText:
    """The exact text on which positions are counted."""

    text: Ref
    digest: str
    characters: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    """All that the page of a report shows."""

    facts: tuple[Fact, ...]
    notes: tuple[Ref, ...]
    events: tuple[Event, ...]
    sections: tuple[SectionLines, ...]
    recommendations: tuple[StatementLine, ...]
    statement_count: int
    texts: tuple[ReportText, ...]


def make_report_view(asker: Asker, facts: Facts) -> ReportView:
    """Ask for events, people, statements and texts of a report; four queries."""
    events = asker.rows("report-events", report=facts.iri)
    people = asker.rows("report-people", report=facts.iri)
    statements = gather_lines(asker.rows("report-statements", report=facts.iri))
    texts = asker.rows("report-text", report=facts.iri)
    lines = [one.line for one in statements]
    return ReportView(
        facts=facts.table(_SHOWN_ELSEWHERE | {"skos:editorialNote"}),
        notes=facts.all("skos:editorialNote"),
        events=_events(events, people, facts.first("pgo:reports")),
        sections=_sections(statements),
        recommendations=tuple(one for one in lines if one.kind == "Recommendation"),
        statement_count=len(lines),
        texts=tuple(
            ReportText(
                row.ref("text"),
                row.text("digest"),
                row.text("characters"),
                row.is_true("isHere"),
            )
            for row in texts
        ),
    )


def _events(rows: list[Row], people: list[Row], first: Ref | None) -> tuple[Event, ...]:
    """Make one event of the rows about it; what the report is of comes first."""
    found = []
    for iri, run in groupby(rows, key=lambda row: row.text("event")):
        group = tuple(run)
        roles = _roles([row for row in people if row.text("where") == iri])
        facts = fact_table(group, _NOT_OF_EVENTS)
        quotes = tuple(
            Ref(row.text("quote"), row.ref("value").href)
            for row in group
            if row.term("quote") is not None
        )
        found.append(Event(group[0].ref("event"), facts, quotes, roles))
    return tuple(sorted(found, key=lambda one: one.event != first))


def _roles(rows: list[Row]) -> tuple[RoleLine, ...]:
    return tuple(
        RoleLine(role, tuple(row.ref("actor") for row in run))
        for role, run in groupby(rows, key=lambda row: row.ref("role"))
    )


def _sections(statements: list[Gathered]) -> tuple[SectionLines, ...]:
    found: dict[Ref, list[StatementLine]] = {}
    for one in statements:
        found.setdefault(one.rows[0].ref("section"), []).append(one.line)
    return tuple(SectionLines(ref, tuple(lines)) for ref, lines in found.items())
