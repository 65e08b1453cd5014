"""The page of one report: what it is, what it tells of, who took part, and what it says in order.

The words that each statement rests on stand in the reading view and on the statement's own page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import quote

from policygraph.web.asking import Asked, Asker, Row
from policygraph.web.documents import Alternate
from policygraph.web.drawing import (
    Amount,
    Cell,
    Matrix,
    Strip,
    draw_matrix,
    draw_strip,
)
from policygraph.web.facts import Fact, Facts, fact_table
from policygraph.web.lines import Gathered, StatementLine, gather_lines
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, THING_OFFERS
from policygraph.web.reading_sheets import reading_place

ONE_VOICE: Final = Ref("one voice; nothing is said of others", iri="one-voice")

_SHOWN_ELSEWHERE = frozenset(
    {
        "dcterms:identifier",
        "dcterms:title",
        "pgo:hasSection",
        "pgo:reports",
        "schema:genre",
    }
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
    """A section of the report and its statements, in text order.

    `place` is where its first passage stands in the reading view, empty where none has a page.
    """

    section: Ref
    place: str
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class ReportText:
    """The exact text on which positions are counted, and who read it into the record, when."""

    text: Ref
    digest: str
    characters: str
    is_here: bool
    coding: Ref | None
    coders: tuple[Ref, ...]
    coded: Ref | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """All that the page of a report shows."""

    facts: tuple[Fact, ...]
    is_fictional: bool
    notes: tuple[Ref, ...]
    events: tuple[Event, ...]
    sections: tuple[SectionLines, ...]
    recommendations: tuple[StatementLine, ...]
    statement_count: int
    agreement: Strip
    speaking: Matrix | None
    texts: tuple[ReportText, ...]
    reading: str
    files: tuple[Alternate, ...]


def make_report_view(asker: Asker, facts: Facts) -> ReportView:
    """Ask for events, people, texts and statements of a report; four queries."""
    events = asker.rows("report-events", report=facts.iri)
    people = asker.rows("report-people", report=facts.iri)
    texts = asker.rows("report-text", report=facts.iri)
    statements = gather_lines(asker.rows("report-statements", report=facts.iri))
    lines = [one.line for one in statements]
    path = quote(facts.path)
    return ReportView(
        facts=facts.table(_SHOWN_ELSEWHERE | {"skos:editorialNote"}),
        is_fictional=facts.iri in asker.source.fictional,
        notes=facts.all("skos:editorialNote"),
        events=_events(events, people, facts.first("pgo:reports")),
        sections=_sections(statements),
        recommendations=tuple(one for one in lines if one.kind == "Recommendation"),
        statement_count=len(lines),
        agreement=_agreement(statements),
        speaking=_speaking(people),
        texts=_texts(texts),
        reading=f"/{path}/read",
        files=_files(path, asker.asked[-1]),
    )


def _files(path: str, statements: Asked) -> tuple[Alternate, ...]:
    """Return where the graph of the report, and its statements as a table, can be had."""
    graphs = (
        Alternate(f"Graph, {one.label}", f"/graphs/{path}.{one.ending}", one.media_type)
        for one in THING_OFFERS
        if one != HTML
    )
    table = Alternate("Statements, CSV", statements.download("csv"), "text/csv")
    return (*graphs, table)


def _agreement(statements: list[Gathered]) -> Strip:
    """Count how many are said to agree; one person's word, where no more is said, apart."""
    found: dict[Ref, set[str]] = {}
    for one in statements:
        for row in one.rows:
            agreement = row.ref("agreement")
            if agreement.is_not_said and row.term("person") is not None:
                agreement = ONE_VOICE
            found.setdefault(agreement, set()).add(row.text("statement"))
    amounts = [Amount(ref, len(them)) for ref, them in found.items()]
    return draw_strip(
        sorted(amounts, key=lambda one: (one.what.is_not_said, -one.count)),
        key="agreement",
        caption="How many agreed, as the report has it",
    )


def _speaking(rows: list[Row]) -> Matrix | None:
    """Draw who speaks of which area of themes, the most first; one voice alone needs no picture."""
    cells = [
        Cell(row.ref("area"), row.ref("actor"), row.number("number"))
        for row in rows
        if row.term("area") is not None
    ]
    if len({one.column for one in cells}) < 2:
        return None
    areas: Counter[Ref] = Counter()
    holders: Counter[Ref] = Counter()
    for one in cells:
        areas[one.row] += one.count
        holders[one.column] += one.count
    return draw_matrix(
        sorted(cells, key=lambda one: (-holders[one.column], one.column.label)),
        rows=sorted(areas, key=lambda one: (-areas[one], one.label)),
        key="speaking",
        caption="Who speaks of what: statements by holder and area of themes",
        most_columns=3,
    )


def _texts(rows: list[Row]) -> tuple[ReportText, ...]:
    found = []
    for _, run in groupby(rows, key=lambda row: row.text("text")):
        group = tuple(run)
        first = group[0]
        coders = (row.optional_ref("coder") for row in group)
        found.append(
            ReportText(
                text=first.ref("text"),
                digest=first.text("digest"),
                characters=f"{first.number('characters'):,}",
                is_here=first.is_true("isHere"),
                coding=first.optional_ref("coding"),
                coders=tuple(dict.fromkeys(one for one in coders if one)),
                coded=first.optional_ref("coded"),
            )
        )
    return tuple(found)


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
    found: dict[Ref, list[Gathered]] = {}
    for one in statements:
        found.setdefault(one.rows[0].ref("section"), []).append(one)
    return tuple(
        SectionLines(ref, _place(group[0]), tuple(one.line for one in group))
        for ref, group in found.items()
    )


def _place(first: Gathered) -> str:
    passage = first.rows[0].ref("passage").href
    return reading_place(passage) if passage else ""
