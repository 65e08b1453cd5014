"""From things in columns to cards that do not overlap, and the threads between them.

A column is a stack of cards, in bands one below the other: what the report says itself stands in a
band above what a curator reads into it. Cards of one column are as wide as it is; a card is as high
as its words need. Order is by barycentre: a card stands as near as it can to the cards that it hangs
together with.

Source: Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures
(1981), for layers and the barycentre heuristic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.web.drawing.text import Box, Line, wrap
from policygraph.web.links import Ref

SIZE: Final = 12.0
_LINE: Final = 15.5
_PADDING: Final = 9.0
GAP: Final = 12.0


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with its words: a line above them (`head`) and some below (`foot`), all short."""

    key: str
    kind: str
    what: Ref
    width: float
    band: int = 0
    head: str = ""
    foot: tuple[str, ...] = ()
    most_lines: int = 5

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """All lines of the card, each with its part: `head`, `words` or `foot`."""
        room = self.width - 2 * _PADDING
        parts = (("head", self.head, 2), ("words", self.what.label, self.most_lines))
        return tuple(
            (part, line)
            for part, words, most in (*parts, *(("foot", one, 3) for one in self.foot))
            if words
            for line in wrap(words, room, lines=most, size=SIZE)
        )

    @property
    def height(self) -> float:
        """How high the card is with all its lines."""
        return len(self.lines) * _LINE + 2 * _PADDING - 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A card at its place; `lines` are its text by part."""

    card: Card
    box: Box
    lines: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A line between two cards; `arrow` is the head of an arrow, empty where none is drawn."""

    path: str
    arrow: str
    is_reading: bool


def place(card: Card, x: float, y: float) -> Placed:
    """Put a card with its upper left corner at a point."""
    lines = tuple(
        (
            part,
            Line(text, x + _PADDING, round(y + _PADDING + 9 + number * _LINE, 1)),
        )
        for number, (part, text) in enumerate(card.lines)
    )
    box = Box(x, round(y, 1), card.width, round(card.height, 1))
    return Placed(card, box, lines)


def height_of(cards: Sequence[Card]) -> float:
    """Return how high a stack of cards is, with the gaps between them."""
    return sum(card.height for card in cards) + GAP * max(len(cards) - 1, 0)


def order_by_barycentre(
    cards: Iterable[Card], centres: Mapping[str, float]
) -> list[Card]:
    """Sort cards by the mean height of their neighbours; where that is the same the order stays."""
    return sorted(cards, key=lambda card: centres.get(card.key, 0.0))


def stack_near(
    cards: Sequence[Card],
    wanted: Mapping[str, float],
    *,
    x: float,
    top: float,
    bottom: float,
) -> list[Placed]:
    """Stack cards in their order between two heights, each as near as it can to its wanted middle.

    What does not fit goes on below the bottom; cards never overlap.
    """
    tops: list[float] = []
    lowest = top
    for card in cards:
        tops.append(max(lowest, wanted.get(card.key, top) - card.height / 2))
        lowest = tops[-1] + card.height + GAP
    highest = max(bottom, top + height_of(cards))
    for number in reversed(range(len(cards))):
        tops[number] = min(tops[number], highest - cards[number].height)
        highest = tops[number] - GAP
    return [place(card, x, y) for card, y in zip(cards, tops, strict=True)]


def thread(
    start: Box,
    end: Box,
    *,
    is_reading: bool = False,
    arrow: str = "",
    straight_to: float = 0.0,
) -> Thread:
    """Draw a line from the right edge of one box to the left edge of another.

    `arrow` names the end that has a head (`start` or `end`); until `straight_to` the line keeps its
    height, so that it passes a column in a band where that column has no card.
    """
    x, y = max(start.right, straight_to), start.middle
    half = round((end.x - x) / 2, 1)
    run = f"H{x}" if x > start.right else ""
    path = f"M{start.right} {y:.1f}{run}C{x + half} {y:.1f} {end.x - half} {end.middle:.1f} {end.x} {end.middle:.1f}"
    return Thread(path, _arrow(start, end, arrow), is_reading)


def _arrow(start: Box, end: Box, at: str) -> str:
    if at == "end":
        return f"M{end.x} {end.middle:.1f}l-8 -4v8z"
    if at == "start":
        return f"M{start.right} {start.middle:.1f}l8 -4v8z"
    return ""
