"""The page of a theme: what is said under it, where it stands, how many agreed, by whom and for whom.

Whatever lies below the theme is counted and shown with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from policygraph.iris import Iri, concept_slug
from policygraph.web.asking import Asker, Row
from policygraph.web.concepts import relatives
from policygraph.web.drawing import Amount, Strip, draw_strip
from policygraph.web.facts import Fact, Facts
from policygraph.web.kinds import word_for
from policygraph.web.links import Ref
from policygraph.web.listed import ListedStatement, claim_lines
from policygraph.web.reports import ONE_VOICE

MAX_LINES: Final = 20
# how they stand on the page, which says nothing of their weight
_STAGES: Final = ("conclusion", "discussion", "agenda", "not-said")
_MARKS: Final = ("consensus", "widespread", "divided", "one", "not-said")
_KINDS: Final = ("Recommendation", "Claim", "Commitment", "Question")
_LISTS: Final = {"Claim": "/claims", "Recommendation": "/recommendations"}
_MATCHES: Final = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
)
_SHOWN_ELSEWHERE: Final = frozenset(
    {
        *_MATCHES,
        "dcterms:identifier",
        "pgo:statementCount",
        "skos:altLabel",
        "skos:broader",
        "skos:broaderTransitive",
        "skos:definition",
        "skos:narrower",
        "skos:prefLabel",
        "skos:related",
        "skos:scopeNote",
        "skos:topConceptOf",
    }
)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many statements of a kind there are; `href` is their list, None for kinds without one."""

    kind: str
    number: int
    href: str | None


@dataclass(frozen=True, slots=True)
class AgreementLines:
    """Statements of one stage for which a report says the same of how many agreed.

    `number` counts all of them, `lines` are those that are shown.
    """

    mark: str
    agreement: Ref
    number: int
    lines: tuple[ListedStatement, ...]


@dataclass(frozen=True, slots=True)
class StageLines:
    """Statements that stand in one place of their discussions."""

    stage: Ref
    kinds: tuple[KindCount, ...]
    groups: tuple[AgreementLines, ...]

    @property
    def number(self) -> int:
        """How many there are; each has one kind."""
        return sum(one.number for one in self.kinds)


