"""Text into the same text without typographic accidents, and positions back again.

Quotation marks are straightened, dashes made alike, every run of white space (no-break spaces and
line breaks too) becomes one space, soft hyphens and other characters of no width vanish. Case,
letters, digits and accents stay: whatever could carry meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SINGLE_QUOTES = "‘’‚‛ʼ′"
_DOUBLE_QUOTES = "“”„‟″«»"
_DASHES = "‐‑‒–—―−"
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"

_ALIKE = str.maketrans(
    {
        **dict.fromkeys(_SINGLE_QUOTES, "'"),
        **dict.fromkeys(_DOUBLE_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
    }
)
_GAP = re.compile(rf"[\s{_NO_WIDTH}]+")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text with its way back.

    `starts[i]` and `ends[i]` bound, in the original, what became character `i`; both ascend.
    """

    text: str
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a non-empty span of the normalised text came from."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    r"""Straighten a text, keeping for every character left where it came from.

    >>> normalise("‘a\u00ad b’ \u00a0\n–").text
    "'a b' -"
    """
    alike = text.translate(_ALIKE)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for gap in _GAP.finditer(alike):
        pieces.append(alike[at : gap.start()])
        starts.extend(range(at, gap.start()))
        ends.extend(range(at + 1, gap.start() + 1))
        if _SPACE.search(gap.group()):
            pieces.append(" ")
            starts.append(gap.start())
            ends.append(gap.end())
        at = gap.end()
    pieces.append(alike[at:])
    starts.extend(range(at, len(alike)))
    ends.extend(range(at + 1, len(alike) + 1))
    return Normalised("".join(pieces), starts, ends)


def normalised_words(text: str) -> str:
    r"""Return a text as quotations are compared: normalised, without space at its ends.

    >>> normalised_words(" “so\n  be it” ")
    '"so be it"'
    """
    return normalise(text).text.strip()
