"""The page of an actor: roles, what they said, what is asked of them, what they have to do."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.iris import ACTOR_NOT_SAID
from policygraph.web.asking import Asker
from policygraph.web.facts import Fact, Facts
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref

MAX_LINES = 100
_SHOWN_ELSEWHERE = frozenset({"dcterms:identifier", "foaf:name", "skos:prefLabel"})


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor was, and in what."""

    role: Ref
    where: Ref


@dataclass(frozen=True, slots=True)
class ActorView:
    """All that the page of an actor shows."""

    is_not_said: bool
    is_unnamed: bool
    roles: tuple[Role, ...]
    said: tuple[StatementLine, ...]
    addressed: tuple[StatementLine, ...]
    presumed: tuple[StatementLine, ...]
    owned: tuple[StatementLine, ...]
    is_cut: bool
    more: tuple[Fact, ...]


def make_actor_view(asker: Asker, facts: Facts) -> ActorView:
    """Ask for an actor's roles and statements; two queries."""
    roles = asker.rows("actor-roles", actor=facts.iri)
    rows = asker.rows("actor-statements", actor=facts.iri)

    def lines(relation: str) -> tuple[StatementLine, ...]:
        chosen = [row for row in rows if row.text("relation") == relation]
        return tuple(one.line for one in gather_lines(chosen))

    return ActorView(
        is_not_said=facts.iri == ACTOR_NOT_SAID,
        is_unnamed=facts.kind.word == "Person, not named",
        roles=tuple(Role(row.ref("role"), row.ref("where")) for row in roles),
        said=lines("holds"),
        addressed=lines("addressed"),
        presumed=lines("presumed"),
        owned=lines("owns"),
        is_cut=len({row.text("statement") for row in rows}) > MAX_LINES,
        more=facts.table(_SHOWN_ELSEWHERE),
    )