@dataclass(frozen=True, slots=True)
class ActorCount:
    """An actor, and in how many of the statements they are named.

    `report` is the title of the report they live in, since "the participants" are of one meeting; None
    for an actor that reports share.
    """

    actor: Ref
    number: int
    report: Ref | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A concept of another vocabulary: by which property, on whose host, under which code."""

    match: str
    host: str
    code: str
    href: str


@dataclass(frozen=True, slots=True)
class ThemeView:
    """All that the page of a theme shows."""

    definition: Ref | None
    note: Ref | None
    names: tuple[Ref, ...]
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    related: tuple[Ref, ...]
    kinds: tuple[KindCount, ...]
    agreement: Strip
    stages: tuple[StageLines, ...]
    holders: tuple[ActorCount, ...]
    addressees: tuple[ActorCount, ...]
    presumed: tuple[ActorCount, ...]
    elsewhere: tuple[Elsewhere, ...]
    more: tuple[Fact, ...]

    @property
    def total(self) -> int:
        """How many statements fall under the theme or below it."""
        return sum(one.number for one in self.kinds)

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return sum(len(one.lines) for stage in self.stages for one in stage.groups)


def make_theme_view(asker: Asker, facts: Facts) -> ThemeView:
    """Ask what stands around a theme, for its figures, and for statements; four queries at most."""
    around = asker.rows("concept-relatives", concept=facts.iri)
    figures = asker.rows("theme-figures", theme=facts.iri)
    counted = [row for row in figures if row.text("facet") == "kind"]
    held = [row for row in figures if row.text("facet") == "agreement"]
    word = (asker.source.iris.path_of(facts.iri) or "").removeprefix("themes/")
    lines = _lines(asker, facts.iri, held)
    return ThemeView(
        definition=facts.first("skos:definition"),
        note=facts.first("skos:scopeNote"),
        names=_names(facts),
        broader=relatives(around, "broader"),
        narrower=relatives(around, "narrower"),
        related=relatives(around, "related"),
        kinds=_kinds(counted, {"theme": word}),
        agreement=_strip(held),
        stages=_stages(counted, held, lines, word),
        holders=_actors(figures, "holder"),
        addressees=_actors(figures, "addressee"),
        presumed=_actors(figures, "presumed"),
        elsewhere=_elsewhere(facts),
        more=facts.table(_SHOWN_ELSEWHERE),
    )


def _names(facts: Facts) -> tuple[Ref, ...]:
    """Return what else a theme is called, its names in other languages included."""
    own = facts.title.label
    found = facts.all("rdfs:label", "skos:prefLabel", "skos:altLabel")
    return tuple(one for one in found if one.label != own)


def _actors(rows: Iterable[Row], facet: str) -> tuple[ActorCount, ...]:
    """Return who is named and how often; what is not said is nobody and stands at the end."""
    found = [
        ActorCount(
            row.ref("value", "name"),
            row.number("number"),
            row.optional_ref("home"),
        )
        for row in rows
        if row.text("facet") == facet
    ]
    return tuple(sorted(found, key=lambda one: one.actor.is_not_said))


def _kinds(rows: Iterable[Row], chosen: Mapping[str, str]) -> tuple[KindCount, ...]:
    """Add the numbers of stages up: a statement has one kind, and stands in one."""
    numbers: dict[str, int] = {}
    for row in rows:
        kind = word_for(row.text("value"))
        numbers[kind] = numbers.get(kind, 0) + row.number("number")
    return tuple(
        KindCount(
            kind,
            numbers[kind],
            f"{_LISTS[kind]}?{urlencode(chosen)}" if kind in _LISTS else None,
        )
        for kind in _KINDS
        if kind in numbers
    )


def _mark(row: Row) -> str:
    slug = concept_slug("agreements", row.text("value"))
    return row.text("voice") or slug or "not-said"


def _strip(rows: Iterable[Row]) -> Strip:
    numbers: dict[str, int] = {}
    refs: dict[str, Ref] = {"one": ONE_VOICE}
    for row in rows:
        mark = _mark(row)
        numbers[mark] = numbers.get(mark, 0) + row.number("number")
        refs.setdefault(mark, row.ref("value", "name"))
    amounts = [Amount(refs[one], numbers[one]) for one in _MARKS if one in numbers]
    return draw_strip(
        amounts, key="agreement", caption="How many agreed, as the reports have it"
    )


def _lines(
    asker: Asker, theme: Iri, held: Sequence[Row]
) -> tuple[ListedStatement, ...]:
    """Return all statements where there are few, else two of each stage and agreement."""
    if sum(row.number("number") for row in held) <= MAX_LINES:
        rows = asker.rows("theme-statements", theme=theme)
        chosen = [Iri(row.text("statement")) for row in rows]
    else:
        chosen = list(_examples(held))
    if not chosen:
        return ()
    return tuple(claim_lines(asker.rows("statement-lines", statement=chosen)))


def _examples(held: Sequence[Row]) -> tuple[Iri, ...]:
    found = [Iri(row.text(one)) for one in ("first", "last") for row in held]
    return tuple(dict.fromkeys(found))[:MAX_LINES]


def _stages(
    counted: Sequence[Row],
    held: Sequence[Row],
    lines: Sequence[ListedStatement],
    theme: str,
) -> tuple[StageLines, ...]:
    found = []
    refs = {concept_slug("stages", row.text("stage")): row for row in counted}
    for slug in _STAGES:
        if slug not in refs:
            continue
        stage = refs[slug].ref("stage")
        own = [row for row in counted if row.ref("stage") == stage]
        agreed = [row for row in held if row.ref("stage") == stage]
        shown = [one for one in lines if one.line.stage == stage]
        kinds = _kinds(own, {"theme": theme, "stage": slug})
        found.append(StageLines(stage, kinds, _groups(agreed, shown)))
    return tuple(found)


def _groups(
    rows: Sequence[Row], lines: Sequence[ListedStatement]
) -> tuple[AgreementLines, ...]:
    by_mark: dict[str, list[ListedStatement]] = {}
    for one in lines:
        by_mark.setdefault(_mark_of(one), []).append(one)
    marked = {_mark(row): row for row in rows}
    return tuple(
        AgreementLines(
            mark,
            ONE_VOICE if mark == "one" else marked[mark].ref("value", "name"),
            marked[mark].number("number"),
            tuple(by_mark.get(mark, ())),
        )
        for mark in _MARKS
        if mark in marked
    )


def _mark_of(one: ListedStatement) -> str:
    """Return under which agreement a statement is shown; it is shown once, however many hold it."""
    marks = {voice.mark for voice in one.line.voices}
    return next((mark for mark in _MARKS if mark in marks), "not-said")


def _elsewhere(facts: Facts) -> tuple[Elsewhere, ...]:
    found = []
    for name in _MATCHES:
        for ref in facts.all(name):
            if ref.href and ref.is_outside:
                host = urlsplit(ref.href).netloc.removeprefix("www.")
                code = ref.href.rstrip("/#").replace("#", "/").rpartition("/")[2]
                match = name.removeprefix("skos:")
                found.append(Elsewhere(match, host, code, ref.href))
    return tuple(found)
