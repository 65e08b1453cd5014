"""The web application: from a source of answers to a Flask application with all its addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, request
from jinja2 import StrictUndefined
from werkzeug.routing import RequestRedirect

from policygraph.web import (
    about,
    completion,
    crawling,
    dataset,
    graphs,
    home,
    lists,
    protocol,
    quality,
    questions,
    reading_view,
    search,
    silence,
    themes,
    things,
    vocabulary,
)
from policygraph.web.conditions import install_conditions
from policygraph.web.endpoint import install_endpoint
from policygraph.web.highlighting import mark_query
from policygraph.web.invisible import show_words, spell_out
from policygraph.web.limiting import Rate, install_limiting
from policygraph.web.operation import install_operation
from policygraph.web.packing import install_packing
from policygraph.web.problems import install_problems
from policygraph.web.shelf import read_shelf
from policygraph.web.sites import Site, asked_now, site
from policygraph.web.source import Source
from policygraph.web.stranger import MAX_QUERY_BYTES
from policygraph.web.strictness import install_strictness

# Scripts, styles and pictures come from here alone; nothing is inline, nothing may frame a page.
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Link, ETag, Last-Modified, Content-Location, Content-Range, "
        "Policygraph-Truncated, Retry-After, X-Request-ID"
    ),
}
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "public, no-cache"
# the script of the editor has a digest in its name
_DIGESTED: Final = re.compile(r"/dist/[a-z]+-[A-Z0-9]{8}\.js$")
# where nothing is, nothing says what may be sent there
_METHODS: Final = "GET, HEAD, OPTIONS"
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": (
        "Accept, Content-Type, If-Match, If-None-Match, "
        "If-Modified-Since, If-Unmodified-Since, If-Range, Range"
    ),
    "Access-Control-Max-Age": "86400",
}

_REDIRECTS: Final = (301, 302, 303, 307, 308)

_MODULES: Final = (
    home,
    silence,
    quality,
    lists,
    themes,
    about,
    protocol,
    completion,
    questions,
    vocabulary,
    dataset,
    graphs,
    crawling,
    reading_view,
    search,
    things,
)


def create_app(
    source: Source,
    *,
    root: str = "",
    rate: Rate | None = None,
    trusted_proxies: int = 0,
) -> Flask:
    """Make the application that serves one source, below `root` where that is not empty.

    `rate` bounds the queries of one client, told apart behind so many `trusted_proxies`.

    Raises:
        OutsideError: files of the package are missing.
    """
    app = _Application(__name__)
    # merging would answer with a redirect that names the host of the request
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined] # of Flask's default provider
    body_bytes = (
        source.strangers.limits.body_bytes if source.strangers else MAX_QUERY_BYTES
    )
    app.config["MAX_CONTENT_LENGTH"] = body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = body_bytes
    app.jinja_options = {"undefined": StrictUndefined, "autoescape": True}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    filters = {"query": mark_query, "shown": show_words, "spelled": spell_out}
    app.jinja_env.filters.update(filters)
    said = f"Each address may send {rate}." if rate else ""
    app.extensions["policygraph"] = Site(source, read_shelf(), said)
    install_packing(app)
    if rate is None:
        install_endpoint(app)
    install_operation(app, root=root, headers=tuple(_HEADERS.items()))
    install_strictness(app)
    install_limiting(app, rate=rate, trusted_proxies=trusted_proxies)
    for module in _MODULES:
        app.register_blueprint(module.blueprint)
    install_conditions(app)
    app.after_request(_add_headers)
    app.after_request(_forget_host)
    install_problems(app)
    return app


class _Application(Flask):
    """An application all of whose functions answer at once, so that none is asked whether it does."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is."""
        return func


def _forget_host(response: Response) -> Response:
    """Take the host out of a redirect that routing made; it came from the request."""
    if response.status_code not in _REDIRECTS:
        return response
    if isinstance(request.routing_exception, RequestRedirect):
        parts = urlsplit(request.routing_exception.new_url)
        place = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        response.headers["Location"] = place
        response.data = b""
    return response


def _add_headers(response: Response) -> Response:
    asked = asked_now()
    if asked.method == "OPTIONS":
        response.status_code = 204
        # there is no content to have a type
        response.headers.pop("Content-Type", None)
        for name, value in _PREFLIGHT.items():
            response.headers[name] = value
        response.headers["Access-Control-Allow-Methods"] = (
            response.headers.get("Allow") or _METHODS
        )
    if asked.endpoint == "static" and response.status_code in (200, 206, 304):
        response.headers["Cache-Control"] = _FOR_GOOD if _is_of_now() else _ASK_AGAIN
    return response


def _is_of_now() -> bool:
    """Tell whether the address of a file says which edition of it is meant, and it is this one."""
    is_edition = request.args.get("edition") == site().shelf.edition
    return is_edition or _DIGESTED.search(request.path) is not None
