"""The reading view: a report's text with its passages marked, or its passages in order where it has no text.

What is marked, by which number, and what rests on it stands beside; a GET form chooses what shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from policygraph.errors import NotFoundError, UsageError
from policygraph.web.asking import Asker, Row
from policygraph.web.documents import new_asker, page, respond
from policygraph.web.facts import Facts, ask_facts, nothing_at
from policygraph.web.links import Ref
from policygraph.web.marking import Layer, Mark, find_runs
from policygraph.web.negotiation import HTML, choose_or_refuse
from policygraph.web.reading_notes import Note, Publisher, make_notes
from policygraph.web.reading_sheets import (
    PART_CHARS,
    Coverage,
    MarkedText,
    Paragraph,
    Sentence,
    Sheet,
    part_of,
    sheets_of_passages,
    sheets_of_text,
    tell_once,
)
from policygraph.web.things import require_known

blueprint = Blueprint("reading_view", __name__)
# the values of `show` and the kinds of statement that they stand for
_KINDS: Final[Mapping[str, str]] = {
    "claims": "Claim",
    "recommendations": "Recommendation",
    "questions": "Question",
    "commitments": "Commitment",
}
_PART: Final = re.compile(r"[1-9][0-9]{0,5}")
NOT_CODED: Final = "not-coded"
HIDDEN: Final = "hidden"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for: which kinds, whether marks show, which part of a long text."""

    show: tuple[str, ...] = ()
    marks: str = ""
    part: int = 1

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of statement to show; all, where none is chosen."""
        return frozenset(_KINDS[one] for one in self.show or _KINDS if one in _KINDS)

    @property
    def is_not_coded(self) -> bool:
        """Whether to list what has no mark instead."""
        return NOT_CODED in self.show

    def href(self, path: str, **changed: object) -> str:
        """Return the address of the same with something else, without what goes without saying."""
        values = {"show": self.show, "marks": self.marks, "part": self.part} | changed
        kept = {name: value for name, value in values.items() if value and value != 1}
        return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


@dataclass(frozen=True, slots=True)
class Choice:
    """A box of the form."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a long text."""

    number: int
    href: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """All that the reading view shows."""

    report: Ref
    path: str
    language: str
    publisher_page: Ref | None
    has_text: bool
    coverage: Coverage | None
    choices: tuple[Choice, ...]
    wish: Wish
    toggle_href: str
    not_coded_href: str
    sheets: tuple[Sheet, ...]
    unmarked: tuple[Sentence, ...]
    unmarked_count: int
    parts: tuple[Part, ...]


@blueprint.get("/reports/<slug>/read")
def read_report(slug: str) -> Response:
    """Show a report as it stands, with the words marked that statements rest on."""
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = choose_or_refuse(accept, (HTML,), named)
    return respond(offer, lambda: _html(f"reports/{slug}"))


def _html(path: str) -> str:
    wish = _wish()
    asker = new_asker()
    facts = _report_facts(asker, path)
    view = make_reading_view(asker, facts, wish)
    return page(
        "read.html",
        view,
        title=f"Read: {facts.title.label}",
        crumbs=(Ref("Reports", "/reports"), view.report),
        asked=asker.asked,
    )


def _report_facts(asker: Asker, path: str) -> Facts:
    """Ask for the report.

    Raises:
        GoneError: it was withdrawn.
        NotFoundError: there is none at this path.
    """
    try:
        facts = ask_facts(asker, path)
    except NotFoundError:
        require_known(path)
        raise
    if facts.kind.word != "Report":
        raise nothing_at(f"{path}/read")
    return facts


def _wish() -> Wish:
    """Read what the address asks for.

    Raises:
        UsageError: it asks for what there is not.
    """
    show = tuple(dict.fromkeys(one for one in request.args.getlist("show") if one))
    for one in show:
        if one not in (*_KINDS, NOT_CODED):
            known = ", ".join((*_KINDS, NOT_CODED))
            raise UsageError(
                "The address asks to show what is not marked in reports.",
                hint=f"`show` is one of {known}, or several of them",
            )
    marks = request.args.get("marks", "")
    if marks not in ("", HIDDEN):
        raise UsageError(
            "The address asks for marks of an unknown sort.",
            hint=f"leave `marks` out, or write `marks={HIDDEN}`",
        )
    # all boxes ticked is what shows when nothing is chosen
    chosen = () if set(show) == set(_KINDS) else show
    return Wish(chosen, marks, _part(request.args.get("part", "")))


def _part(written: str) -> int:
    if not written:
        return 1
    if _PART.fullmatch(written) is None:
        raise UsageError(
            "The number of a part is not a whole number above zero.",
            hint="leave `part` out to read from the beginning",
        )
    return int(written)


