"""Our own server with one thing spoiled on the way: the check that is about it must fail, and few others."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.audit.conftest import Start

from policygraph.audit import audit

pytestmark = [pytest.mark.engine, pytest.mark.slow]

Headers = dict[str, str]
Spoil = Callable[[str, Headers, bytes], tuple[Headers, bytes]]


def between(server: str, spoil: Spoil) -> type[BaseHTTPRequestHandler]:
    """A server that hands everything on, and changes answers on their way back."""

    class Between(BaseHTTPRequestHandler):
        def answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
            connection.request(self.command, self.path, sent, dict(self.headers))
            reply = connection.getresponse()
            body = reply.read()
            links = ", ".join(reply.headers.get_all("Link") or [])
            headers = {**dict(reply.headers), **({"Link": links} if links else {})}
            connection.close()
            headers, body = spoil(self.path, headers, body)
            self.send_response(reply.status)
            for name, value in headers.items():
                if name.lower() not in ("transfer-encoding", "content-length", "date"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            pass

    for method in ("GET", "POST", "HEAD", "OPTIONS", "DELETE", "PUT"):
        setattr(Between, f"do_{method}", Between.answer)
    return Between


def without(name: str) -> Spoil:
    def spoil(_: str, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        kept = {key: value for key, value in headers.items() if key.lower() != name}
        return kept, body

    return spoil


def instead(part: str, words: bytes, other: bytes) -> Spoil:
    """Put other words in the place of some; `words` is a regular expression."""

    def spoil(path: str, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        return headers, re.sub(words, other, body) if part in path else body

    return spoil


@pytest.mark.parametrize(
    ("spoil", "lost"),
    [
        (without("vary"), {"L3a", "L3k"}),
        (without("etag"), {"L3b", "L3d"}),
        (without("accept-post"), {"L8i"}),
        (without("access-control-allow-headers"), {"L8l"}),
        (instead("linkset/", b"cite-as", b"cited-as"), {"L4j"}),
        (instead("void", b"void:entities ", b"void:documents "), {"L5g", "L5h"}),
        (instead("void", rb"void:triples \d", b"void:triples 77"), {"L5b"}),
        (instead("/", b'"temporalCoverage"', b'"temporal"'), {"L7d"}),
        (instead("/", b'"distribution"', b'"parts"'), {"L7d", "L7f"}),
    ],
    ids=lambda value: "" if callable(value) else "-".join(sorted(value)),
)
def test_what_is_spoiled_costs_its_checks(
    server: str, start: Start, spoil: Spoil, lost: set[str]
) -> None:
    card = audit(start(between(server, spoil)), sample=1)

    wrong = {check.name for check in card.checks if check.passed is False}
    assert lost <= wrong
    assert len(wrong) <= len(lost) + 12
