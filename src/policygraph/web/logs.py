"""From what happens in the server to lines of JSON on standard error, one an event, each with its request.

Everything that a client sent is escaped, so that no line can be forged. Of a query only a digest and
the beginning are kept: it may hold what nobody should read in a log.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.util import Finalize
from typing import Final

from flask import has_request_context, request

REQUEST_ID: Final = "policygraph.request-id"
KEPT_CHARACTERS: Final = 60


# not `json.dumps`, which makes an encoder for each line
_ENCODER: Final = json.JSONEncoder(default=str)
_TOGETHER_S: Final = 0.05


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: time, level, event, request id, and the facts given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in ASCII, without its end."""
        facts: dict[str, object] = getattr(record, "facts", {})
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if "id" not in facts and has_request_context():
            line["id"] = request.environ.get(REQUEST_ID, "")
        line |= facts
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return _ENCODER.encode(line)


class _ToStandardError(logging.Handler):
    """Writes to what standard error is at the moment, as some programs replace it.

    A record that `may_wait` is written with those of the same moment, as each write lets other threads go
    first, which costs a busy server more than the line. Whatever may not wait takes along what waits.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[str] = []
        self._is_due = threading.Event()
        self._writer: threading.Thread | None = None
        if hasattr(os, "register_at_fork"):
            # what waits is written by the process in which it happened
            os.register_at_fork(after_in_child=self._waiting.clear)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record in; the caller holds the lock of this handler."""
        self._waiting.append(f"{self.format(record)}\n")
        if not getattr(record, "may_wait", False):
            self.flush()
        elif len(self._waiting) == 1:
            self._write_soon()

    def flush(self) -> None:
        """Write what waits; where nobody can read it, such as on a full disk, the server goes on without."""
        self.acquire()
        try:
            lines = "".join(self._waiting)
            self._waiting.clear()
            if lines:
                with suppress(OSError, ValueError):
                    sys.stderr.write(lines)
                    sys.stderr.flush()
        finally:
            self.release()

    def _write_soon(self) -> None:
        # a fork takes no thread along
        if self._writer is None or not self._writer.is_alive():
            self._is_due = threading.Event()
            self._writer = threading.Thread(
                target=self._write_on, name="log", daemon=True
            )
            self._writer.start()
        self._is_due.set()

    def _write_on(self) -> None:
        while self._is_due.wait():
            self._is_due.clear()
            time.sleep(_TOGETHER_S)
            self.flush()


def log_to_standard_error() -> None:
    """Write our own events, and the warnings of the libraries, as lines of JSON. Twice is as once."""
    root = logging.getLogger()
    if not any(isinstance(one, _ToStandardError) for one in root.handlers):
        handler = _ToStandardError()
        handler.setFormatter(JsonLines())
        root.addHandler(handler)
        # a process of `multiprocessing`, such as each of granian's, ends without `atexit`
        Finalize(None, handler.flush, exitpriority=0)
    logging.getLogger("policygraph").setLevel(logging.INFO)


def shortened(text: str) -> dict[str, str]:
    """Return what a log may keep of a query: a digest to compare by, and its beginning."""
    if not text:
        return {}
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return {"query_sha256": digest, "query": text[:KEPT_CHARACTERS]}
