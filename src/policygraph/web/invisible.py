"""From text of the data to what a page may show: what turns or hides letters is seen, and turns nothing around it.

A name may hold signs that have no shape of their own: those that reverse the order of what follows, or
that part a word unseen. They are shown by their number; text that runs from right to left is set
apart, so that the line around it keeps its order. What is sent as data, or typed, is never changed.

Source: Unicode Standard Annex 9, section 2 (directional formatting); Technical Report 36, section 2.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup

# No script needs these in a name: controls, embeddings, overrides and isolates, zero widths, byte order marks.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
# Some scripts and pictures join letters by these, so in a name they stay; in a query all are told.
_UNSEEN_IN_CODE: Final = re.compile(f"{_UNSEEN.pattern}|[\u00ad\u061c\u200c-\u200f]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MARK: Final = Markup('<span class="mark" title="{}">U+{:04X}</span>')
_APART: Final = Markup("<bdi>{}</bdi>")


def show_words(words: str) -> str:
    r"""Return words of the data for the content of an element.

    >>> str(show_words("safe\u202egnp"))
    '<bdi>safe<span class="mark" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>gnp</bdi>'
    >>> show_words("<b>")
    '<b>'
    """
    if _UNSEEN.search(words) is None and _RIGHT_TO_LEFT.search(words) is None:
        return words
    return _APART.format(_marked(words, _UNSEEN))


def show_code(code: str) -> Markup:
    """Return a part of a query as escaped markup in which every sign is seen."""
    if _UNSEEN_IN_CODE.search(code) is None:
        return Markup.escape(code)
    return _marked(code, _UNSEEN_IN_CODE)


def spell_out(words: str) -> str:
    r"""Return words of the data for where no element can stand: a title, a line of a picture.

    >>> spell_out("safe\u202egnp")
    'safe[U+202E]gnp'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", words)


def _marked(text: str, unseen: re.Pattern[str]) -> Markup:
    pieces, end = [], 0
    for found in unseen.finditer(text):
        pieces.append(Markup.escape(text[end : found.start()]))
        name = unicodedata.name(found[0], "control character")
        pieces.append(_MARK.format(name, ord(found[0])))
        end = found.end()
    pieces.append(Markup.escape(text[end:]))
    return Markup().join(pieces)
