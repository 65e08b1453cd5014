"""A quotation into its one place in a text.

Admission is exact: the words stand there after typographic normalisation, on word boundaries, once,
or once between the words said to touch them. Nothing here guesses; what is nearest is only shown.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from policygraph.errors import QuoteAmbiguousError, QuoteNotFoundError
from policygraph.source.nearest import nearest_span
from policygraph.source.normalising import Normalised, normalise, normalised_words

# The dashes that join words; the longer ones part them.
_HYPHENS = "-\u2010\u2011"
_SHOWN_CHARS = 90


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source text, counted in Unicode characters, end excluded."""

    start_char: int
    end_char: int
    quote: str


@dataclass(frozen=True)
class SourceText:
    """A text in which many quotations are looked for: normalised once, when first asked.

    >>> SourceText("It is “not” so.").find('is "not"')
    Passage(start_char=3, end_char=11, quote='is “not”')
    """

    text: str

    @cached_property
    def normalised(self) -> Normalised:
        """The text as quotations are compared with it."""
        return normalise(self.text)

    def find(
        self, exact: str, *, before: str | None = None, after: str | None = None
    ) -> Passage:
        """Locate a quotation; see `find_passage`."""
        wanted = normalised_words(exact)
        if not wanted:
            raise QuoteNotFoundError("quotes nothing.", hint="quote words of the text")
        hits = self._hits(wanted)
        whole = [
            span
            for span in hits
            if not self._is_cut(span[0]) and not self._is_cut(span[1])
        ]
        placed = [span for span in whole if self._touches(span, before, after)]
        if len(placed) == 1:
            return self.passage(placed[0])
        if placed:
            raise self._ambiguous(exact, placed)
        if whole:
            raise self._misplaced(exact, whole)
        if hits:
            raise self._cut(exact, hits[0])
        raise self._not_found(exact)

    def passage(self, span: tuple[int, int]) -> Passage:
        """Return the passage for a span of the normalised text, in the source's own characters."""
        start, end = self.normalised.span(*span)
        return Passage(start, end, self.text[start:end])

    def nearest(self, exact: str) -> Passage | None:
        """Return the words most like a quotation, or None where nothing is like it."""
        span = nearest_span(normalised_words(exact), self.normalised.text)
        return self.passage(span) if span else None

    def _hits(self, wanted: str) -> list[tuple[int, int]]:
        text = self.normalised.text
        hits = []
        start = text.find(wanted)
        while start >= 0:
            hits.append((start, start + len(wanted)))
            start = text.find(wanted, start + 1)
        return hits

    def _touches(
        self, span: tuple[int, int], before: str | None, after: str | None
    ) -> bool:
        text = self.normalised.text
        wanted_before = normalised_words(before or "")
        wanted_after = normalised_words(after or "")
        return text[: span[0]].rstrip().endswith(wanted_before) and text[
            span[1] :
        ].lstrip().startswith(wanted_after)

    def _is_cut(self, at: int) -> bool:
        """Tell whether a position of the normalised text lies inside a word or a number."""
        text = self.normalised.text
        if not 0 < at < len(text):
            return False
        if _is_letter(text[at - 1]) and _is_letter(text[at]):
            return True
        return self._joins(at - 1) or self._joins(at)

    def _joins(self, at: int) -> bool:
        """Tell whether the character there holds two halves of one word or number together."""
        text = self.normalised.text
        if not 0 < at < len(text) - 1:
            return False
        left, joint, right = text[at - 1], text[at], text[at + 1]
        if not (_is_letter(left) and _is_letter(right)):
            return False
        if joint in ".,":
            return left.isdigit() and right.isdigit()
        if joint == "'":
            # a possessive may be left off: the name in "CASA's" is a whole word
            return right != "s" or (at + 2 < len(text) and _is_letter(text[at + 2]))
        return joint == "-" and self.text[self.normalised.starts[at]] in _HYPHENS

    def _ambiguous(
        self, exact: str, spans: list[tuple[int, int]]
    ) -> QuoteAmbiguousError:
        offsets = ", ".join(str(self.normalised.starts[start]) for start, _ in spans)
        return QuoteAmbiguousError(
            f"quotes words that stand in the source {len(spans)} times, "
            f"at characters {offsets}: {shown(exact)}.",
            hint="add `before` or `after` with the words that touch the right one, or quote more",
        )

    def _misplaced(
        self, exact: str, spans: list[tuple[int, int]]
    ) -> QuoteNotFoundError:
        offsets = ", ".join(str(self.normalised.starts[start]) for start, _ in spans)
        return QuoteNotFoundError(
            f"quotes words that do not stand between the given `before` and `after`: "
            f"{shown(exact)}.",
            hint=f"they stand at characters {offsets}; give the words that touch them there",
        )

    def _cut(self, exact: str, span: tuple[int, int]) -> QuoteNotFoundError:
        start, end = span
        while self._is_cut(start):
            start -= 1
        while self._is_cut(end):
            end += 1
        whole = self.passage((start, end))
        return QuoteNotFoundError(
            f"quotes words that are cut inside a word: {shown(exact)}.",
            hint=f"quote whole words: {shown(whole.quote)} (character {whole.start_char})",
        )

    def _not_found(self, exact: str) -> QuoteNotFoundError:
        near = self.nearest(exact)
        hint = "nothing like them stands there; is it the right text?"
        if near:
            hint = f"the nearest words are {shown(near.quote)} (character {near.start_char})."
        return QuoteNotFoundError(
            f"quotes words that are not in the source: {shown(exact)}.", hint=hint
        )


def find_passage(
    text: str, exact: str, *, before: str | None = None, after: str | None = None
) -> Passage:
    """Locate a quotation in its source.

    Quotes, dashes, white space, soft hyphens and zero widths in both are normalised, case is not;
    offsets refer to `text` as given. `before` and `after` are words that touch the quotation. To
    look for many quotations in one text, make a `SourceText` and ask it.

    Returns:
        The only match, on word boundaries. Offsets are in characters,
        0 <= start_char < end_char <= len(text).

    Raises:
        QuoteNotFoundError: the words do not stand in the text, or only inside other words.
        QuoteAmbiguousError: they stand there more than once; the message lists every offset.
            The messages are predicates: the caller knows what quotes these words.

    Source: Web Annotation Data Model, sections 4.2.4 and 4.2.5 (text quote, text position selector).
    """
    return SourceText(text).find(exact, before=before, after=after)


def shown(words: str) -> str:
    r"""Return words as a message shows them: on one line, between quotation marks, not too long.

    >>> shown("so\n be it")
    '"so be it"'
    """
    line = " ".join(words.split())
    if len(line) > _SHOWN_CHARS:
        line = line[: _SHOWN_CHARS - 1] + "…"
    return f'"{line}"'


def _is_letter(character: str) -> bool:
    """Tell whether a character belongs to a word: letters, digits, and the marks set on them."""
    return (
        character.isalnum()
        or character == "_"
        or unicodedata.category(character).startswith("M")
    )
