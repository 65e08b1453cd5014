"""From an address that is almost right to the one that is meant; it keeps what stands after the `?`."""

from __future__ import annotations

from flask import Response, redirect, request


def lead_permanently(path: str, words: str) -> Response:
    """Lead to another address of ours for good, whatever the method and the host of the request.

    Source: RFC 9110, section 15.4.9 (308 Permanent Redirect).
    """
    response = redirect(f"{path}?{words}".rstrip("?"), 308)
    assert isinstance(response, Response)  # noqa: S101 - redirect is typed for werkzeug's
    return response


def has_escaped_slash() -> bool:
    """Tell whether the path was sent with a slash as `%2F`, which is no part of any address of ours.

    Servers hand the path on decoded; most hand on what was sent, too.
    """
    environ = request.environ
    sent = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or "")
    return "%2f" in sent.partition("?")[0].lower()