def make_reading_view(asker: Asker, facts: Facts, wish: Wish) -> ReadingView:
    """Ask for the text, its parts, its passages and what follows from them; four queries."""
    found = _ask(asker, facts)
    path = f"/{quote(facts.path)}/read"
    shown = tuple(one for one in found.notes if set(one.kinds) & wish.kinds)
    sections = [one.label for one in facts.all("pgo:hasSection")]
    marked = MarkedText(found.text, found.marks, sections)
    paragraphs = marked.paragraphs(_shown_marks(found.marks, shown, wish))
    unmarked = marked.unmarked(paragraphs)
    return ReadingView(
        report=Ref(facts.title.label, f"/{quote(facts.path)}", facts.title.language),
        path=path,
        language=_language(facts),
        publisher_page=found.publisher_page,
        has_text=bool(found.text),
        coverage=found.coverage,
        choices=_choices(found.notes, wish),
        wish=wish,
        toggle_href=wish.href(path, marks="" if wish.marks else HIDDEN),
        not_coded_href=Wish((NOT_CODED,)).href(path),
        sheets=_sheets(paragraphs, shown, found.marks, wish),
        unmarked=unmarked if wish.is_not_coded else (),
        unmarked_count=len(unmarked),
        parts=_parts(part_of(found.last_char), wish, path),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What the queries found of one report; `text` is empty where the release does not hold it."""

    text: str
    characters: int
    notes: tuple[Note, ...]
    marks: tuple[Mark, ...]
    publisher_page: Ref | None

    @property
    def last_char(self) -> int:
        """The last position of which anything is known."""
        return max(
            [0, self.characters - 1, *(one.start_char for one in self.notes)],
        )

    @property
    def coverage(self) -> Coverage | None:
        """How much of the text is marked, where its length is known."""
        if not self.characters:
            return None
        return Coverage(self.characters, find_runs(self.marks))


def _ask(asker: Asker, facts: Facts) -> _Found:
    passages = asker.rows("report-passages", report=facts.iri)
    bearings = asker.rows("report-bearings", report=facts.iri)
    parts = asker.rows("report-parts", report=facts.iri)
    words = asker.rows("report-words", report=facts.iri)
    text = words[0].text("words") if words else ""
    source = facts.first("dcterms:source")
    address = (source.href or "") if source else ""
    notes = make_notes(passages, bearings, Publisher(address, text))
    return _Found(
        text=text,
        characters=len(text) or (words[0].number("characters") if words else 0),
        notes=notes,
        marks=_marks(notes, parts),
        publisher_page=source if address else None,
    )


def _marks(notes: Sequence[Note], parts: Sequence[Row]) -> tuple[Mark, ...]:
    """Return all marks: of statements, of other quotations, of what is no part of the report."""
    of_statements = {one.anchor for one in notes}
    found = [one.mark() for one in notes]
    for row in parts:
        anchor = row.text("part").rpartition("/")[2]
        is_boilerplate = row.text("kind").endswith("#Boilerplate")
        if anchor in of_statements:
            continue
        found.append(
            Mark(
                row.number("start"),
                row.number("end"),
                Layer.BOILERPLATE if is_boilerplate else Layer.QUOTED,
                anchor=anchor,
                words=row.text("reason"),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.start_char, -one.end_char)))


def _shown_marks(
    marks: Sequence[Mark], shown: Sequence[Note], wish: Wish
) -> tuple[Mark, ...]:
    """Leave out what is not asked for; what is no part of the report is always shown as such.

    Other quotations are shown where no statement rests on the same words, and overlaps of theirs
    as one, since nothing stands beside them that could tell them apart.
    """
    found = [one for one in marks if one.layer is Layer.BOILERPLATE]
    if not wish.marks:
        found += [one.mark() for one in shown]
    if not wish.marks and not wish.show:
        found += [
            Mark(run.start_char, run.end_char, run.layer)
            for run in find_runs(marks)
            if run.layer is Layer.QUOTED
        ]
    return tuple(sorted(found, key=lambda one: (one.start_char, -one.end_char)))


def _sheets(
    paragraphs: Sequence[Paragraph],
    notes: Sequence[Note],
    marks: Sequence[Mark],
    wish: Wish,
) -> tuple[Sheet, ...]:
    if wish.is_not_coded:
        return ()
    if not paragraphs:
        boilerplate = [one for one in marks if one.layer is Layer.BOILERPLATE]
        of_part = [one for one in notes if part_of(one.start_char) == wish.part]
        return tell_once(sheets_of_passages(of_part, boilerplate))
    # a paragraph that goes over the end of a part stands in both
    here = [
        one
        for one in paragraphs
        if part_of(one.span[0]) <= wish.part <= part_of(one.span[1] - 1)
    ]
    return tell_once(sheets_of_text(here, () if wish.marks else notes))


def _choices(notes: Sequence[Note], wish: Wish) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=value,
            label=value.capitalize(),
            count=sum(kind in one.kinds for one in notes),
            is_chosen=value in wish.show or not wish.show,
        )
        for value, kind in _KINDS.items()
    )


def _parts(count: int, wish: Wish, path: str) -> tuple[Part, ...]:
    """Return the parts of a long text; none where it is shown in one.

    Raises:
        NotFoundError: the address asks for one that it does not have.
    """
    if wish.part > count:
        raise NotFoundError(
            f"The report has {count} parts of {PART_CHARS:,} characters each, and this is none of them.",
            hint="leave `part` out to read from the beginning",
        )
    if count == 1 or wish.is_not_coded:
        return ()
    return tuple(
        Part(number, wish.href(path, part=number), number == wish.part)
        for number in range(1, count + 1)
    )


def _language(facts: Facts) -> str:
    found = facts.first("dcterms:language")
    return "" if found is None or found.label == "en" else found.label
