"""From a thing and what it is linked to, one step each way, to cards at both sides of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.web.drawing.cards import (
    Card,
    Placed,
    Thread,
    height_of,
    place,
    stack_near,
    thread,
)
from policygraph.web.links import Ref

_WIDTH: Final = 190.0
_BETWEEN: Final = 48.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing one step away, and the words for the step; dashed where a curator reads it."""

    what: Ref
    phrase: str
    is_reading: bool = False


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The picture, and the neighbours that it shows, in the order of its table."""

    key: str
    caption: str
    width: float
    height: float
    cards: tuple[Placed, ...]
    threads: tuple[Thread, ...]
    shown: tuple[Neighbour, ...]
    left_out: int


def draw_neighbourhood(
    this: Ref,
    before: Sequence[Neighbour],
    after: Sequence[Neighbour],
    *,
    key: str,
    caption: str,
    most: int = 40,
) -> Neighbourhood:
    """Draw what leads to a thing at its left and what it leads to at its right; `most` in all.

    Neither side is left out for the other: the smaller one is shown whole up to half of the room.
    """
    room = most - min(len(after), most // 2)
    sides = (before[:room], after[: most - min(len(before), room)])
    left = _WIDTH + _BETWEEN if sides[0] else 0.0
    columns = (0.0, left + _WIDTH + _BETWEEN)
    cards = [_cards(side, number) for number, side in enumerate(sides)]
    centre = Card("this", "this", this, _WIDTH, most_lines=6)
    height = max(height_of(cards[0]), height_of(cards[1]), centre.height)
    middle = place(centre, left, (height - centre.height) / 2)
    placed = [middle]
    threads = []
    for number, side in enumerate(sides):
        top = (height - height_of(cards[number])) / 2
        stack = stack_near(cards[number], {}, x=columns[number], top=top, bottom=height)
        for one, neighbour in zip(stack, side, strict=True):
            ends = (one.box, middle.box) if number == 0 else (middle.box, one.box)
            threads.append(thread(*ends, is_reading=neighbour.is_reading, arrow="end"))
        placed += stack
    return Neighbourhood(
        key=key,
        caption=caption,
        width=max(one.box.right for one in placed),
        height=round(height, 1),
        cards=tuple(placed),
        threads=tuple(threads),
        shown=(*sides[0], *sides[1]),
        left_out=len(before) + len(after) - len(sides[0]) - len(sides[1]),
    )


def _cards(side: Sequence[Neighbour], number: int) -> list[Card]:
    return [
        Card(f"{number}-{place}", "statement", one.what, _WIDTH, head=one.phrase)
        for place, one in enumerate(side)
    ]
