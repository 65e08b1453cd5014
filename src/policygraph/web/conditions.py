"""From the conditions that a client puts to what it is told instead of a document that it does not want.

A list of versions in If-None-Match is heeded before anything is made, by `documents.unchanged`. What
only a made answer can tell is told here, of all answers alike; `answers` has the rules.

Source: RFC 9110, section 13 (conditional requests).
"""

from __future__ import annotations

from flask import Flask, Response, request

from policygraph.web.answers import FAILED, UNCHANGED, Answer, has_conditions, ruling
from policygraph.web.problems import Problem, phrase, tell
from policygraph.web.sites import asked_now

_SAFE = ("GET", "HEAD")


def install_conditions(app: Flask) -> None:
    """Make an application heed the conditions of requests."""
    app.response_class = Answer
    app.after_request(_heed)


def _heed(response: Response) -> Response:
    """Put another answer in the place of one that a condition rules out."""
    asked = asked_now()
    is_found = response.status_code in (200, 206, 304)
    if not is_found or asked.method not in _SAFE or not has_conditions(asked.environ):
        return response
    status = ruling(response)
    if status == FAILED:
        response.close()
        return _refusal()
    if status == UNCHANGED:
        response.close()
        return Answer(status=UNCHANGED, headers=response.headers)
    return response


def _refusal() -> Response:
    """Say that what is here is another version than the one that was asked for."""
    if "If-Match" in request.headers:
        detail = "What is here is not the version that If-Match asks for."
        hint = "ask without If-Match, or with the ETag of now"
    else:
        detail = "What is here has changed since the date in If-Unmodified-Since."
        hint = "ask without If-Unmodified-Since, or with the date in Last-Modified"
    return tell(Problem(FAILED, phrase(FAILED), detail, hint))
