"""From the conditions that a client puts to what it is told instead of a document that it does not want.

A list of versions in If-None-Match is heeded before anything is made, by `documents.unchanged`. What
only a made answer can tell is told here, of all answers alike.

Source: RFC 9110, sections 13.1.1 (If-Match), 13.1.2 (If-None-Match) and 13.2.2 (which goes first).
"""

from __future__ import annotations

from flask import Flask, Response, request

from policygraph.web.documents import Answer
from policygraph.web.problems import Problem, phrase, tell

_SAFE = ("GET", "HEAD")


def install_conditions(app: Flask) -> None:
    """Make an application heed If-Match, and If-None-Match where it asks for anything at all."""
    app.response_class = Answer
    app.after_request(_heed)


def _heed(response: Response) -> Response:
    """Put another answer in the place of one that a condition rules out."""
    is_found = response.status_code in (200, 206, 304)
    if not is_found or request.method not in _SAFE:
        return response
    if "If-Match" in request.headers and not _matches(response):
        response.close()
        return tell(
            Problem(
                412,
                phrase(412),
                "What is here is not the version that If-Match asks for.",
                "ask without If-Match, or with the ETag of now",
            )
        )
    if request.if_none_match.star_tag and "ETag" in response.headers:
        response.close()
        return Answer(status=304, headers=response.headers)
    return response


def _matches(response: Response) -> bool:
    tag, is_weak = response.get_etag()
    wished = request.if_match
    return wished.star_tag or (
        not is_weak and tag is not None and wished.is_strong(tag)
    )
