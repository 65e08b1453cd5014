"""From numbers that are parts of one whole to one strip, each part named below with its number.

Made for how many agreed. A single voice, consensus and what is not said are parts of their own, each
with a texture of its own: no two are ever added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.iris import concept_slug
from policygraph.web.drawing.bars import Amount
from policygraph.web.drawing.text import LINE_HEIGHT, Box, Line, stack, wrap
from policygraph.web.links import Ref

WIDTH: Final = 340.0
_HEIGHT: Final = 22.0
_GAP: Final = 2.0
_SWATCH: Final = 12.0
_NAME_X: Final = 64.0
# the textures of the sheet, by the local name of a term; other parts take them in turn
_TONES: Final = {
    "consensus": "full",
    "widespread": "striped",
    "divided": "crossed",
    "one-voice": "dotted",
    "not-said": "unsaid",
}
_OTHERS: Final = ("full", "striped", "crossed", "dotted")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the whole: its stretch of the strip, its swatch, name and number below."""

    what: Ref
    count: float
    tone: str
    box: Box
    swatch: Box
    number: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of parts; the widths of their boxes are to one another as their numbers."""

    key: str
    caption: str
    unit: str
    width: float
    height: float
    parts: tuple[Part, ...]


def draw_strip(
    amounts: Sequence[Amount],
    *,
    key: str,
    caption: str,
    unit: str = "statements",
) -> Strip:
    """Draw amounts as parts of one strip, in the order given; nothing is drawn for 0.

    The texture follows the IRI of an agreement; give a single voice the label that the page uses
    and an `iri` that ends in `one-voice`.
    """
    shown = [one for one in amounts if one.count > 0]
    total = sum(one.count for one in shown) or 1
    room = WIDTH - _GAP * (len(shown) - 1)
    parts: list[Part] = []
    left, top = 0.0, _HEIGHT + 12
    for place, one in enumerate(shown):
        width = room * one.count / total
        names = stack(wrap(one.what.label, WIDTH - _NAME_X), _NAME_X, top)
        parts.append(
            Part(
                what=one.what,
                count=one.count,
                tone=_tone(one.what, place),
                box=Box(round(left, 1), 0, round(width, 1), _HEIGHT),
                swatch=Box(0, top + 2, _SWATCH, _SWATCH),
                number=Line(str(one.count), _SWATCH + 8, names[0].y),
                lines=names,
            )
        )
        left += width + _GAP
        top += len(names) * LINE_HEIGHT + 5
    return Strip(key, caption, unit, WIDTH, round(top, 1), tuple(parts))


def _tone(what: Ref, place: int) -> str:
    if what.is_not_said:
        return "unsaid"
    slug = concept_slug("agreements", what.iri) or what.iri.rpartition("/")[2]
    return _TONES.get(slug) or _OTHERS[place % len(_OTHERS)]
