"""From the steps of a trace to columns of cards in bands, each card with its key.

Columns stand from left to right as a reader goes from the report to what follows: reports, passages,
the statements that lead here, this one, and those that follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policygraph.web.drawing.cards import Card
from policygraph.web.links import Ref

OWN: Final = 0
STATED: Final = 1
READING: Final = 2
_BEFORE: Final = 2  # the place of the column of what leads here
_BETWEEN: Final = 42.0
# of reports, passages, what leads here, this, what follows
_WIDE: Final = (124.0, 216.0, 250.0, 224.0, 250.0)
_NARROW: Final = (110.0, 170.0, 196.0, 176.0, 190.0)


@dataclass(frozen=True, slots=True)
class Step:
    """A statement next to the one traced, and how it is linked to it.

    `is_before` tells whether it leads to the one traced or follows from it, `is_reading` whether a
    curator says so and not the report, `held` who said it and how many agreed, `points` which end the link goes to: `this`, `other`, or
    `both` where it goes both ways.
    """

    what: Ref
    phrase: str
    held: tuple[str, ...]
    passages: tuple[Ref, ...]
    report: Ref
    is_reading: bool
    is_before: bool
    points: str = "this"

    @property
    def band(self) -> int:
        """The band in which the step stands."""
        return READING if self.is_reading else STATED


@dataclass(frozen=True, slots=True)
class Column:
    """Cards of one width, all at the same `x`."""

    x: float
    width: float
    cards: tuple[Card, ...] = ()

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    def band(self, band: int) -> list[Card]:
        """Return the cards of one band, in order."""
        return [card for card in self.cards if card.band == band]


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of a trace; one without cards takes no room."""

    reports: Column
    passages: Column
    before: Column
    this: Column
    after: Column

    @property
    def right(self) -> float:
        """The x of the right edge of the last column that is there."""
        return max(column.right for column in (self.this, self.after))


@dataclass(frozen=True, slots=True)
class Traced:
    """All that a trace shows: the statement, its passages and report, and the steps at both sides."""

    this: Ref
    head: str
    passages: tuple[Ref, ...]
    report: Ref | None
    before: tuple[Step, ...]
    after: tuple[Step, ...]

    def steps(self) -> dict[str, Step]:
        """Return every step under the key of its card."""
        sides = (("before", self.before), ("after", self.after))
        return {
            f"{side}-{number}": step
            for side, steps in sides
            for number, step in enumerate(steps)
        }

    def owners(self) -> dict[Ref, list[str]]:
        """Return each passage with the keys of the statements whose words it holds."""
        found: dict[Ref, list[str]] = {one: ["this"] for one in self.passages}
        for number, step in enumerate(self.before):
            for one in step.passages:
                found.setdefault(one, []).append(f"before-{number}")
        return found

    def sources(self) -> dict[Ref, list[Ref]]:
        """Return each report with the passages that it holds."""
        found: dict[Ref, list[Ref]] = {}
        if self.report is not None:
            found[self.report] = list(self.passages)
        for step in self.before:
            for one in step.passages:
                held = found.setdefault(step.report, [])
                held.extend([] if one in held else [one])
        return found


def make_columns(traced: Traced, *, has_before: bool) -> Columns:
    """Make the cards of a trace and the places of its columns.

    `has_before` keeps the room for what leads here where nothing does.
    """
    is_crowded = traced.after and (traced.before or has_before)
    widths = _NARROW if is_crowded else _WIDE
    all_cards = (
        _report_cards(traced, widths[0]),
        _passage_cards(traced, widths[1]),
        _step_cards(traced, widths[2], is_before=True),
        [Card("this", "this", traced.this, widths[3], head=traced.head, most_lines=9)],
        _step_cards(traced, widths[4], is_before=False),
    )
    left = 0.0
    columns = []
    for number, (width, cards) in enumerate(zip(widths, all_cards, strict=True)):
        is_there = bool(cards) or (number == _BEFORE and has_before)
        columns.append(Column(left, width if is_there else 0, tuple(cards)))
        left += width + _BETWEEN if is_there else 0
    return Columns(*columns)


def _step_cards(traced: Traced, width: float, *, is_before: bool) -> list[Card]:
    return [
        Card(
            key=key,
            kind="statement",
            what=step.what,
            width=width,
            band=step.band,
            head=step.phrase,
            foot=step.held,
        )
        for key, step in traced.steps().items()
        if step.is_before == is_before
    ]


def _passage_cards(traced: Traced, width: float) -> list[Card]:
    steps = traced.steps()

    def band(owners: Iterable[str]) -> int:
        return min(OWN if key == "this" else steps[key].band for key in owners)

    return [
        Card(passage_key(number), "passage", one, width, band=band(owners))
        for number, (one, owners) in enumerate(traced.owners().items())
    ]


def _report_cards(traced: Traced, width: float) -> list[Card]:
    return [
        Card(f"report-{number}", "report", one, width, most_lines=7)
        for number, one in enumerate(traced.sources())
    ]


def passage_key(number: int) -> str:
    """Return the key of a passage by its place among those of the trace."""
    return f"passage-{number}"


def keys_of_passages(traced: Traced) -> dict[Ref, str]:
    """Return the key of each passage."""
    return {one: passage_key(number) for number, one in enumerate(traced.owners())}
