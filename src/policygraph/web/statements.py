"""The page of one statement; for a recommendation it is the trace down to the sentences of the report.

What the report itself links comes first; what a curator reads into it stands apart, signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from policygraph.iris import concept, concept_slug, term
from policygraph.web.asking import Asker, Row
from policygraph.web.context import words_after, words_before
from policygraph.web.drawing.trace import Trace
from policygraph.web.facts import Fact, Facts
from policygraph.web.lines import review_word
from policygraph.web.links import Ref, address_at_publisher, href_of
from policygraph.web.reading_sheets import reading_place
from policygraph.web.tracing import Linked, nothing_stated, picture, read_links

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
        "pgo:generatedBy",
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
    """Words of the report, with what stands around them and the way to where they stand.

    `before` and `after` are empty where the release does not hold the text.
    """

    words: str
    before: str
    after: str
    passage: str | None
    in_text: str | None
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

    @property
    def mark(self) -> str:
        """The sign beside it: how many agreed where that is said, else `one` for one person."""
        if self.agreement.is_not_said:
            return "one" if self.is_one_person else "not-said"
        return concept_slug("agreements", self.agreement.iri)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many are reported to agree; a single person's word says nothing of others."""

    agreement: Ref
    is_one_person: bool
    mark: str


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
    stated: Linked
    readings: Linked
    nothing: str
    readers: tuple[Ref, ...]
    trace: Trace
    notes: tuple[Ref, ...]
    more: tuple[Fact, ...]

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """How many agreed, none twice where several hold it alike."""
        found = (
            Agreement(one.agreement, one.is_one_person, one.mark)
            for one in self.holders
        )
        return tuple(dict.fromkeys(found))


def make_statement_view(asker: Asker, facts: Facts) -> StatementView:
    """Ask for the words, the holders and the links of a statement; three queries."""
    quotes = _quotes(asker.rows("statement-quotes", statement=facts.iri))
    holders = asker.rows("statement-holders", statement=facts.iri)
    stated, readings = read_links(asker.rows("statement-links", statement=facts.iri))
    kind = facts.kind.word
    text = facts.first("pgo:statementText") or facts.title
    report = facts.first("pgo:reportedIn")
    nothing = nothing_stated(stated, is_recommendation=kind == "Recommendation")
    return StatementView(
        text=text,
        kind=kind,
        is_recommendation=kind == "Recommendation",
        review=review_word(_iri(facts.first("pgo:reviewState"))),
        stage=facts.first("pgo:stage"),
        claim_kind=facts.first("pgo:claimKind"),
        modality=facts.first("pgo:modality"),
        report=report,
        section=facts.first("pgo:inSection"),
        quotes=quotes,
        holders=_holders(holders),
        themes=facts.all("pgo:theme"),
        addressees=facts.all("pgo:addressee"),
        presumed=facts.all("pgo:presumedAddressee"),
        due=_due(facts) if kind == "Commitment" else None,
        stated=stated,
        readings=readings,
        nothing=nothing,
        readers=_readers(holders),
        trace=picture(
            Ref(text.label, href_of(facts.iri, asker.source.iris), text.language),
            head=kind,
            passages=[Ref(f"“{one.words}”", one.passage) for one in quotes],
            report=report,
            stated=stated,
            readings=readings,
            nothing=nothing,
        ),
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
        passage = row.ref("passage").href
        place = f"characters {row.text('start')} to {row.text('end')}"
        found.append(
            Quote(
                words=words,
                before=words_before(row.text("before")),
                after=words_after(row.text("after")),
                passage=passage,
                in_text=reading_place(passage) if passage else None,
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


def _readers(rows: list[Row]) -> tuple[Ref, ...]:
    """Return who read the report so: they sign what they presume."""
    found = (row.ref("reader") for row in rows if row.term("reader") is not None)
    return tuple(dict.fromkeys(found))
