"""The page of one statement; for a recommendation it is the trace down to the sentences of the report.

What the report itself links comes first; what a curator reads into it stands apart, signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from policygraph.iris import concept, term
from policygraph.web.asking import Asker, Row
from policygraph.web.facts import Fact, Facts, sentence_case
from policygraph.web.lines import StatementLine, gather_lines, review_word
from policygraph.web.links import Ref, address_at_publisher

_SHOWN_ELSEWHERE = frozenset(
    {
        "pgo:addressee",
        "pgo:attribution",
        "pgo:claimKind",
        "pgo:commitmentState",
        "pgo:commitsTo",
        "pgo:dateStatus",
        "pgo:dueDate",
        "pgo:evidence",
        "pgo:heldBy",
        "pgo:inSection",
        "pgo:modality",
        "pgo:order",
        "pgo:owner",
        "pgo:presumedAddressee",
        "pgo:reportedIn",
        "pgo:reviewState",
        "pgo:stage",
        "pgo:statementText",
        "pgo:theme",
        "skos:editorialNote",
        # the report's own links stand below, with the words that say them
        "pgo:answers",
        "pgo:challenges",
        "pgo:conflictsWith",
        "pgo:explains",
        "pgo:qualifies",
        "pgo:relatesTo",
        "pgo:respondsTo",
        "pgo:restates",
        "pgo:supports",
    }
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the report, with the way to where they stand."""

    words: str
    passage: str | None
    at_publisher: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is reported to say it, by which words."""

    who: Ref
    is_one_person: bool
    is_unnamed: bool
    agreement: Ref
    is_carried: bool
    is_concern: bool
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many are reported to agree; a single person's word says nothing of others."""

    agreement: Ref
    is_one_person: bool


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
    links: tuple[LinkLine, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What a commitment binds to: who, by when, and how far it is."""

    owners: tuple[Ref, ...]
    state: Ref | None
    date: Ref | None
    date_status: Ref | None
    commits_to: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """All that the page of a statement shows."""

    text: Ref
    kind: str
    is_recommendation: bool
    review: str
    stage: Ref | None
    claim_kind: Ref | None
    modality: Ref | None
    report: Ref | None
    section: Ref | None
    quotes: tuple[Quote, ...]
    holders: tuple[Holder, ...]
    themes: tuple[Ref, ...]
    addressees: tuple[Ref, ...]
    presumed: tuple[Ref, ...]
    due: Due | None
    stated: tuple[LinkGroup, ...]
    readings: tuple[LinkGroup, ...]
    notes: tuple[Ref, ...]
    more: tuple[Fact, ...]

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """How many agreed, none twice where several hold it alike."""
        found = (Agreement(one.agreement, one.is_one_person) for one in self.holders)
        return tuple(dict.fromkeys(found))


def make_statement_view(asker: Asker, facts: Facts) -> StatementView:
    """Ask for the words, the holders and the links of a statement; three queries."""
    quotes = asker.rows("statement-quotes", statement=facts.iri)
    holders = asker.rows("statement-holders", statement=facts.iri)
    links = asker.rows("statement-links", statement=facts.iri)
    kind = facts.kind.word
    return StatementView(
        text=facts.first("pgo:statementText") or facts.title,
        kind=kind,
        is_recommendation=kind == "Recommendation",
        review=review_word(_iri(facts.first("pgo:reviewState"))),
        stage=facts.first("pgo:stage"),
        claim_kind=facts.first("pgo:claimKind"),
        modality=facts.first("pgo:modality"),
        report=facts.first("pgo:reportedIn"),
        section=facts.first("pgo:inSection"),
        quotes=_quotes(quotes),
        holders=_holders(holders),
        themes=facts.all("pgo:theme"),
        addressees=facts.all("pgo:addressee"),
        presumed=facts.all("pgo:presumedAddressee"),
        due=_due(facts) if kind == "Commitment" else None,
        stated=_groups([row for row in links if not _is_inferred(row)]),
        readings=_groups([row for row in links if _is_inferred(row)]),
        notes=facts.all("skos:editorialNote"),
        more=facts.table(_SHOWN_ELSEWHERE),
    )


def _iri(ref: Ref | None) -> str:
    return "" if ref is None else ref.iri


def _due(facts: Facts) -> Due:
    return Due(
        owners=facts.all("pgo:owner"),
        state=facts.first("pgo:commitmentState"),
        date=facts.first("pgo:dueDate"),
        date_status=facts.first("pgo:dateStatus"),
        commits_to=facts.all("pgo:commitsTo"),
    )


def _quotes(rows: list[Row]) -> tuple[Quote, ...]:
    found = []
    for _, group in groupby(rows, key=lambda row: row.text("passage")):
        row = next(group)
        words, source = row.text("quote"), row.text("source")
        place = f"characters {row.text('start')} to {row.text('end')}"
        found.append(
            Quote(
                words=words,
                passage=row.ref("passage").href,
                at_publisher=address_at_publisher(source, words) if source else None,
                place=place if row.term("start") is not None else "",
            )
        )
    return tuple(found)


def _holders(rows: list[Row]) -> tuple[Holder, ...]:
    found = []
    for _, run in groupby(rows, key=lambda row: row.text("attribution")):
        group = list(run)
        voices = {row.text("voice") for row in group}
        cues = [row.text("cueWords") for row in group if row.term("cueWords")]
        found.append(
            Holder(
                who=group[0].ref("holder"),
                is_one_person=voices != {""},
                is_unnamed=str(term("UnnamedPerson")) in voices,
                agreement=group[0].ref("agreement"),
                is_carried=group[0].text("basis") == concept("bases", "carried"),
                is_concern=group[0].is_true("concern"),
                cues=tuple(dict.fromkeys(cues)),
            )
        )
    return tuple(found)


def _is_inferred(row: Row) -> bool:
    """Whatever is not plainly stated by the report counts as somebody's reading."""
    return row.text("basis") != concept("bases", "stated")


def _phrase(row: Row) -> str:
    verb = row.ref("type").label
    if row.text("direction") == "to":
        return f"{sentence_case(verb)} this"
    return f"This {verb.lower()}"


def _groups(rows: list[Row]) -> tuple[LinkGroup, ...]:
    by_phrase: dict[str, list[LinkLine]] = {}
    for _, run in groupby(rows, key=lambda row: row.text("link")):
        group = tuple(run)
        by_phrase.setdefault(_phrase(group[0]), []).append(_link_line(group))
    return tuple(LinkGroup(phrase, tuple(links)) for phrase, links in by_phrase.items())


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
