"""Turns grammars of hostile input into requests to a running server, for as long as is wished.

    python -m tests.hostile.fuzz --minutes 60 [--seed 1]

Every failure is printed with the request that brings it about. Exit code 1 if there was any.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from tests.hostile.asking import TELLTALE, send
from tests.hostile.grammars import KINDS, Request
from tests.isolated.canary import Canary
from tests.web.running import PROGRAM, Reply, Running, running

from policygraph.release import build_release

PROJECT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = 300
PATIENCE_S = 20.0
SHRINK_WITHIN_S = 20.0
INTENDED = {"query-timeout", "query-stopped", "busy"}


@dataclass(slots=True)
class Fuzzer:
    """Sends requests to a server, and says what is wrong with an answer."""

    server: Running
    canary: Canary
    statuses: Counter[str] = field(default_factory=Counter)

    def check(self, request: Request) -> None:
        """Send a request.

        Raises:
            AssertionError: the answer is one that nobody may ever get.
        """
        reply = self._reply(request)
        assert self.server.process.poll() is None, "the server has died"
        assert self.canary.hits == 0, "the canary was reached"
        if reply is not None:
            self.statuses[str(reply.status)] += 1
            assert_fine(reply.status, reply.headers, reply.body)

    def _reply(self, request: Request) -> Reply | None:
        """Return the answer, or None where there may be none."""
        sent = request.as_bytes(self.canary.url)
        patience_s = PATIENCE_S / 10 if request.is_malformed else PATIENCE_S
        try:
            return self._sent_twice(sent, patience_s)
        except http.client.IncompleteRead:
            self.statuses["broken off"] += 1
        except (http.client.HTTPException, OSError) as error:
            self.statuses[type(error).__name__] += 1
            if not request.is_malformed:
                raise AssertionError(f"there was no answer: {error!r}") from error
            # it may wait for more to come, as long as it does not keep others waiting
            if self.server.get("/healthz").status != 200:
                raise AssertionError("nobody else is answered") from error
        return None

    def _sent_twice(self, sent: bytes, patience_s: float) -> Reply:
        """Send once more what had no answer in time: a machine that stood still is no failure."""
        try:
            return send(self.server, sent, timeout_s=patience_s)
        except TimeoutError:
            self.statuses["late"] += 1
            return send(self.server, sent, timeout_s=patience_s)


def assert_fine(status: int, headers: dict[str, str], body: bytes) -> None:
    """Check that an answer is one of those that are meant."""
    found = TELLTALE.search(body) if status >= 400 else None
    assert not found, f"told of the inside: {found}"
    assert not body.startswith(b"Internal Server Error"), "an error nobody foresaw"
    assert "set-cookie" not in headers, "a cookie was set"
    if status >= 500 and status != 501:
        assert status == 503, f"status {status}"
        kind = json.loads(body)["type"].rpartition("/")[2] if body[:1] == b"{" else ""
        assert kind in INTENDED or b"<html" in body or not body, f"503 of {kind}"
    if headers.get("content-type", "").startswith("application/problem+json") and body:
        problem = json.loads(body)
        assert problem["status"] == status, "the problem has another status"
        assert problem["detail"], "a problem without words"


@contextmanager
def started(folder: Path) -> Iterator[Running]:
    """Serve the shipped corpus with short limits."""
    release = build_release(PROJECT / "corpus", folder / "releases").path
    limits = ["--timeout", "0.5", "--memory", "64", "--workers", "4", "--rows", "200"]
    command = [*PROGRAM, "serve", str(release), "--port", "0", *limits]
    with running(command, folder) as server:
        yield server


def run(fuzzer: Fuzzer, kind: str, number: int, examples: int = EXAMPLES) -> str:
    """Send so many requests of one kind; return what is wrong, empty while nothing is."""
    failed: list[Request] = []
    shrink_until_s = 0.0

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(KINDS[kind])
    def each(request: Request) -> None:
        nonlocal shrink_until_s
        if failed and time.monotonic() > shrink_until_s:
            return  # small enough; what is slow to fail would be made smaller for ever
        try:
            fuzzer.check(request)
        except BaseException:
            if not failed:
                shrink_until_s = time.monotonic() + SHRINK_WITHIN_S
            failed.append(request)  # the last one is the smallest
            raise

    try:
        each()
    except Exception as error:  # whatever it is, the request is to be told
        sent = failed[-1].as_bytes(fuzzer.canary.url)
        return f"{error!r}\n  seed {number}, {kind}: {failed[-1]}\n  as sent: {sent[:2_000]!r}"
    return ""


def main() -> int:
    """Read the command line, and fuzz until the time is over."""
    parser = argparse.ArgumentParser(description="Fuzz a running server.")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6)
    )
    options = parser.parse_args()
    end_s = time.monotonic() + options.minutes * 60
    number, failures = options.seed, 0
    print(f"fuzzing from seed {number}", flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Canary() as canary,
        started(Path(folder)) as server,
    ):
        fuzzer = Fuzzer(server, canary)
        while time.monotonic() < end_s and server.process.poll() is None:
            kind = tuple(KINDS)[number % len(KINDS)]
            wrong = run(fuzzer, kind, number)
            if wrong:
                failures += 1
                print(f"FAILED: {wrong}", flush=True)
            number += 1
        failures += server.process.poll() is not None
    counted = ", ".join(f"{name}: {n}" for name, n in sorted(fuzzer.statuses.items()))
    print(f"{fuzzer.statuses.total()} requests, {failures} failures ({counted})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
