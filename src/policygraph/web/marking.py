"""From a text and the stretches that are marked in it to pieces that a page can write one by one.

Stretches may overlap: the text is cut wherever one begins or ends, and each piece knows all that
lie over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from policygraph.web.sentences import Span


class Layer(StrEnum):
    """Why a stretch is marked, the more telling first."""

    STATEMENT = "statement"
    QUOTED = "quoted"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, end excluded, and why it is marked.

    `number` is that of its note, 0 where it has none; `kinds` are those of the statements that rest
    on it; `words` say why it is no part of the report.
    """

    start_char: int
    end_char: int
    layer: Layer
    anchor: str = ""
    number: int = 0
    kinds: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words under the same marks throughout, with the marks that begin and end with it."""

    words: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text and the most telling reason for which any of it is marked."""

    start_char: int
    end_char: int
    layer: Layer

    @property
    def length_chars(self) -> int:
        """How long it is."""
        return self.end_char - self.start_char


def cut_pieces(text: str, within: Span, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Cut a paragraph wherever a mark begins or ends; a mark may come from before and go beyond."""
    start, end = within
    here = [one for one in marks if one.start_char < end and one.end_char > start]
    edges = {start, end}
    for one in here:
        edges |= {max(start, one.start_char), min(end, one.end_char)}
    cuts = sorted(edges)
    return tuple(_piece(text, (left, right), here) for left, right in pairwise(cuts))


def _piece(text: str, span: Span, marks: Iterable[Mark]) -> Piece:
    start, end = span
    over = tuple(one for one in marks if one.start_char < end and one.end_char > start)
    return Piece(
        words=text[start:end],
        marks=over,
        begins=tuple(one for one in over if one.start_char == start),
        ends=tuple(one for one in over if one.end_char == end),
    )


def find_runs(marks: Iterable[Mark]) -> tuple[Run, ...]:
    """Return where the text is marked at all, each stretch once, by its most telling mark.

    >>> found = find_runs([Mark(0, 9, Layer.QUOTED), Mark(4, 6, Layer.STATEMENT)])
    >>> [(run.start_char, run.end_char, run.layer.value) for run in found]
    [(0, 4, 'quoted'), (4, 6, 'statement'), (6, 9, 'quoted')]
    """
    edges: dict[int, list[tuple[Layer, int]]] = {}
    for one in marks:
        if one.start_char < one.end_char:
            edges.setdefault(one.start_char, []).append((one.layer, 1))
            edges.setdefault(one.end_char, []).append((one.layer, -1))
    open_marks = dict.fromkeys(Layer, 0)
    runs: list[Run] = []
    before = 0
    for place in sorted(edges):
        top = next((layer for layer in Layer if open_marks[layer]), None)
        if top is not None:
            _add_run(runs, Run(before, place, top))
        for layer, change in edges[place]:
            open_marks[layer] += change
        before = place
    return tuple(runs)


def _add_run(runs: list[Run], run: Run) -> None:
    """Add a run, or lengthen the last one where it goes on."""
    last = runs[-1] if runs else None
    if last and last.layer == run.layer and last.end_char == run.start_char:
        runs[-1] = Run(last.start_char, run.end_char, run.layer)
    else:
        runs.append(run)


def is_marked(span: Span, runs: Iterable[Run]) -> bool:
    """Tell whether any character of a span is marked."""
    return any(run.start_char < span[1] and run.end_char > span[0] for run in runs)
