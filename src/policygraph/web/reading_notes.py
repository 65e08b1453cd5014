"""From the passages of a report to the notes beside its text: what rests on which words, and what follows.

A passage leads to the statements that rest on it, and each of them to the recommendations that it
bears on: what the report itself links, and apart from it what a curator reads into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from policygraph.iris import concept
from policygraph.web.asking import Row
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref, address_at_publisher
from policygraph.web.marking import Layer, Mark


@dataclass(frozen=True, slots=True)
class Bearing:
    """A recommendation that a statement bears on, and in which way: `supports`."""

    verb: str
    recommendation: Ref


@dataclass(frozen=True, slots=True)
class Bearings:
    """What one and the same says that a statement bears on: the report itself, or a curator."""

    is_stated: bool
    by: Ref | None
    bearings: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """A statement that rests on a passage.

    `earlier` is the number of a note that tells all of it already, 0 where this one does.
    """

    line: StatementLine
    section: Ref
    groups: tuple[Bearings, ...]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """One passage: its number in the order of the text, its words, what rests on it."""

    number: int
    anchor: str
    start_char: int
    end_char: int
    words: str
    passage: Ref
    at_publisher: str | None
    resting: tuple[Resting, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of what rests on it, each once."""
        return tuple(dict.fromkeys(one.line.kind for one in self.resting))

    def mark(self) -> Mark:
        """Return the mark of the passage in the text."""
        return Mark(
            self.start_char,
            self.end_char,
            Layer.STATEMENT,
            anchor=self.anchor,
            number=self.number,
            kinds=self.kinds,
        )


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where the report is published, and its text where that is known: then ends can be told apart."""

    address: str
    text: str


def make_notes(
    passages: Sequence[Row], bearings: Sequence[Row], publisher: Publisher
) -> tuple[Note, ...]:
    """Make one note of all rows about one passage; the rows are in text order."""
    follows = _bearings(bearings)
    notes = []
    runs = groupby(passages, key=lambda row: row.text("passage"))
    for number, (iri, run) in enumerate(runs, start=1):
        rows = tuple(run)
        notes.append(
            Note(
                number=number,
                anchor=iri.rpartition("/")[2],
                start_char=rows[0].number("start"),
                end_char=rows[0].number("end"),
                words=rows[0].text("quote"),
                passage=rows[0].ref("passage"),
                at_publisher=_at_publisher(rows[0], publisher),
                resting=_resting(rows, follows),
            )
        )
    return tuple(notes)


def _resting(
    rows: tuple[Row, ...],
    follows: Mapping[str, tuple[Bearings, ...]],
) -> tuple[Resting, ...]:
    return tuple(
        Resting(
            line=one.line,
            section=one.rows[0].ref("section"),
            groups=follows.get(one.rows[0].text("statement"), ()),
        )
        for one in gather_lines(rows)
    )


def _bearings(rows: Sequence[Row]) -> dict[str, tuple[Bearings, ...]]:
    """Return what each statement bears on; what is not plainly stated is somebody's reading."""
    found: dict[str, dict[tuple[bool, Ref | None], list[Bearing]]] = {}
    for _, run in groupby(rows, key=lambda row: row.text("link")):
        row = next(run)
        is_stated = row.text("basis") == concept("bases", "stated")
        by = None if is_stated else row.optional_ref("by")
        bearing = Bearing(
            row.ref("type").label.lower(), row.ref("recommendation", "text")
        )
        of_it = found.setdefault(row.text("statement"), {})
        of_it.setdefault((is_stated, by), []).append(bearing)
    return {
        iri: tuple(Bearings(*said, tuple(them)) for said, them in groups.items())
        for iri, groups in found.items()
    }


def _at_publisher(row: Row, publisher: Publisher) -> str | None:
    return address_at_publisher(
        publisher.address,
        row.text("quote"),
        before=row.text("before"),
        after=row.text("after"),
        text=publisher.text,
    )
