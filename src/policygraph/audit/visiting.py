"""One visitor of one site: bounded requests to one host, and no redirect that leaves it."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from policygraph.errors import OutsideError, UsageError

TIMEOUT_S: Final = 20.0
LIMIT_REQUESTS: Final = 5_000
LIMIT_BYTES: Final = 64_000_000
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; status 0 stands for no answer at all. `url` is the address asked."""

    url: str
    status: int
    headers: http.client.HTTPMessage = field(default_factory=http.client.HTTPMessage)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The media type announced, without parameters, in lower case."""
        announced = str(self.headers.get("Content-Type", ""))
        return announced.partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def all_of(self, name: str) -> str:
        """All headers of a name, joined as one list."""
        return ", ".join(str(one) for one in self.headers.get_all(name) or [])


class Visitor:
    """Asks one host, within limits of time, bytes and number; never follows a lead elsewhere.

    Raises:
        UsageError: the address is not one of http or https.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = TIMEOUT_S,
        limit_requests: int = LIMIT_REQUESTS,
    ) -> None:
        try:
            parts = urlsplit(url)
            known = parts.scheme in ("http", "https") and bool(parts.hostname)
            self._port = parts.port
        except ValueError:
            known = False
        if not known:
            raise UsageError(
                f"{url!r} is no address that can be visited.",
                hint="an address starts with http:// or https://",
            )
        place = parts._replace(query="", fragment="").geturl()
        self.root = place.rstrip("/") + "/"
        self.base = self.root
        self.asked = 0
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        self._place = parts.netloc
        self._timeout_s = timeout_s
        self._limit_requests = limit_requests

    @property
    def is_exhausted(self) -> bool:
        """Whether as many requests were sent as may be."""
        return self.asked >= self._limit_requests

    def local(self, iri: str) -> str | None:
        """Return the address at which this host serves an IRI; None where it is elsewhere.

        What stands under the site's own base is looked for here, wherever the base points.
        """
        if iri.startswith(self.base):
            return self.root + iri.removeprefix(self.base)
        absolute = urljoin(self.root, iri)
        parts = urlsplit(absolute)
        return absolute if parts.netloc == self._place else None

    def named(self, address: str) -> str:
        """Return the name, under the site's own base, of what this host serves at an address."""
        inside = address.startswith(self.root)
        return self.base + address.removeprefix(self.root) if inside else address

    def get(self, address: str, accept: str = "", **headers: str) -> Reply:
        """Ask for an address once; headers are named with underscores."""
        wanted = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask(
            "GET", address, {"Accept": accept, **wanted} if accept else wanted
        )

    def follow(self, address: str, accept: str = "") -> Reply:
        """Ask for an address and go after redirects, at most five and none off this host."""
        reply = self.get(address, accept)
        for _ in range(5):
            if reply.status not in _REDIRECTS:
                break
            target = self.local(urljoin(reply.url, reply.headers.get("Location", "")))
            if target is None:
                break
            reply = self.get(target, accept)
        return reply

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        """Send one request; what fails or goes on too long has status 0."""
        target = self.local(address)
        if target is None or self.is_exhausted:
            return Reply(address, 0)
        self.asked += 1
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kind = (
            http.client.HTTPSConnection
            if self._scheme == "https"
            else http.client.HTTPConnection
        )
        connection = kind(self._host, self._port, timeout=self._timeout_s)
        try:
            connection.request(
                method, path, body, {"Connection": "close", **(headers or {})}
            )
            answer = connection.getresponse()
            received = _read(answer, time.monotonic() + self._timeout_s)
            return Reply(target, answer.status, answer.headers, received)
        except (OSError, http.client.HTTPException, ValueError):
            return Reply(target, 0)
        finally:
            connection.close()

    def arrive(self) -> Reply:
        """Open the first page, and learn from it the base of the site's IRIs.

        Raises:
            OutsideError: nobody answers.
        """
        reply = self.follow(self.root, "text/html")
        if reply.status == 0:
            raise OutsideError(
                f"Nobody answers at {self.root}.",
                hint="is the address right, and does the server run?",
            )
        return reply


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """Read a body to its end.

    Raises:
        TimeoutError: it goes on for too long, or is too large.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > LIMIT_BYTES or time.monotonic() > until:
            raise TimeoutError
    if answer.length:
        raise TimeoutError
    return b"".join(pieces)
