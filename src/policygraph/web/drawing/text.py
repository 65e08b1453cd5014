"""From a label to lines that fit a width, without asking a browser how wide its letters are.

Widths are of a wide sans serif (DejaVu Sans), so that what fits here fits in narrower fonts too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Final

LETTER_SIZE: Final = 13.0
LINE_HEIGHT: Final = 17.0
_NARROW: Final = frozenset("iIjlrft.,:;'’‘|!()[]/ ")
_BROAD: Final = frozenset("mwMWOQ@%—…&")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x` and `y` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of its centre."""
        return self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share more than an edge.

        >>> Box(0, 0, 10, 10).overlaps(Box(10, 0, 10, 10))
        False
        """
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `y` is its base line."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """The room that the line takes, if it starts at its `x`."""
        return Box(self.x, self.y - LETTER_SIZE, measure(self.text), LINE_HEIGHT)


def measure(text: str, size: float = LETTER_SIZE) -> float:
    """Return how wide a text is at most, in user units."""
    return sum(_width(letter) for letter in text) * size


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.4
    if letter in _BROAD:
        return 0.98
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if unicodedata.combining(letter):
        return 0.0
    return 0.74 if letter.isupper() else 0.64


def wrap(
    text: str, width: float, *, lines: int = 2, size: float = LETTER_SIZE
) -> tuple[str, ...]:
    """Break a text into lines that fit; what does not fit ends in an ellipsis.

    A word that is wider than a line is broken inside.

    >>> wrap("Local government and planning", 130)
    ('Local government', 'and planning')
    >>> wrap("Local government and planning", 130, lines=1)
    ('Local…',)
    """
    found = [""]
    for word in _pieces(text, width, size):
        longer = f"{found[-1]} {word}".strip()
        if measure(longer, size) <= width:
            found[-1] = longer
        else:
            found.append(word)
        if len(found) > lines + 1:
            break  # the rest of a long text is not looked at
    found = [line for line in found if line] or [""]
    if len(found) > lines:
        found[lines - 1] = _cut(f"{found[lines - 1]}", width, size)
    return tuple(found[:lines])


def _pieces(text: str, width: float, size: float) -> Iterator[str]:
    """Yield the words, those that are wider than a line in parts."""
    for word in text.split():
        rest = word
        while rest:
            end = max(_fitting(rest, width, size), 1)
            yield rest[:end]
            rest = rest[end:]


def _fitting(word: str, width: float, size: float) -> int:
    """Return how many letters of a word fit."""
    reaches = accumulate(_width(letter) * size for letter in word)
    return sum(1 for _ in takewhile(lambda reach: reach <= width, reaches))


def _cut(line: str, width: float, size: float) -> str:
    room = width - measure("…", size)
    kept = line[: _fitting(line, room, size)]
    at_word = kept.rpartition(" ")[0] if len(kept) < len(line) else kept
    return f"{(at_word or kept).rstrip(' ,;:.')}…"


def stack(
    lines: tuple[str, ...], x: float, top: float, *, height: float = LINE_HEIGHT
) -> tuple[Line, ...]:
    """Put lines below one another; the first base line leaves room for its letters."""
    return tuple(
        Line(text, x, round(top + LETTER_SIZE + number * height, 1))
        for number, text in enumerate(lines)
    )
