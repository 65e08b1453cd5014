"""From rows to what a reader sees of one thing in a list: a claim, a recommendation, a report, an actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from policygraph.web.asking import Row
from policygraph.web.drawing import Dated, Timeline, draw_timeline
from policygraph.web.lines import Gathered, StatementLine, gather_lines
from policygraph.web.links import Ref

ACTOR_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": "person, named",
        "unnamed": "one person, not named",
        "organisation": "organisation",
        "group": "group",
    }
)


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """A claim or a recommendation, with its themes and, for the latter, whom it is for.

    `stated` claims support it by the report's own links, `read` by a curator's reading; the two are
    never added up.
    """

    line: StatementLine
    themes: tuple[Ref, ...]
    addressees: tuple[Ref, ...]
    presumed: tuple[Ref, ...]
    stated: int
    read: int


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report: who published it, what it reports on, and how much it holds."""

    report: Ref
    publishers: tuple[Ref, ...]
    issued: Ref
    days: tuple[Ref, ...]
    formats: tuple[Ref, ...]
    places: tuple[Ref, ...]
    claims: int
    recommendations: int
    statements: int


@dataclass(frozen=True, slots=True)
class ListedActor:
    """An actor: what it is, how many statements it holds, how many are addressed to it.

    `presumed` counts what a curator presumes is meant for it.
    """

    actor: Ref
    kind: str
    statements: int
    asked: int
    presumed: int


def claim_lines(rows: list[Row]) -> list[ListedStatement]:
    """Return one line a claim; the order stays."""
    return [_statement(one) for one in gather_lines(rows)]


def recommendation_lines(rows: list[Row]) -> list[ListedStatement]:
    """Return one line a recommendation; the order stays."""
    return claim_lines(rows)


def report_lines(rows: list[Row]) -> list[ListedReport]:
    """Return one line a report; the order stays."""
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        by_report.setdefault(row.text("report"), []).append(row)
    return [_report(run) for run in by_report.values()]


def actor_lines(rows: list[Row]) -> list[ListedActor]:
    """Return one line an actor; of several names the first counts."""
    by_actor = {row.text("actor"): row for row in reversed(rows)}
    return [_actor(by_actor[iri]) for iri in reversed(by_actor)]


def draw_reports(lines: Sequence[object]) -> Timeline:
    """Draw reports of a list by the days of their discussions; those without one stay in the list."""
    dated = [
        Dated(one.report, day.label)
        for one in lines
        if isinstance(one, ListedReport)
        for day in one.days
    ]
    caption = "The reports above by the date of their discussions"
    return draw_timeline(dated, key="dates", caption=caption)


def _statement(found: Gathered) -> ListedStatement:
    first = found.rows[0]
    return ListedStatement(
        found.line,
        refs_of(found.rows, "theme"),
        refs_of(found.rows, "addressee"),
        refs_of(found.rows, "presumed"),
        first.number("stated"),
        first.number("read"),
    )


def _report(rows: Sequence[Row]) -> ListedReport:
    first = rows[0]
    return ListedReport(
        report=first.ref("report", "name"),
        publishers=refs_of(rows, "publisher"),
        issued=first.ref("issued"),
        days=refs_of(rows, "day"),
        formats=refs_of(rows, "format"),
        places=refs_of(rows, "place"),
        claims=first.number("claims"),
        recommendations=first.number("recommendations"),
        statements=first.number("statements"),
    )


def _actor(row: Row) -> ListedActor:
    kind = next(
        (one for one in ("unnamed", "organisation", "group") if row.is_true(one)),
        "person",
    )
    return ListedActor(
        row.ref("actor", "name"),
        ACTOR_KINDS[kind],
        row.number("statements"),
        row.number("asked"),
        row.number("presumed"),
    )


def refs_of(rows: Sequence[Row], column: str) -> tuple[Ref, ...]:
    """Return the values of a column as a reader sees them, each once."""
    found = (row.ref(column) for row in rows if row.term(column) is not None)
    return tuple(dict.fromkeys(found))
