"""The page of an actor: roles, what they said, what is asked of them, what they have to do."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from policygraph.iris import ACTOR_NOT_SAID
from policygraph.web.asking import Asker
from policygraph.web.facts import Fact, Facts
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref

# as many of each as the query gives
MAX_LINES = 10
_SHOWN_ELSEWHERE = frozenset({"dcterms:identifier", "foaf:name", "skos:prefLabel"})


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor was, and in what."""

    role: Ref
    where: Ref


@dataclass(frozen=True, slots=True)
class ActorLines:
    """Statements that name an actor in one way, 10 at most; `number` counts all, `lists` hold them."""

    lines: tuple[StatementLine, ...] = ()
    number: int = 0
    lists: tuple[Ref, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.number > len(self.lines) == MAX_LINES


@dataclass(frozen=True, slots=True)
class ActorView:
    """All that the page of an actor shows.

    What they have to do stands among `owned` alone, by whomever it is said; `is_own_word` tells whether
    any of it is said by them too.
    """

    is_not_said: bool
    is_unnamed: bool
    roles: tuple[Role, ...]
    said: ActorLines
    addressed: ActorLines
    presumed: ActorLines
    owned: ActorLines
    is_own_word: bool
    more: tuple[Fact, ...]


def make_actor_view(asker: Asker, facts: Facts) -> ActorView:
    """Ask for an actor's roles, statements and numbers; three queries."""
    roles = asker.rows("actor-roles", actor=facts.iri)
    rows = asker.rows("actor-statements", actor=facts.iri)
    numbers = next(iter(asker.rows("actor-lines", actor=facts.iri)), None)
    word = facts.path.removeprefix("actors/")

    def lines(
        relation: str, counted: str = "", lists: tuple[Ref, ...] = ()
    ) -> ActorLines:
        chosen = [row for row in rows if row.text("relation") == relation]
        found = tuple(one.line for one in gather_lines(chosen))
        number = numbers.number(counted) if numbers and counted else len(found)
        return ActorLines(found, number, lists)

    return ActorView(
        is_not_said=facts.iri == ACTOR_NOT_SAID,
        is_unnamed=facts.kind.word == "Person, not named",
        roles=tuple(Role(row.ref("role"), row.ref("where")) for row in roles),
        said=lines("holds", "statements", _lists("holder", word)),
        addressed=lines("addressed", "asked", _lists("addressee", facts.path)[1:]),
        presumed=lines("presumed", "presumed", _lists("presumed", facts.path)[1:]),
        owned=lines("owns"),
        is_own_word=any(
            row.text("relation") == "owns" and row.text("holder") == facts.iri
            for row in rows
        ),
        more=facts.table(_SHOWN_ELSEWHERE),
    )


def _lists(facet: str, word: str) -> tuple[Ref, ...]:
    """Return the lists of claims and of recommendations, filtered by one facet."""
    chosen = urlencode({facet: word})
    return (
        Ref("claims", f"/claims?{chosen}"),
        Ref("recommendations", f"/recommendations?{chosen}"),
    )
