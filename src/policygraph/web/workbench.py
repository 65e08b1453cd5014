"""From a query and what came of it to the page on which it is written, run, changed and shared.

All of it works without script; the editor, where one was built, improves the text area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policygraph.engine import answer_from_bytes, lay_out
from policygraph.web.asking import Asked
from policygraph.web.completion import ADDRESS
from policygraph.web.documents import Alternate, page
from policygraph.web.editor import Editor
from policygraph.web.negotiation import GRAPH_OFFERS, Offer
from policygraph.web.prefixes import known_prefixes, missing_declarations
from policygraph.web.problems import Problem
from policygraph.web.results import Result, show_answer, show_raw
from policygraph.web.sheets import FILE_OFFERS
from policygraph.web.shelf import Shelf
from policygraph.web.showing import LONGEST_ADDRESS, Place, Showing
from policygraph.web.sites import site
from policygraph.web.snippets import Snippets
from policygraph.web.stranger import Checked, StrangersQuery, Written

_LONGEST_IN_ADDRESS: Final = 6_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved question: what it answers, and where."""

    title: str
    answers: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """The saved questions of one tag."""

    tag: str
    questions: tuple[Saved, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """What to add to a query so that its prefixes are declared, and the query with it."""

    lines: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Tidied:
    """What came of setting a query out: it changed, it was so already, or it could not be done."""

    is_done: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class WorkbenchView:
    """The query, what came back or went wrong, and what else there is to ask."""

    text: str
    groups: tuple[Group, ...]
    editor: Editor | None
    words: str = ADDRESS
    result: Result | None = None
    problem: Problem | None = None
    fix: Fix | None = None
    snippets: Snippets | None = None
    share: str = ""
    checked: Checked | None = None
    tidied: Tidied | None = None

    @property
    def height(self) -> int:
        """How many lines the field for the query has."""
        return min(max(self.text.count("\n") + 2, 12), 24)

    @property
    def method(self) -> str:
        """How the form is sent: by its address, so that it can be shared, unless it is too long."""
        return "get" if len(self.text) <= _LONGEST_IN_ADDRESS else "post"


def print_empty(text: str | None) -> str:
    """Print the page with a query that is not run, or with one to begin with."""
    shelf = site().shelf
    view = _view(shelf.pages["first-query"].text if text is None else text)
    return page("sparql.html", view, title="Query")


def print_answer(
    query: StrangersQuery, written: Written, showing: Showing, took_ms: int
) -> str:
    """Print the page with the answer to a query."""
    is_graph = written.offer in GRAPH_OFFERS
    asked = Asked("", "", query.text)
    files = _files(asked, GRAPH_OFFERS if is_graph else FILE_OFFERS)
    place = _place(query)
    result = replace(
        _shown(written, showing, place),
        took_ms=took_ms,
        cut_after=written.cut_after,
        files=files,
    )
    view = replace(
        _view(query.text),
        result=result,
        snippets=Snippets(site().source.iris.endpoint(), _clean(query.text), is_graph),
        share=place.href(show="" if showing.show == "table" else showing.show),
    )
    return page("sparql.html", view, title="Query", files=files)


def print_problem(problem: Problem) -> str:
    """Print the page with what is wrong with the query, its place, and a way to mend it."""
    known = known_prefixes(site().shelf)
    lines = missing_declarations(problem.query, known) if problem.facts else ()
    text = _clean(problem.query)
    fix = Fix(lines, "\n".join([*lines, text])) if lines else None
    view = replace(_view(problem.query), problem=problem, fix=fix)
    return page("sparql.html", view, title="Query: no answer")


def print_checked(text: str, checked: Checked) -> str:
    """Print the page with a query that was read and not run."""
    view = replace(_view(text), checked=checked)
    return page("sparql.html", view, title="Query: checked")


def print_tidied(text: str) -> str:
    """Print the page with a query set out, or as it was where that is not safe."""
    before = _clean(text)
    after = lay_out(before)
    shown = before if after is None else after
    tidied = Tidied(after is not None, is_changed=shown != before)
    view = replace(_view(shown), tidied=tidied)
    return page("sparql.html", view, title="Query: formatted")


def group_questions(shelf: Shelf) -> tuple[Group, ...]:
    """Return the saved questions by tag, both by alphabet; one with several tags stands in each."""
    tags = sorted({tag for one in shelf.questions.values() for tag in one.tags})
    return tuple(
        Group(
            tag[:1].upper() + tag[1:],
            tuple(
                Saved(one.title, one.answers, f"/query/{name}")
                for name, one in shelf.questions.items()
                if tag in one.tags
            ),
        )
        for tag in tags
    )


def _view(text: str) -> WorkbenchView:
    shelf = site().shelf
    return WorkbenchView(_clean(text), group_questions(shelf), shelf.editor)


def _clean(text: str) -> str:
    """Undo what forms do to the ends of lines."""
    return text.replace("\r\n", "\n")


def _shown(written: Written, showing: Showing, place: Place) -> Result:
    body = written.whole()
    if written.offer in GRAPH_OFFERS:
        return show_raw(body.decode(), place)
    answer = answer_from_bytes(body, written.offer.media_type)
    return show_answer(answer, showing, place, site().source.iris)


def _place(query: StrangersQuery) -> Place:
    fixed = [
        ("query", query.text),
        *(("default-graph-uri", graph) for graph in query.default_graphs),
        *(("named-graph-uri", graph) for graph in query.named_graphs),
    ]
    return Place("/sparql", tuple(fixed))


def _files(asked: Asked, offers: Sequence[Offer]) -> tuple[Alternate, ...]:
    found = (
        Alternate(one.label, asked.download(one.name), one.media_type) for one in offers
    )
    return tuple(one for one in found if len(one.href) <= LONGEST_ADDRESS)
