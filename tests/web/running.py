"""A server as its operator runs it: a process on a port of its own, with its log."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = [sys.executable, "-c", "from policygraph.cli import main; main()"]
PATIENCE_S = 30.0
LOOK = "look-into-the-log="
START_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Running:
    """A process that serves; `log` is what it writes to standard error."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def get(self, path: str, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, headers=named)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
                return Reply(response.status, _lower(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, _lower(error.headers), error.read())

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)

    def lines(self) -> list[dict[str, Any]]:
        """Every line of the log that is JSON, which is all but the notes before the server answers.

        Lines about requests are written a moment after them, in their order: so one more is asked.
        """
        last = f"{LOOK}{time.monotonic_ns()}"
        if self.process.poll() is None:
            self.get(f"/healthz?{last}")
            wait_until(lambda: last in self.log.read_text(encoding="utf-8"))
        return [
            json.loads(line)
            for line in self.log.read_text(encoding="utf-8").splitlines()
            if not line.startswith("Building") and LOOK not in line
        ]


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[Running]:
    """Run a command that prints its address, and end it."""
    log = folder / "log"
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=os.environ
        ) as process,
    ):
        try:
            printed = first_line(process)
            assert printed, log.read_text()
            yield Running(process, printed.split()[-1].rstrip("/"), log)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(PATIENCE_S)
                except subprocess.TimeoutExpired:
                    process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    """What a process prints first: a server its address. One that says nothing is no wait for ever."""
    assert process.stdout is not None
    told, _, _ = select.select([process.stdout], [], [], START_WITHIN_S)
    assert told, "nothing was printed in time"
    return next(process.stdout, "")


def wait_until(is_so: Callable[[], bool], *, within_s: float = PATIENCE_S) -> None:
    """Ask again and again, and not for ever."""
    end_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end_s, "this has not come about in time"
        time.sleep(0.02)


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
