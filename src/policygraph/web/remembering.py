"""From a document asked for a second time to the bytes made the first time, until the release changes.

What a document says depends on the release, on the program, and on the request, and on nothing else;
so the three together are its key. The figures and the log see such an answer as any other.

Source: RFC 9111, section 4 (constructing responses from caches).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache

from policygraph.web.answers import CONDITIONS
from policygraph.web.watching import ROUTE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEGABYTE: Final = 1024 * 1024
KEPT_BYTES: Final = 64 * MEGABYTE
LARGEST_BYTES: Final = MEGABYTE
# An entry takes this much beside its body: key, headers, and the objects that hold them.
_ROOM_BYTES: Final = 4_096
_LONGEST_ADDRESS: Final = 1_024
# How many addresses with a query are known to have been asked for once.
_KNOWN_ONCE: Final = 4_096
# What strangers ask at the endpoint may have another answer each time: RAND(), NOW().
_NEVER: Final = "/sparql"
# The files of the pages, which are packed for those who take that.
_PACKED: Final = "/static/"
_CONDITIONS: Final = (*CONDITIONS, "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given: its head, its bytes, and the route it is counted under."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    route: str

    @property
    def size_bytes(self) -> int:
        """How much memory it takes, about."""
        return len(self.body) + _ROOM_BYTES


class Remembered:
    """A WSGI application whose documents are made once a release.

    `version` says which release and which program answer now; what was kept of others is not found
    any more, and is pushed out by what comes. An address with a query is kept when it comes again, so
    that queries which somebody makes up neither fill the memory nor push out what is read.
    """

    def __init__(self, inner: WSGIApplication, version: Callable[[], str]) -> None:
        self._inner = inner
        self._version = version
        self._lock = threading.Lock()
        self._kept: LRUCache[Key, Kept] = LRUCache(
            KEPT_BYTES, getsizeof=lambda kept: kept.size_bytes
        )
        self._once: LRUCache[int, bool] = LRUCache(_KNOWN_ONCE)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request from memory where that is possible, and remember the answer where it may be."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            return self._ask(key, environ, start_response)
        environ[ROUTE] = kept.route
        start_response(kept.status, list(kept.headers))
        return [kept.body]

    def _ask(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        heads: list[tuple[str, tuple[tuple[str, str], ...]]] = []

        def start(
            status: str, headers: list[tuple[str, str]], *failure: object
        ) -> object:
            heads.append((status, tuple(headers)))
            return start_response(status, headers, *failure)  # type: ignore[arg-type] # as given

        body = self._inner(environ, start)  # type: ignore[arg-type] # returns what the server gave
        if not heads or not _may_be_kept(*heads[-1]):
            return body
        try:
            whole = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
        # asked again: the release may have changed while the answer was made
        if len(whole) <= LARGEST_BYTES and key == self._key(environ):
            kept = Kept(*heads[-1], whole, str(environ.get(ROUTE, "")))
            with self._lock:
                if not environ.get("QUERY_STRING") or self._once.pop(hash(key), False):
                    self._kept[key] = kept
                else:
                    self._once[hash(key)] = True
        return [whole]

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """Return what decides an answer; None where it is not to be remembered."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] != "GET"
            or path.endswith(_NEVER)
            or len(path) + len(query) > _LONGEST_ADDRESS
            or any(condition in environ for condition in _CONDITIONS)
        ):
            return None
        return (
            self._version(),
            environ.get("SCRIPT_NAME", ""),
            path,
            query,
            environ.get("HTTP_ACCEPT", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ.get("HTTP_ACCEPT_ENCODING", "") if _PACKED in path else "",
        )


def _may_be_kept(status: str, headers: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether an answer is a whole document of known length that has a version."""
    names = {name.lower(): value for name, value in headers}
    length = names.get("content-length", "")
    return (
        status.startswith("200")
        and "etag" in names
        and names.get("cache-control", "").startswith("public")
        and length.isdigit()
        and int(length) <= LARGEST_BYTES
    )
