"""A statement as it stands in a list: its text, its words, who said it, how many agreed, where it stands.

Rows repeat a statement once for each holder and quotation; here they become one line a statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from policygraph.iris import concept_slug
from policygraph.web.asking import Row
from policygraph.web.kinds import word_for
from policygraph.web.links import Ref


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is reported to say something, and how many agreed with it."""

    who: Ref
    agreement: Ref
    is_concern: bool
    is_one_person: bool = False

    @property
    def mark(self) -> str:
        """The sign beside it: how many agreed where that is said, else `one` for one person."""
        if self.agreement.is_not_said:
            return "one" if self.is_one_person else "not-said"
        return concept_slug("agreements", self.agreement.iri)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement of a list, with the report that it stands in."""

    statement: Ref
    kind: str
    stage: Ref
    voices: tuple[Voice, ...]
    quotes: tuple[Ref, ...]
    report: Ref
    review: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """A line, and the rows it was made of, for the columns that one page alone has."""

    line: StatementLine
    rows: tuple[Row, ...]


def gather_lines(rows: Iterable[Row], column: str = "statement") -> list[Gathered]:
    """Make one line of each run of rows about the same statement; the order stays."""
    found = []
    for _, run in groupby(rows, key=lambda row: row.text(column)):
        group = tuple(run)
        found.append(Gathered(make_line(group, column), group))
    return found


def make_line(rows: tuple[Row, ...], column: str = "statement") -> StatementLine:
    """Make a line of all rows about one statement."""
    first = rows[0]
    voices = [
        Voice(
            row.ref("holder"),
            row.ref("agreement"),
            row.is_true("concern"),
            row.is_true("person"),
        )
        for row in rows
        if row.term("holder") is not None
    ]
    quotes = [
        Ref(row.text("quote"), row.ref("passage").href)
        for row in rows
        if row.term("quote") is not None
    ]
    return StatementLine(
        statement=first.ref(column, "text"),
        kind=word_for(first.text("kind")),
        stage=first.ref("stage"),
        voices=tuple(dict.fromkeys(voices)),
        quotes=tuple(dict.fromkeys(quotes)),
        report=first.ref("report"),
        review=review_word(first.text("review")),
    )


def review_word(iri: str) -> str:
    """Return the word that marks what is not accepted yet; empty for what is.

    >>> review_word("https://w3id.org/policygraph/id/review-states/draft")
    'draft'
    """
    word = concept_slug("review-states", iri)
    return "" if word == "accepted" else word
