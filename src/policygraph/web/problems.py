"""Whatever goes wrong, told in one shape: problem details for programs, the same facts as a page for people.

No traceback, no path of the server and no text of a library gets out.

Source: RFC 9457 (problem details for HTTP APIs).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from policygraph.engine import excerpt
from policygraph.errors import OutsideError, PolicygraphError, UsageError
from policygraph.web.documents import page
from policygraph.web.negotiation import HTML, PROBLEM, choose
from policygraph.web.operation import figures, request_id
from policygraph.web.problem_kinds import KINDS, ProblemKind, word_of_status
from policygraph.web.sites import site
from policygraph.web.sparql_request import DIRECT, FORM, EncodingError

_LOG = logging.getLogger(__name__)
_BLANK: Final = "about:blank"
_LONGEST_SOUGHT: Final = 60
LIMITS: Final = "about#limits"
_WORDS = {
    404: ("There is nothing at this address.", "look for it in the lists above"),
    405: (
        "This address does not take that method.",
        "use one of the methods named in Allow",
    ),
    413: ("What was sent is too long.", "send a shorter query"),
    414: ("This address is too long.", "send a query by POST"),
    416: ("The file has no such part.", "its length stands in Content-Range"),
}
# what of werkzeug's own headers a client needs to go on
_ONWARD: Final = ("Allow", "Content-Range")


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, what it means, and what to do."""

    status: int
    title: str
    detail: str
    hint: str = ""
    kind: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)
    query: str = ""
    request_id: str = ""

    @property
    def type(self) -> str:
        """The IRI of the kind of problem, where a page explains it; `about:blank` where the status says all.

        Source: RFC 9457, sections 3.1.1 (type) and 4.2.1 (about:blank).
        """
        word = self.known.word if self.known else ""
        return site().source.iris.document(f"problems/{word}") if word else _BLANK

    @property
    def known(self) -> ProblemKind | None:
        """What is known of this kind of problem, if anything beyond the status is."""
        return KINDS.get(self.kind or word_of_status(self.status))

    @property
    def sought(self) -> str:
        """The last part of an address where nothing is, as words to search for; else empty."""
        last = request.path.rstrip("/").rpartition("/")[2]
        words = re.sub(r"[\W_]+", " ", last.partition(".")[0]).strip()
        return words if self.status == 404 and len(words) <= _LONGEST_SOUGHT else ""

    @property
    def limits(self) -> str:
        """The address at which this server tells its limits; empty where none was reached."""
        is_of_limits = self.known is not None and self.known.is_of_limits
        return site().source.iris.document(LIMITS) if is_of_limits else ""

    @property
    def excerpt(self) -> str:
        """The line of the query that is wrong, and a caret under the place; else empty."""
        line, column = (int(self.facts.get(name, 0)) for name in ("line", "column"))
        return excerpt(self.query, line, column) if self.query and line else ""


def install_problems(app: Flask) -> None:
    """Make every error of an application a problem."""
    app.register_error_handler(PolicygraphError, tell_error)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_anything)


def tell(
    problem: Problem,
    headers: dict[str, str] | None = None,
    *,
    show: Callable[[Problem], str] | None = None,
) -> Response:
    """Tell a problem in the form that the client likes better; programs are the default.

    `show` prints it on a page of its own making, for people.
    """
    problem = replace(problem, request_id=request_id())
    figures().count_problem(problem.status, problem.type)
    offer = choose(request.headers.get("Accept", ""), (PROBLEM, HTML)) or PROBLEM
    if offer is HTML:
        body = (show or _page)(problem)
        response = Response(body, status=problem.status, mimetype=HTML.media_type)
    else:
        response = Response(
            _as_json(problem), status=problem.status, mimetype=PROBLEM.media_type
        )
    for name, value in (headers or {}).items():
        response.headers[name] = value
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(problem: Problem) -> str:
    return page("problem.html", problem, title=problem.title)


def _as_json(problem: Problem) -> str:
    members: dict[str, str | float] = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "hint": problem.hint,
        **problem.facts,
        "excerpt": problem.excerpt,
        "limits": problem.limits,
        "request_id": problem.request_id,
    }
    written = json.dumps({key: value for key, value in members.items() if value})
    # no software that takes this for a page finds markup in it
    return written.replace("<", "\\u003c") + "\n"


def phrase(status: int) -> str:
    """Return the standard name of a status, `Not Found`."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def tell_error(
    error: PolicygraphError, *, show: Callable[[Problem], str] | None = None
) -> Response:
    """Tell an error of ours as a problem; `show` prints what a user may mend on a page of its own making."""
    status = error.http_status
    if isinstance(error, OutsideError) or not isinstance(error, UsageError):
        # such messages may name files or hosts of this machine
        _LOG.error("%s", error)
        return tell(
            Problem(status, phrase(status), "This server cannot answer just now.")
        )
    problem = Problem(
        status,
        phrase(status),
        error.message,
        error.hint,
        kind=error.problem,
        facts=error.facts,
        query=g.get("query_text", ""),
    )
    return tell(problem, _headers(error), show=show)


def _headers(error: PolicygraphError) -> dict[str, str]:
    """Return the headers that go with an error: when to come back, what could be sent instead.

    Accept-Encoding stands only where the encoding was at fault, so that clients can tell.

    Source: RFC 9110, sections 10.2.3 (Retry-After) and 12.5.3 (Accept-Encoding); Linked Data Platform,
    section 7.1 (Accept-Post).
    """
    if "retry_after_s" in error.facts:
        return {"Retry-After": str(int(error.facts["retry_after_s"]))}
    if isinstance(error, EncodingError):
        return {"Accept-Encoding": "identity"}
    return {"Accept-Post": f"{DIRECT}, {FORM}"} if error.http_status == 415 else {}


def _of_http(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect):
        return Response(status=error.code, headers={"Location": error.new_url})
    status = error.code or 500
    detail, hint = _WORDS.get(status, (f"{phrase(status)}.", ""))
    headers = {name: value for name, value in error.get_headers() if name in _ONWARD}
    return tell(Problem(status, phrase(status), detail, hint), headers)


def _of_anything(error: Exception) -> Response:
    _LOG.error("An error that nobody foresaw", exc_info=error)
    return tell(
        Problem(
            500, phrase(500), "Something went wrong here; it has been written down."
        )
    )
