"""From rows of links to what leads to a statement and what follows from it, and to the picture of both.

A link that the report itself states is told apart from what a curator reads, in every list and in
the picture. Which way a link leads is the way of the argument: what supports or qualifies a
statement leads to it, and what answers it follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from policygraph.iris import concept, concept_slug
from policygraph.web.asking import Row
from policygraph.web.drawing.columns import Step
from policygraph.web.drawing.trace import Trace, Words, draw_trace
from policygraph.web.facts import sentence_case
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref

# what comes later in the argument is the source of these, and the target of all others
_BACKWARD: Final = frozenset({"answers", "responds-to"})
_BOTH_WAYS: Final = frozenset({"conflicts-with", "restates"})
_NOTHING_FOR_A_RECOMMENDATION: Final = "The report itself names no claim for this."
_NOTHING: Final = "The report itself links nothing to this."


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A statement that is linked to this one, and who says that it is."""

    line: StatementLine
    href: str | None
    by: Ref | None
    why: Ref | None
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """All that stands in one relation to this statement: `Supports this`."""

    phrase: str
    is_reading: bool
    is_before: bool
    points: str
    links: tuple[LinkLine, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What leads to a statement and what follows from it, by the report or by a reading."""

    before: tuple[LinkGroup, ...]
    after: tuple[LinkGroup, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any link."""
        return bool(self.before or self.after)


def read_links(rows: Iterable[Row]) -> tuple[Linked, Linked]:
    """Return the report's own links and, apart, those that a curator reads into it."""
    by_kind: dict[tuple[str, bool], list[tuple[Row, ...]]] = {}
    for _, run in groupby(rows, key=lambda row: row.text("link")):
        group = tuple(run)
        kind = (_phrase(group[0]), _is_inferred(group[0]))
        by_kind.setdefault(kind, []).append(group)
    groups = [_group(found) for found in by_kind.values()]
    stated = [group for group in groups if not group.is_reading]
    readings = [group for group in groups if group.is_reading]
    return _linked(stated), _linked(readings)


def _linked(groups: Sequence[LinkGroup]) -> Linked:
    return Linked(
        before=tuple(group for group in groups if group.is_before),
        after=tuple(group for group in groups if not group.is_before),
    )


def _is_inferred(row: Row) -> bool:
    """Whatever is not plainly stated by the report counts as somebody's reading."""
    return row.text("basis") != concept("bases", "stated")


def _phrase(row: Row) -> str:
    verb = row.ref("type").label
    if row.text("direction") == "to":
        return f"{sentence_case(verb)} this"
    return f"This {verb.lower()}"


def _group(found: Sequence[tuple[Row, ...]]) -> LinkGroup:
    first = found[0][0]
    verb = concept_slug("link-types", first.text("type"))
    is_to = first.text("direction") == "to"
    points = "this" if is_to else "other"
    return LinkGroup(
        phrase=_phrase(first),
        is_reading=_is_inferred(first),
        is_before=verb in _BOTH_WAYS or is_to != (verb in _BACKWARD),
        points="both" if verb in _BOTH_WAYS else points,
        links=tuple(_link_line(rows) for rows in found),
    )


def _link_line(rows: tuple[Row, ...]) -> LinkLine:
    first = rows[0]
    cues = [row.text("cueWords") for row in rows if row.term("cueWords")]
    return LinkLine(
        line=gather_lines(rows, "other")[0].line,
        href=first.ref("link").href,
        by=first.optional_ref("by"),
        why=first.optional_ref("why"),
        cues=tuple(dict.fromkeys(cues)),
    )


def nothing_stated(stated: Linked, *, is_recommendation: bool) -> str:
    """Say that the report itself links nothing to a statement; empty where it does."""
    if stated.before or (stated.after and not is_recommendation):
        return ""
    return _NOTHING_FOR_A_RECOMMENDATION if is_recommendation else _NOTHING


def picture(
    this: Ref,
    *,
    head: str,
    passages: Sequence[Ref],
    report: Ref | None,
    stated: Linked,
    readings: Linked,
    nothing: str,
) -> Trace:
    """Draw the trace of a statement, in the order of the lists below it."""
    groups = (*stated.before, *stated.after, *readings.before, *readings.after)
    steps = [_step(group, link) for group in groups for link in group.links]
    return draw_trace(
        this,
        head=head,
        passages=passages,
        report=report,
        steps=steps,
        words=Words(
            stated="The report’s own links",
            reading="A curator’s readings",
            nothing_stated=nothing if steps else "",
        ),
        key="trace",
        caption="From the report to this statement, and on",
    )


def _step(group: LinkGroup, link: LinkLine) -> Step:
    line = link.line
    return Step(
        what=line.statement,
        phrase=group.phrase,
        held=_held(line),
        passages=tuple(_quoted(one) for one in line.quotes),
        report=line.report,
        is_reading=group.is_reading,
        is_before=group.is_before,
        points=group.points,
    )


def _quoted(quote: Ref) -> Ref:
    return Ref(f"“{quote.label}”", quote.href, quote.language)


def _held(line: StatementLine) -> tuple[str, ...]:
    """Say who said it and, where the report tells, how many agreed; each is a line of its own."""
    names = [voice.who.label for voice in line.voices if not voice.who.is_not_said]
    agreed = [one.agreement for one in line.voices if not one.agreement.is_not_said]
    who = ", ".join(dict.fromkeys(names)) or "not said"
    how_many = dict.fromkeys(one.label for one in agreed)
    return (f"Who said it: {who}", *(f"How many agreed: {one}" for one in how_many))
