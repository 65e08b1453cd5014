"""From the running configuration to pages about the server itself: what it is, its limits, its problems.

The limits shown are those in force in this very server, not those of the manual.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from flask import Blueprint, Response, request

from policygraph.engine.scan import MAX_PARTS
from policygraph.errors import NotFoundError
from policygraph.isolated import MEGABYTE, InProcess, Limits
from policygraph.web.documents import page, respond
from policygraph.web.editor import describe_editor
from policygraph.web.endpoint import MAX_ADDRESS
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, choose_or_refuse
from policygraph.web.problem_kinds import KINDS, ProblemKind
from policygraph.web.sites import site

blueprint = Blueprint("about", __name__)
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit: of what, how much, and what happens beyond it; `problem` is None where nothing fails."""

    name: str
    amount: str
    beyond: str
    problem: Ref | None = None


@dataclass(frozen=True, slots=True)
class AboutView:
    """All that the page about the server shows; what is not known is empty."""

    limits: tuple[LimitLine, ...]
    rate: str
    digest: str
    software: str
    editor: str
    modified: str
    publisher: str
    licence: Ref | None
    dataset: str
    has_files: bool
    answers_strangers: bool
    is_isolated: bool


@dataclass(frozen=True, slots=True)
class ProblemsView:
    """All kinds of problems that this server tells."""

    kinds: tuple[ProblemKind, ...]


@blueprint.get("/about")
def show_about() -> Response:
    """Say what this is, how it came about, what it takes and how to cite it."""
    return _page(lambda: page("about.html", _about(), title="About"))


@blueprint.get("/problems")
def list_problems() -> Response:
    """List all kinds of problems."""
    view = ProblemsView(tuple(KINDS.values()))
    return _page(
        lambda: page("problems.html", view, title="Problems", crumbs=_crumbs())
    )


@blueprint.get("/problems/<word>")
def show_problem(word: str) -> Response:
    """Say what one kind of problem means, and what to do about it."""
    kind = KINDS.get(word)
    if kind is None:
        raise NotFoundError(
            f"There is no kind of problem named {word!r}.",
            hint="/problems lists all of them",
        )
    crumbs = (*_crumbs(), Ref("Problems", "/problems"))
    return _page(
        lambda: page("problem-kind.html", kind, title=kind.title, crumbs=crumbs)
    )


def _page(make: Callable[[], str]) -> Response:
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    return respond(choose_or_refuse(accept, (HTML,), named), make)


def _crumbs() -> tuple[Ref, ...]:
    return (Ref("About", "/about"),)


def _about() -> AboutView:
    source = site().source
    strangers, about = source.strangers, source.about
    licence = about.get("licence", "")
    is_isolated = not isinstance(strangers, InProcess)
    return AboutView(
        limits=limit_lines(strangers.limits, is_isolated=is_isolated)
        if strangers
        else (),
        rate=site().rate,
        digest=source.digest,
        software=f"policygraph {version('policygraph')}",
        editor=describe_editor(site().shelf.editor),
        modified=about.get("modified", ""),
        publisher=about.get("publisher", ""),
        licence=Ref(licence, licence, is_outside=True) if licence else None,
        dataset=source.iris.dataset(),
        has_files=source.release is not None,
        answers_strangers=strangers is not None,
        is_isolated=is_isolated,
    )


def limit_lines(limits: Limits, *, is_isolated: bool) -> tuple[LimitLine, ...]:
    """Say each limit of a stranger's query, as far as it is in force.

    A server that answers in its own process bounds neither time nor memory.
    """
    of_processes = _limits_of_processes(limits) if is_isolated else ()
    return (*of_processes, *_limits_of_requests(limits))


def _limits_of_processes(limits: Limits) -> tuple[LimitLine, ...]:
    others = f"as many again wait for {limits.wait_s:g} s, the others are to come back"
    return (
        LimitLine(
            "Time for one query, to the last byte of its answer",
            f"{limits.timeout_s:g} seconds",
            "the query is stopped",
            _problem("query-timeout"),
        ),
        LimitLine(
            "Memory for one query, beside the data",
            f"{limits.memory_bytes / MEGABYTE:,.0f} MB",
            "the query is stopped",
            _problem("query-stopped"),
        ),
        LimitLine(
            "Queries answered at once", f"{limits.workers:,}", others, _problem("busy")
        ),
    )


def _limits_of_requests(limits: Limits) -> tuple[LimitLine, ...]:
    return (
        LimitLine(
            "Brackets within brackets",
            f"{limits.nesting:,}",
            "the query is not run",
            _problem("query-syntax"),
        ),
        LimitLine(
            "Parts of a query (words, names, signs; listed values apart)",
            f"{MAX_PARTS:,}",
            "the query is not run",
            _problem("query-syntax"),
        ),
        LimitLine(
            "Length of the body of a request",
            f"{limits.body_bytes / _KILOBYTE:,.0f} KB",
            "the request is not read",
            _problem("content-too-large"),
        ),
        LimitLine(
            "Length of an address",
            f"{MAX_ADDRESS:,} bytes",
            "the request is not read; queries may be sent by POST",
            _problem("uri-too-long"),
        ),
        LimitLine(
            "Rows of an answer in JSON or on a page",
            f"{limits.limit_rows:,}",
            "the answer is cut, and says so on the page and in the header Policygraph-Truncated",
        ),
    )


def _problem(word: str) -> Ref:
    return Ref(f"{KINDS[word].status} {word}", f"/problems/{word}")
