"""From a text and the words that were looked for to pieces, of which those that were found are marked."""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.web.search_terms import Wanted
from policygraph.words import token_of, words_of


@dataclass(frozen=True, slots=True)
class FoundPiece:
    """Some words of a text, and whether they are such as were looked for."""

    words: str
    is_found: bool


def mark_found(
    text: str, language: str | None, wanted: Wanted
) -> tuple[FoundPiece, ...]:
    """Cut a text into pieces; words that were found side by side are one piece.

    >>> from policygraph.web.search_terms import read_sought, want
    >>> wanted = want(read_sought("public trust"), {})
    >>> [one.words for one in mark_found("Public trust is won.", "en", wanted) if one.is_found]
    ['Public trust']
    """
    spans: list[tuple[int, int]] = []
    for word in words_of(text):
        if not {word.folded, token_of(word.folded, language)} & wanted.tokens:
            continue
        start = word.start_char
        if spans and not text[spans[-1][1] : start].strip():
            start = spans.pop()[0]
        spans.append((start, word.end_char))
    pieces: list[FoundPiece] = []
    done = 0
    for start, end in spans:
        pieces += [
            FoundPiece(text[done:start], False),
            FoundPiece(text[start:end], True),
        ]
        done = end
    pieces.append(FoundPiece(text[done:], False))
    return tuple(piece for piece in pieces if piece.words)
