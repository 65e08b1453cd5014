from __future__ import annotations

import socket
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from tests.audit.conftest import Start

from policygraph.audit.visiting import Visitor
from policygraph.errors import OutsideError, UsageError


class Site(BaseHTTPRequestHandler):
    """Answers each path with one kind of trouble, and remembers what was asked."""

    asked: list[str]
    elsewhere: str = ""

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/away":
            self.answer(302, Location=f"{self.elsewhere}caught")
        elif self.path == "/circle":
            self.answer(302, Location="/circle")
        elif self.path == "/short":
            self.answer(200, b"less", Content_Length="100")
        elif self.path == "/endless":
            self.trickle()
        else:
            self.answer(200, b"here")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(10_000_000):
                self.wfile.write(b"x" * 1000)
        except OSError:
            self.close_connection = True

    def log_message(self, *given: Any) -> None:
        pass


def site(**members: Any) -> type[Site]:
    return type("OneSite", (Site,), {"asked": [], **members})


def test_a_redirect_to_another_host_is_not_followed(start: Start) -> None:
    canary = site()
    elsewhere = start(canary)
    visitor = Visitor(start(site(elsewhere=elsewhere)))

    reply = visitor.follow("away")

    assert reply.status == 302
    assert canary.asked == []


def test_redirects_in_a_circle_come_to_an_end(start: Start) -> None:
    handler = site()

    reply = Visitor(start(handler)).follow("circle")

    assert reply.status == 302
    assert len(handler.asked) == 6


def test_another_host_is_never_asked(start: Start) -> None:
    canary = site()
    elsewhere = start(canary)

    reply = Visitor(start(site())).get(elsewhere)

    assert reply.status == 0
    assert canary.asked == []


def test_what_stands_under_the_base_is_asked_here(start: Start) -> None:
    handler = site()
    visitor = Visitor(start(handler))
    visitor.base = "https://example.org/data/"

    reply = visitor.get("https://example.org/data/id/a")

    assert reply.body == b"here"
    assert handler.asked == ["/id/a"]


@pytest.mark.parametrize("path", ["short", "endless"])
def test_an_answer_without_a_right_end_is_none(start: Start, path: str) -> None:
    visitor = Visitor(start(site()), timeout_s=0.3)

    assert visitor.get(path).status == 0


def test_requests_are_bounded(start: Start) -> None:
    handler = site()
    visitor = Visitor(start(handler), limit_requests=2)

    statuses = [visitor.get("a").status for _ in range(4)]

    assert statuses == [200, 200, 0, 0]
    assert visitor.is_exhausted


def test_nobody_at_an_address_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(OutsideError, match="Nobody answers"):
        Visitor(f"http://127.0.0.1:{port}/").arrive()


@pytest.mark.parametrize(
    "url", ["ftp://a/", "a", "", "http://", "http://[", "http://a:b"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        Visitor(url)
