"""One quotation into its place: in the text, or without it by what was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from policygraph.errors import QuoteNotFoundError
from policygraph.record.model import Quotation
from policygraph.record.stored_anchors import (
    Anchor,
    StoredAnchor,
    StoredAnchors,
    words_key,
)
from policygraph.source import SourceText, normalise, reanchor
from policygraph.source.passages import shown

# Raises QuoteNotFoundError or QuoteAmbiguousError; their messages are predicates.
Locate = Callable[[Quotation], Anchor]


def in_text(source: SourceText, stored: StoredAnchors | None) -> Locate:
    """Return how quotations are located in a text.

    One that stood in the stored anchors was admitted once: if it is gone, the hint says where its
    words may have moved. Nothing moves without the record being changed.
    """
    admitted = {each.words for each in stored.anchors} if stored else set[str]()

    def locate(quotation: Quotation) -> Anchor:
        before, after = quotation.before, quotation.after
        try:
            found = source.find(quotation.exact, before=before, after=after)
        except QuoteNotFoundError as error:
            if words_key(quotation) not in admitted:
                raise
            hint = _moved(source, quotation) or error.hint
            raise QuoteNotFoundError(error.message, hint=hint) from error
        start, end = found.start_char, found.end_char
        return Anchor(
            start_char=start,
            end_char=end,
            exact=found.quote,
            sha256=_sha256(found.quote),
            prefix=_touching(source.text[:start], before, at_end=True),
            suffix=_touching(source.text[end:], after, at_end=False),
        )

    return locate


def _moved(source: SourceText, quotation: Quotation) -> str:
    found = reanchor(
        quotation.exact, source, before=quotation.before, after=quotation.after
    )
    if found.outcome != "moved" or found.passage is None:
        return ""
    return (
        f"the text now reads {shown(found.passage.quote)} "
        f"(character {found.passage.start_char}); quote that if it still carries the point"
    )


def _touching(side: str, words: str | None, *, at_end: bool) -> str | None:
    """Return the source's own characters for words that touch a quotation, gap included."""
    if words is None:
        return None
    normalised = normalise(side)
    wanted = normalise(words).text.strip()
    if not wanted:
        return None
    if at_end:
        start = normalised.starts[len(normalised.text.rstrip()) - len(wanted)]
        return side[start:]
    lead = len(normalised.text) - len(normalised.text.lstrip())
    return side[: normalised.ends[lead + len(wanted) - 1]]


def by_digest(stored: StoredAnchors) -> Locate:
    """Return how quotations are located without the text: by key, proved by digest."""
    known = {each.words: each for each in stored.anchors}

    def locate(quotation: Quotation) -> Anchor:
        kept = known.get(words_key(quotation))
        exact = _kept_exact(kept, quotation) if kept else None
        if kept is None or exact is None:
            raise QuoteNotFoundError(
                f"quotes words that are not anchored yet: {shown(quotation.exact)}.",
                hint="policygraph source add SLUG FILE looks for them in the text",
            )
        return Anchor(
            start_char=kept.start_char,
            end_char=kept.end_char,
            exact=exact,
            sha256=kept.sha256,
            prefix=kept.prefix,
            suffix=kept.suffix,
        )

    return locate


def _kept_exact(kept: StoredAnchor, quotation: Quotation) -> str | None:
    """Return the source's words, if the digest says that they are these."""
    for words in (kept.exact, quotation.exact):
        if words is not None and _sha256(words) == kept.sha256:
            return words
    return None


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()
