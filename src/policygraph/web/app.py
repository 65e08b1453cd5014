"""The web application: from a source of answers to a Flask application with all its addresses."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, jsonify, request
from jinja2 import StrictUndefined

from policygraph.web import lists, protocol, questions, things, vocabulary
from policygraph.web.documents import Site
from policygraph.web.problems import install_problems
from policygraph.web.shelf import read_shelf
from policygraph.web.source import Source
from policygraph.web.stranger import MAX_QUERY_BYTES

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
    "Access-Control-Expose-Headers": "Link, ETag, Content-Location",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def create_app(source: Source) -> Flask:
    """Make the application that serves one source.

    Raises:
        OutsideError: files of the package are missing.
    """
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined] # of Flask's default provider
    app.config["MAX_CONTENT_LENGTH"] = MAX_QUERY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_QUERY_BYTES
    app.jinja_options = {"undefined": StrictUndefined, "autoescape": True}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["policygraph"] = Site(source, read_shelf())
    app.add_url_rule("/healthz", view_func=_health)
    for module in (lists, protocol, questions, vocabulary, things):
        app.register_blueprint(module.blueprint)
    app.after_request(_add_headers)
    install_problems(app)
    return app


def _health() -> Response:
    """Say that requests are answered."""
    return jsonify(status="ok")


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if request.method == "OPTIONS":
        for name, value in _PREFLIGHT.items():
            response.headers[name] = value
    if request.endpoint == "static" and response.status_code == 200:
        # the address of the style sheet holds its edition
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
