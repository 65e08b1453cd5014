"""Whatever goes wrong, told in one shape: problem details for programs, the same facts as a page for people.

No traceback, no path of the server and no text of a library gets out.

Source: RFC 9457 (problem details for HTTP APIs).
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from policygraph.errors import OutsideError, PolicygraphError, QueryError, UsageError
from policygraph.web.documents import page
from policygraph.web.negotiation import HTML, PROBLEM, choose

_LOG = logging.getLogger(__name__)
_WORDS = {
    404: ("There is nothing at this address.", "look for it in the lists above"),
    405: (
        "This address does not take that method.",
        "use one of the methods named in Allow",
    ),
    413: ("What was sent is too long.", "send a shorter query"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, what it means, and what to do."""

    status: int
    title: str
    detail: str
    hint: str = ""
    line: int = 0
    column: int = 0
    query: str = ""


def install_problems(app: Flask) -> None:
    """Make every error of an application a problem."""
    app.register_error_handler(PolicygraphError, _of_ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_anything)


def tell(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """Tell a problem in the form that the client likes better; programs are the default."""
    offer = choose(request.headers.get("Accept", ""), (PROBLEM, HTML)) or PROBLEM
    if offer is HTML:
        body = page("problem.html", problem, title=problem.title)
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


def _as_json(problem: Problem) -> str:
    facts: dict[str, str | int] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "hint": problem.hint,
        "line": problem.line,
        "column": problem.column,
    }
    return json.dumps({key: value for key, value in facts.items() if value}) + "\n"


def phrase(status: int) -> str:
    """Return the standard name of a status, `Not Found`."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _of_ours(error: PolicygraphError) -> Response:
    status = error.http_status
    if isinstance(error, OutsideError) or not isinstance(error, UsageError):
        # such messages may name files or hosts of this machine
        _LOG.error("%s", error)
        return tell(
            Problem(status, phrase(status), "This server cannot answer just now.")
        )
    line, column = (
        (error.line, error.column) if isinstance(error, QueryError) else (0, 0)
    )
    query = request.values.get("query", "") if request.path == "/sparql" else ""
    return tell(
        Problem(status, phrase(status), error.message, error.hint, line, column, query)
    )


def _of_http(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect):
        return Response(status=error.code, headers={"Location": error.new_url})
    status = error.code or 500
    detail, hint = _WORDS.get(status, (f"{phrase(status)}.", ""))
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return tell(Problem(status, phrase(status), detail, hint), headers)


def _of_anything(error: Exception) -> Response:
    _LOG.error("An error that nobody foresaw", exc_info=error)
    return tell(
        Problem(
            500, phrase(500), "Something went wrong here; it has been written down."
        )
    )
