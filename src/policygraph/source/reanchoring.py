"""An admitted quotation into its place in a changed source: exact, moved or lost.

Exact means the words still stand there as admission demands. Moved means that words very like them
do, and that nothing a meaning hangs on differs; it waits for a person. Everything else is lost, which
is no harm: a person is shown the best candidate. Nothing moves silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policygraph.errors import QuoteAmbiguousError, QuoteNotFoundError
from policygraph.source.guard import read_guard, words_of
from policygraph.source.nearest import Span, marks_of, most_like
from policygraph.source.normalising import normalised_words
from policygraph.source.passages import Passage, SourceText

MIN_MOVED_LIKENESS = 85.0
# Fewer words than these are too like many others.
MIN_MOVED_WORDS = 4
# A second place nearly as good makes the first one a guess.
_MIN_LEAD = 5.0


@dataclass(frozen=True, slots=True)
class Reanchored:
    """Where a quotation stands in the changed text.

    `passage` is its place when exact or moved, and the best candidate (or None) when lost.
    `likeness` is 0 to 100; `reason` says why it is lost, or is empty.
    """

    outcome: Literal["exact", "moved", "lost"]
    passage: Passage | None
    likeness: float
    reason: str = ""


def reanchor(
    exact: str,
    new_text: SourceText,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Reanchored:
    """Find an admitted quotation in a changed source.

    Order: verbatim after typographic normalisation, then fuzzy with a high cut-off and a guard that
    refuses where negation, number, modal, quantifier, direction or an opposite differs.
    """
    try:
        passage = new_text.find(exact, before=before, after=after)
    except QuoteAmbiguousError as error:
        return Reanchored("lost", None, 100.0, error.message)
    except QuoteNotFoundError:
        return _reanchor_like(exact, new_text, in_context=bool(before or after))
    return Reanchored("exact", passage, 100.0)


def _reanchor_like(exact: str, new_text: SourceText, *, in_context: bool) -> Reanchored:
    wanted = normalised_words(exact)
    text = new_text.normalised.text
    found = most_like(wanted, text)
    if found is None:
        return Reanchored("lost", None, 0.0, "nothing like it stands there")
    likeness, span = found
    candidate = new_text.passage(span)
    reason = ""
    if likeness < MIN_MOVED_LIKENESS:
        reason = "nothing like enough stands there"
    elif len(words_of(wanted)) < MIN_MOVED_WORDS:
        reason = "too few words to tell by likeness"
    elif in_context:
        # its words alone stood in several places: likeness cannot tell them apart
        reason = "the words that told its place are gone"
    else:
        reason = _objection(wanted, text, span) or _rival(wanted, text, found)
    outcome: Literal["moved", "lost"] = "lost" if reason else "moved"
    return Reanchored(outcome, candidate, likeness, reason)


def _objection(wanted: str, text: str, span: Span) -> str:
    """Return why the words of a span may mean something else than those wanted, or nothing."""
    if marks_of(wanted) != marks_of(text[span[0] : span[1]]):
        return "the marks at its ends differ"
    guard = read_guard()
    objection = guard.objection(wanted, text[span[0] : span[1]])
    if objection:
        return objection
    words_before = words_of(text[max(0, span[0] - 40) : span[0]])
    if words_before and guard.negates(words_before[-1]):
        return f"{words_before[-1]!r} stands before it"
    return ""


def _rival(wanted: str, text: str, found: tuple[float, Span]) -> str:
    """Return that a second place is nearly as like, or nothing."""
    likeness, (start, end) = found
    hidden = text[:start] + "\n" * (end - start) + text[end:]
    second = most_like(wanted, hidden)
    if second and second[0] > likeness - _MIN_LEAD:
        return "two places are equally like it"
    return ""
