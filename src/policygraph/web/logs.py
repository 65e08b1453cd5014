"""From what happens in the server to lines of JSON on standard error, one an event, each with its request.

Everything that a client sent is escaped, so that no line can be forged. Of a query only a digest and
the beginning are kept: it may hold what nobody should read in a log.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final, TextIO

from flask import has_request_context, request

REQUEST_ID: Final = "policygraph.request-id"
KEPT_CHARACTERS: Final = 60


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: time, level, event, request id, and the facts given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in ASCII, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if has_request_context():
            line["id"] = request.environ.get(REQUEST_ID, "")
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at the moment, as some programs replace it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override] # a fixed stream in the parent
        return sys.stderr


def log_to_standard_error() -> None:
    """Write our own events, and the warnings of the libraries, as lines of JSON. Twice is as once."""
    root = logging.getLogger()
    if not any(isinstance(one, _ToStandardError) for one in root.handlers):
        handler = _ToStandardError()
        handler.setFormatter(JsonLines())
        root.addHandler(handler)
    logging.getLogger("policygraph").setLevel(logging.INFO)


def shortened(text: str) -> dict[str, str]:
    """Return what a log may keep of a query: a digest to compare by, and its beginning."""
    if not text:
        return {}
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return {"query_sha256": digest, "query": text[:KEPT_CHARACTERS]}
