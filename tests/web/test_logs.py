"""Lines of the log: those of one moment are written together, and none is lost or written twice."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from typing import Any

import pytest
from tests.web.running import wait_until

from policygraph.web.logs import JsonLines, _ToStandardError


@pytest.fixture
def handler() -> _ToStandardError:
    """Return a handler that nobody else uses."""
    made = _ToStandardError()
    made.setFormatter(JsonLines())
    return made


def record(event: str, *, may_wait: bool) -> logging.LogRecord:
    made = logging.LogRecord("policygraph", logging.INFO, "", 0, event, (), None)
    made.may_wait = may_wait
    return made


class Written:
    """What has come to standard error so far."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self._lines: list[str] = []

    @property
    def events(self) -> list[Any]:
        self._lines += self._captured.readouterr().err.splitlines()
        return [json.loads(line)["event"] for line in self._lines]


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str]) -> Written:
    """Return what this process and its children write."""
    return Written(capfd)


def test_what_may_wait_is_written_soon_though_nothing_follows(
    handler: _ToStandardError, written: Written
) -> None:
    handler.handle(record("first", may_wait=True))
    handler.handle(record("second", may_wait=True))

    wait_until(lambda: written.events == ["first", "second"])


def test_what_may_not_wait_is_written_at_once_behind_what_waits(
    handler: _ToStandardError, written: Written
) -> None:
    handler.handle(record("a request", may_wait=True))
    handler.handle(record("a failure", may_wait=False))

    assert written.events == ["a request", "a failure"]


def test_at_the_end_nothing_is_left(
    handler: _ToStandardError, written: Written
) -> None:
    handler.handle(record("the last", may_wait=True))
    handler.flush()

    assert written.events == ["the last"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_does_not_write_what_waited_before_it(
    handler: _ToStandardError, written: Written
) -> None:
    handler.handle(record("before the fork", may_wait=True))

    process_id = os.fork()
    if not process_id:
        handler.handle(record("in the fork", may_wait=True))
        handler.flush()
        os._exit(0)
    os.waitpid(process_id, 0)
    handler.flush()

    assert sorted(written.events) == ["before the fork", "in the fork"]


class _FullDisk(io.StringIO):
    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_log_that_cannot_be_written_stops_nothing(
    handler: _ToStandardError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", _FullDisk())

    handler.handle(record("a request", may_wait=True))
    handler.handle(record("a failure", may_wait=False))
    handler.flush()
