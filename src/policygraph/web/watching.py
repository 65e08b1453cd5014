"""Around the application: a request id for each request, one line in the log, and the figures.

It stands outside the application, so that it sees when the last byte was handed over, and streams that break.
"""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from policygraph.web.logs import REQUEST_ID, shortened

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from policygraph.web.figures import Figures

_LOG: Final = logging.getLogger(__name__)
ROUTE: Final = "policygraph.route"
LEAVE: Final = "policygraph.leave"
_SANE: Final = re.compile(r"[A-Za-z0-9._:-]{8,64}")


class Watched:
    """A WSGI application, each request of which is named, logged and counted.

    `headers` are the same for every answer, and so are added here, once and unread.
    """

    def __init__(
        self,
        inner: WSGIApplication,
        figures: Figures,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._inner = inner
        self._figures = figures
        self._headers = tuple(headers)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request, and echo its id in `X-Request-ID`."""
        watch = _Watch(environ, self._figures)

        def start(
            status: str, headers: list[tuple[str, str]], *failure: object
        ) -> object:
            watch.status = int(status.partition(" ")[0])
            named = [*headers, *self._headers, ("X-Request-ID", watch.id)]
            return start_response(status, named, *failure)  # type: ignore[arg-type] # as given

        try:
            body = self._inner(environ, start)  # type: ignore[arg-type] # returns what the server gave
        except BaseException:
            watch.end()
            raise
        return _Body(body, watch)


class _Watch:
    """What is noted of one request while it lasts."""

    def __init__(self, environ: WSGIEnvironment, figures: Figures) -> None:
        self._environ = environ
        self._figures = figures
        self._begin_s = time.perf_counter()
        self.id = _request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        self.status = 500
        self.sent_bytes = 0
        self.is_broken = False
        environ[REQUEST_ID] = self.id

    def end(self) -> None:
        """Write the line and count the request, and let go of the release that it read."""
        leave = self._environ.get(LEAVE)
        if leave is not None:
            leave()
        duration_s = time.perf_counter() - self._begin_s
        route = str(self._environ.get(ROUTE, "none"))
        method = str(self._environ.get("REQUEST_METHOD", ""))
        self._figures.count(route, method, self.status, duration_s)
        facts: dict[str, object] = {
            "id": self.id,
            "method": method,
            "path": self._environ.get("PATH_INFO", ""),
            **shortened(str(self._environ.get("QUERY_STRING", ""))),
            "route": route,
            "status": self.status,
            "bytes": self.sent_bytes,
            "ms": round(duration_s * 1000, 2),
            "client": self._environ.get("REMOTE_ADDR", ""),
            "agent": str(self._environ.get("HTTP_USER_AGENT", ""))[:120],
        }
        if self.is_broken:
            facts["broken"] = True
        level = logging.ERROR if self.status >= 500 or self.is_broken else logging.INFO
        _log(level, facts)


class _Body:
    """The body of an answer, passed on piece by piece; its end is the end of the request."""

    def __init__(self, inner: Iterable[bytes], watch: _Watch) -> None:
        self._inner = inner
        self._pieces = iter(inner)
        self._watch = watch

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """Return the next piece.

        Raises:
            StopIteration: there is none.
        """
        try:
            piece = next(self._pieces)
        except StopIteration:
            raise
        except BaseException:
            self._watch.is_broken = True
            raise
        self._watch.sent_bytes += len(piece)
        return piece

    def close(self) -> None:
        """End the request; the server calls this however the answer ended."""
        try:
            close = getattr(self._inner, "close", None)
            if close is not None:
                close()
        finally:
            self._watch.end()


def _log(level: int, facts: Mapping[str, object]) -> None:
    """Log a request, without a look for the line of the program that does: it is always this one."""
    if _LOG.isEnabledFor(level):
        extra = {"facts": facts, "may_wait": level < logging.ERROR}
        _LOG.handle(
            _LOG.makeRecord(
                _LOG.name, level, __file__, 0, "request", (), None, extra=extra
            )
        )


def _request_id(sent: str) -> str:
    """Keep the id that a proxy gave, if it is a plain word of 8 to 64 characters; else make one."""
    if _SANE.fullmatch(sent):
        return sent
    # it names a line of a log and guards nothing, so the system is not asked for noise
    return f"{random.getrandbits(64):016x}"
