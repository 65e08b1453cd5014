"""From a text to its paragraphs and sentences, as spans of characters in it.

Nothing is rewritten: a span begins and ends at characters that a reader sees, and what lies between
two spans is white space.
"""

from __future__ import annotations

import re
from typing import Final

Span = tuple[int, int]

# An empty line parts paragraphs; so does a line that begins with the mark of a list.
_PARTING: Final = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:\d{1,3}[.)]|[-•*–])[ \t])")
_SENTENCE_END: Final = re.compile(
    r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W_a-z])", re.UNICODE
)
# Words whose full stop ends no sentence, and initials.
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nos|Fig|Ltd|Inc|vs|cf|e\.g|i\.e|approx)|\b[A-Z])\.$"
)
_LIST_MARK: Final = re.compile(r"\s*\d{1,3}[.)]$")


def paragraph_spans(text: str) -> tuple[Span, ...]:
    r"""Return the paragraphs of a text, without the white space around them.

    >>> paragraph_spans("One.\n\n Two\nlines.\n- three")
    ((0, 4), (7, 17), (18, 25))
    """
    edges = [0]
    for found in _PARTING.finditer(text):
        edges += [found.start(), found.end()]
    edges.append(len(text))
    spans = (_trim(text, edges[i], edges[i + 1]) for i in range(0, len(edges), 2))
    return tuple(span for span in spans if span[0] < span[1])


def sentence_spans(text: str, within: Span) -> tuple[Span, ...]:
    """Return the sentences of a paragraph, without the white space between them.

    >>> text = "Dr. Quill came. Did she stay? Yes."
    >>> [text[start:end] for start, end in sentence_spans(text, (0, len(text)))]
    ['Dr. Quill came.', 'Did she stay?', 'Yes.']
    """
    start, end = within
    found = []
    for stop in _SENTENCE_END.finditer(text, start, end):
        words = text[start : stop.end()]
        if _ABBREVIATED.search(words) or _LIST_MARK.match(words):
            continue
        found.append(_trim(text, start, stop.end()))
        start = stop.end()
    last = _trim(text, start, end)
    return (*found, last) if last[0] < last[1] else tuple(found)


def _trim(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, start + left + len(words.strip())
