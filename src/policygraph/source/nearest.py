"""The words of a text that are most like given words: shown to a person, or weighed by a guard."""

from __future__ import annotations

MIN_LIKENESS = 55.0
# Alignment costs about text times quote; beyond this a message is not worth waiting for.
_MAX_WORK = 40_000_000
_END_WORDS = 2

Span = tuple[int, int]


def nearest_span(
    words: str, text: str, *, min_likeness: float = MIN_LIKENESS
) -> Span | None:
    """Return the span of `text` most like `words`, of whole words; None below the cut-off.

    `min_likeness` is measured as by `most_like`.
    """
    found = most_like(words, text)
    return found[1] if found and found[0] >= min_likeness else None


def most_like(words: str, text: str) -> tuple[float, Span] | None:
    """Return likeness and span of the best match; None where nothing can be compared.

    Likeness is the normalised indel similarity of rapidfuzz, 0 to 100, case ignored. The span is of
    whole words, with marks at its ends only where `words` has the same ones.
    """
    if not words.strip() or not text.strip() or len(words) * len(text) > _MAX_WORK:
        return None
    from rapidfuzz import fuzz

    wanted, folded = _folded(words), _folded(text)
    match = fuzz.partial_ratio_alignment(wanted, folded)
    if match is None or match.dest_end <= match.dest_start:
        return None
    rough = _whole_words(text, match.dest_start, match.dest_end)
    fits = [
        (fuzz.ratio(wanted, folded[slice(*span)]), span)
        for span in (
            _with_marks(words, text, near) for near in _neighbours(text, rough)
        )
    ]
    return max(fits, key=lambda fit: (fit[0], -fit[1][0]), default=None)


def _neighbours(text: str, span: Span) -> list[Span]:
    """Return a span of whole words, and those with up to two words more or less at either end."""
    starts, ends = {span[0]}, {span[1]}
    for side in (-1, 1):
        start, end = span
        for _ in range(_END_WORDS):
            start = _next_edge(text, start, side)
            end = _next_edge(text, end, side)
            starts.add(start)
            ends.add(end)
    trimmed = {
        _trimmed(text, start, end) for start in starts for end in ends if start < end
    }
    return sorted(span for span in trimmed if span[0] < span[1])


def _next_edge(text: str, at: int, side: int) -> int:
    """Return the next position between a space and a word, left (-1) or right (1) of a position."""
    at += side
    while 0 < at < len(text) and text[at - 1].isspace() == text[at].isspace():
        at += side
    return max(0, min(at, len(text)))


def _whole_words(text: str, start: int, end: int) -> Span:
    while start > 0 and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end - 1].isspace() and not text[end].isspace():
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave off what is neither letter nor digit at the ends of a span."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def marks_of(words: str) -> tuple[str, str]:
    """Return what stands before the first and after the last letter or digit.

    >>> marks_of("‘vertical’?")
    ('‘', '’?')
    """
    start, end = _trimmed(words, 0, len(words))
    return words[:start], words[end:]


def _with_marks(words: str, text: str, span: Span) -> Span:
    """Take in the marks at the ends of a span that the words have as well."""
    start, end = span
    before, after = marks_of(words)
    if before and text.endswith(before, 0, start):
        start -= len(before)
    if after and text.startswith(after, end):
        end += len(after)
    return start, end


def _folded(text: str) -> str:
    """Return a text in lower case with as many characters as before."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(
        low if len(low := character.lower()) == 1 else character for character in text
    )
