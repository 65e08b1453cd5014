"""From a report's text, or from its quoted passages alone, to sheets: a section and the notes beside it.

With the text every character of it is shown, once, in order; without it the passages stand in order
with the gaps between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policygraph.web.links import Ref
from policygraph.web.marking import (
    Layer,
    Mark,
    Piece,
    Run,
    cut_pieces,
    find_runs,
    is_marked,
)
from policygraph.web.reading_notes import Note
from policygraph.web.sentences import Span, paragraph_spans, sentence_spans

# A text that is longer comes in parts; a passage's part is told by its position alone.
PART_CHARS: Final = 4_000
_START: Final = re.compile(r"passage-(\d{1,9})-")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text; `number` is 0 for a heading."""

    number: int
    span: Span
    pieces: tuple[Piece, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two passages that are shown: how much, and what of it is no report."""

    length_chars: int
    is_overlap: bool
    boilerplate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section: its heading, its paragraphs or its passages with gaps, its notes."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without any mark, with the number of its paragraph."""

    words: str
    paragraph: int
    part: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a text is marked, and why; shares are of all its characters, in percent."""

    characters: int
    runs: tuple[Run, ...]

    def share(self, layer: str) -> int:
        """Return the share of one layer, rounded to whole percent."""
        marked = sum(run.length_chars for run in self.runs if run.layer == layer)
        return round(100 * marked / self.characters) if self.characters else 0

    @property
    def rest(self) -> int:
        """The share that has no mark, so that all shares make a hundred."""
        return max(0, 100 - sum(self.share(layer) for layer in Layer))


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with all its marks and the headings of its sections."""

    text: str
    marks: tuple[Mark, ...]
    headings: Collection[str]

    def paragraphs(self, shown: Sequence[Mark]) -> tuple[Paragraph, ...]:
        """Return all paragraphs, cut by the marks that are to be shown."""
        found: list[Paragraph] = []
        wanted = {_plain(one) for one in self.headings}
        number = 0
        for span in paragraph_spans(self.text):
            words = _plain(self.text[span[0] : span[1]])
            heading = words if words in wanted and not self._is_cut_off(span) else ""
            wanted.discard(heading)
            number += not heading
            pieces = cut_pieces(self.text, span, shown)
            found.append(Paragraph(0 if heading else number, span, pieces, heading))
        return tuple(found)

    def unmarked(self, paragraphs: Iterable[Paragraph]) -> tuple[Sentence, ...]:
        """Return the sentences in which nothing is marked at all, headings left out."""
        runs = find_runs(self.marks)
        return tuple(
            Sentence(self.text[start:end], one.number, part_of(one.span[0]))
            for one in paragraphs
            if not one.heading
            for start, end in sentence_spans(self.text, one.span)
            if not is_marked((start, end), runs)
        )

    def _is_cut_off(self, span: Span) -> bool:
        """Tell whether a line is boilerplate, as a heading that stands in a menu too."""
        return any(
            one.layer is Layer.BOILERPLATE
            and one.start_char <= span[0]
            and span[1] <= one.end_char
            for one in self.marks
        )


def part_of(start_char: int) -> int:
    """Return the number of the part that a position is in, from 1.

    >>> part_of(0), part_of(4_000)
    (1, 2)
    """
    return start_char // PART_CHARS + 1


def reading_place(passage: str) -> str:
    """Return where a passage stands in the reading view of its report, by the path of its own page.

    >>> reading_place("/reports/quayside/passage-10-aaaaaaaa")
    '/reports/quayside/read#passage-10-aaaaaaaa'
    >>> reading_place("/reports/quayside/passage-9000-aaaaaaaa")
    '/reports/quayside/read?part=3#passage-9000-aaaaaaaa'
    """
    report, _, anchor = passage.rpartition("/")
    found = _START.match(anchor)
    part = part_of(int(found[1])) if found else 1
    return f"{report}/read{f'?part={part}' if part > 1 else ''}#{anchor}"


def sheets_of_text(
    paragraphs: Iterable[Paragraph], notes: Sequence[Note]
) -> tuple[Sheet, ...]:
    """Group paragraphs by the headings among them, with the notes of the passages that begin there."""
    groups: list[list[Paragraph]] = []
    for one in paragraphs:
        if one.heading or not groups:
            groups.append([])
        groups[-1].append(one)
    return tuple(
        Sheet(
            group[0].heading,
            tuple(one for one in group if not one.heading),
            _notes_in(notes, group),
        )
        for group in groups
    )


def _notes_in(notes: Sequence[Note], group: Sequence[Paragraph]) -> tuple[Note, ...]:
    start, end = group[0].span[0], group[-1].span[1]
    return tuple(one for one in notes if start <= one.start_char < end)


def sheets_of_passages(
    notes: Sequence[Note], boilerplate: Sequence[Mark]
) -> tuple[Sheet, ...]:
    """Group passages by section, each with the gap before it; sections without any do not show."""
    sheets: list[Sheet] = []
    place = part_of(notes[0].start_char) * PART_CHARS - PART_CHARS if notes else 0
    for note in notes:
        section = note.resting[0].section
        heading = "" if section.is_not_said else section.label
        if not sheets or sheets[-1].heading != heading:
            sheets.append(Sheet(heading, (), ()))
        last = sheets[-1]
        gap = _gap(place, note.start_char, boilerplate)
        sheets[-1] = replace(last, notes=(*last.notes, note), gaps=(*last.gaps, gap))
        place = max(place, note.end_char)
    return tuple(sheets)


def tell_once(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Let the note that comes first on a page tell all of a statement, and later ones refer to it."""
    told: dict[Ref, int] = {}
    found = []
    for sheet in sheets:
        notes = []
        for note in sheet.notes:
            resting = tuple(
                replace(one, earlier=told.get(one.line.statement, 0))
                for one in note.resting
            )
            notes.append(replace(note, resting=resting))
            for one in resting:
                told.setdefault(one.line.statement, note.number)
        found.append(replace(sheet, notes=tuple(notes)))
    return tuple(found)


def _gap(end_char: int, start_char: int, boilerplate: Iterable[Mark]) -> Gap:
    inside = [
        one.words
        for one in boilerplate
        if one.start_char >= end_char and one.end_char <= start_char
    ]
    return Gap(
        length_chars=abs(start_char - end_char),
        is_overlap=start_char < end_char,
        boilerplate=tuple(dict.fromkeys(inside)),
    )


def _plain(words: str) -> str:
    return " ".join(words.split())
