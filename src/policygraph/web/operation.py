"""What a person or a program that runs the server asks of it: does it live, is it ready, how does it do.

`/healthz` says that the process answers, `/readyz` that its store does and which release it serves,
`/metrics` gives figures to Prometheus. None of them is cached, and none shows a path of the machine.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from policygraph.engine import Truth
from policygraph.engine.holding import Hold, hold_release
from policygraph.isolated import InProcess
from policygraph.web.figures import MEDIA_TYPE, Figures
from policygraph.web.guests import Guests
from policygraph.web.logs import REQUEST_ID
from policygraph.web.reloading import Reloader, Switched
from policygraph.web.remembering import Remembered
from policygraph.web.rooting import Rooted, here
from policygraph.web.sites import SITE, Site, asked_now, site
from policygraph.web.source import Source
from policygraph.web.watching import LEAVE, ROUTE, Watched

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LOG: Final = logging.getLogger(__name__)
LEAVE_WITHIN_S: Final = 15.0
_RELOADER: Final = "policygraph.reloader"
_FIGURES: Final = "policygraph.figures"
_HOLD: Final = "policygraph.hold"
_GUESTS: Final = "policygraph.guests"
_WATCHING: Final = "policygraph.watching"

blueprint = Blueprint("operation", __name__)


def install_operation(
    app: Flask, *, root: str = "", headers: Sequence[tuple[str, str]] = ()
) -> None:
    """Give an application its addresses for operators, request ids, logs and figures.

    `root` is the path under which a proxy serves it, `/graph`; empty where it has a host to itself.
    `headers` go with every answer.
    """
    figures = Figures()
    app.extensions[_FIGURES] = figures
    app.extensions[_GUESTS] = Guests()
    source = cast("Site", app.extensions["policygraph"]).source
    app.extensions[_HOLD] = _hold(source)
    _listen_to(source, figures)
    for name, words in _SWITCHES.items():
        figures.gauge(name, words, lambda name=name: _switched(app, name))  # type: ignore[misc] # bound early
    for name, words in _WORKERS.items():
        figures.gauge(name, words, lambda name=name: _workers(app, name))  # type: ignore[misc] # bound early
    app.register_blueprint(blueprint)
    app.before_request(_note_route)
    app.jinja_env.filters["here"] = here
    inner = _entering(app)
    if root:
        inner = Rooted(inner, root)
    remembered = Remembered(inner, lambda: _version(app))
    app.extensions[_WATCHING] = lambda inner: Watched(inner, figures, headers)
    app.wsgi_app = watched(app, remembered)  # type: ignore[method-assign] # Flask's own way


def watched(app: Flask, inner: WSGIApplication) -> Watched:
    """Name, log and count the requests of another application as those of this one."""
    return cast("Watched", app.extensions[_WATCHING](inner))


def figures() -> Figures:
    """Return the figures of the running application."""
    return cast("Figures", current_app.extensions[_FIGURES])


def switch_source(app: Flask, source: Source) -> Source:
    """Serve another source from the next request on; return the one before, once nobody reads it.

    Requests under way keep what they began with, and are waited for, but not for ever.
    """
    guests = cast("Guests", app.extensions[_GUESTS])
    before = cast("Site", app.extensions["policygraph"])
    _listen_to(source, cast("Figures", app.extensions[_FIGURES]))
    held, app.extensions[_HOLD] = app.extensions[_HOLD], _hold(source)
    with guests.door:
        app.extensions["policygraph"] = replace(before, source=source)
    guests.wait_for(before, within_s=LEAVE_WITHIN_S)
    if held is not None:
        held.release()
    return before.source


def _version(app: Flask) -> str:
    """Return what documents are made from: the release, and the edition of the program."""
    serving = cast("Site", app.extensions["policygraph"])
    return f"{serving.source.digest} {serving.shelf.edition}"


def _listen_to(source: Source, figures: Figures) -> None:
    """Count the queries that strangers send to a source; its predecessor goes on being counted, too."""
    if source.strangers is not None:
        source.strangers.report_to(figures.count_query)


def _hold(source: Source) -> Hold | None:
    return None if source.release is None else hold_release(source.release)


def watch_releases(
    app: Flask, releases: Path, open_source: Callable[[Path], Source]
) -> Reloader:
    """Serve each new current release of a folder, from now on and without a pause."""
    reloader = Reloader(
        releases,
        open_source=open_source,
        switch=lambda source: switch_source(app, source),
    )
    app.extensions[_RELOADER] = reloader
    reloader.start()
    return reloader


def reloader_of(app: Flask) -> Reloader | None:
    """Return what watches for new releases, if anything does."""
    return cast("Reloader | None", app.extensions.get(_RELOADER))


@blueprint.get("/healthz")
def health() -> Response:
    """Say that requests are answered."""
    return _uncached(jsonify(status="ok"))


@blueprint.get("/readyz")
def readiness() -> Response:
    """Ask the store one small question, and say which release it answers from.

    A new release that was refused does not make the server unready: the one before is served in
    full, and a balancer that turned away would take down what works. It is told in `refused`.
    """
    serving = site()
    reloader = reloader_of(current_app)
    state = reloader.state if reloader is not None else Switched()
    facts: dict[str, str | int] = {"release": serving.source.digest}
    if state.refused:
        facts["refused"] = state.refused
    try:
        answer = serving.source.store.answer(serving.shelf.pages["probe"].text)
        is_ready = isinstance(answer, Truth) and answer.value
    except Exception:  # whatever fails in a store, the server is not ready
        _LOG.exception("The store does not answer")
        is_ready = False
    response = jsonify(status="ready" if is_ready else "not ready", **facts)
    response.status_code = 200 if is_ready else 503
    return _uncached(response)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give all figures of this process."""
    body = figures().written(site().source.digest)
    return _uncached(Response(body, content_type=MEDIA_TYPE))


_SWITCHES: Final = {
    "release_switches": "Releases switched to since the start.",
    "release_refusals": "Releases refused since the start because they were damaged.",
    "release_refused": "1 while the current release on the disk cannot be served.",
}


_WORKERS: Final = {
    "workers": "Queries from outside that may be answered at once; 0 where nothing bounds them.",
    "workers_busy": "Queries from outside that are being answered.",
}


def _workers(app: Flask, name: str) -> float:
    strangers = cast("Site", app.extensions["policygraph"]).source.strangers
    if strangers is None or isinstance(strangers, InProcess):
        return 0.0
    return float(
        strangers.busy_workers if name == "workers_busy" else strangers.limits.workers
    )


def _switched(app: Flask, name: str) -> float:
    reloader = reloader_of(app)
    state = reloader.state if reloader is not None else Switched()
    values = {
        "release_switches": state.switches,
        "release_refusals": state.refusals,
        "release_refused": int(bool(state.refused)),
    }
    return float(values[name])


def request_id() -> str:
    """Return the id of the request that is being answered."""
    return str(request.environ.get(REQUEST_ID, ""))


def _entering(app: Flask) -> WSGIApplication:
    """Return an application that holds one site for the whole of each request."""
    inner = app.wsgi_app
    guests = cast("Guests", app.extensions[_GUESTS])

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        with guests.door:
            environ[SITE] = place = app.extensions["policygraph"]
            environ[LEAVE] = guests.enter(place)
        return inner(environ, start_response)

    return answer


def _note_route() -> None:
    """Note by which pattern a request is counted."""
    asked = asked_now()
    if asked.url_rule is not None:
        asked.environ[ROUTE] = asked.url_rule.rule


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
