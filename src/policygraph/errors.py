"""Everything that can go wrong, as one tree: the floor of both halves.

PolicygraphError
├── UsageError             the command or the request is wrong
│   ├── NotFoundError      no such report, query, thing or file
│   │   └── GoneError          there was such a thing, and it was withdrawn
│   ├── NotAcceptableError none of the formats asked for is on offer
│   ├── BusyError          too many queries at once; come back in a moment
│   ├── QueriesOffError    no queries but the server's own are answered here
│   ├── ClientLeftError    whoever asked has gone before there was an answer
│   ├── QueryStoppedError  a query that took more than it may: memory
│   │   └── QueryTimeoutError  or time
│   └── QueryError         the text of a query is wrong, at a line and a column
│       └── QueryRefusedError  a query that asks for what is never done here: an update
│           └── FederationError    or a call to another server
├── DataError              the data is wrong: a list of faults, sorted by place
│   ├── QuoteNotFoundError     words that do not stand in the source
│   └── QuoteAmbiguousError    words that stand there more than once
└── OutsideError           disk, network or another program failed

Each knows its exit code and its HTTP status, so neither the command line nor the web translates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it.

    `line` counts from 1; 0 stands for the file as a whole.
    """

    file: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return `file:line: message`, and the hint on a line of its own."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        first = f"{place}: {self.message}" if place else self.message
        return f"{first}\n  hint: {self.hint}" if self.hint else first


class PolicygraphError(Exception):
    """What a user is told. Its text is one sentence; `hint` says what to do.

    `problem` is the word by which programs know it; empty where the HTTP status says enough.
    """

    exit_code: ClassVar[int] = 3
    http_status: ClassVar[int] = 500
    problem: ClassVar[str] = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def facts(self) -> dict[str, float]:
        """What a program may want to read beside the message, as numbers by name."""
        return {}

    def __str__(self) -> str:
        """Return the message, and the hint on a line of its own."""
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class UsageError(PolicygraphError):
    """The command or the request is wrong."""

    exit_code = 2
    http_status = 400
    problem = "bad-request"


class NotFoundError(UsageError):
    """There is no such report, query, thing or file."""

    http_status = 404
    problem = "not-found"


class GoneError(NotFoundError):
    """There was such a thing, and it was withdrawn."""

    http_status = 410
    problem = "gone"


class NotAcceptableError(UsageError):
    """None of the formats asked for is on offer."""

    http_status = 406
    problem = "not-acceptable"


class QueryError(UsageError):
    """The text of a query is wrong; `line` and `column` count from 1, 0 means not known."""

    problem = "query-syntax"

    def __init__(
        self, message: str, *, hint: str = "", line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column

    @property
    def facts(self) -> dict[str, float]:
        """Line and column, where they are known."""
        return {"line": self.line, "column": self.column} if self.line else {}


class QueryRefusedError(QueryError):
    """A query that asks for what is never done here: an update, a call to another server."""

    http_status = 403
    problem = "update-refused"


class FederationError(QueryRefusedError):
    """A query that asks to call another server: no right of the client's could change that."""

    http_status = 400
    problem = "federation-off"


class BusyError(UsageError):
    """Too many queries are being answered at once; `retry_after_s` says when to come back."""

    http_status = 503
    problem = "busy"

    def __init__(self, message: str, *, hint: str = "", retry_after_s: int = 1) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s

    @property
    def facts(self) -> dict[str, float]:
        """After how many seconds to come back."""
        return {"retry_after_s": self.retry_after_s}


class QueriesOffError(UsageError):
    """This server answers no queries but its own."""

    http_status = 403
    problem = "queries-off"


class ClientLeftError(UsageError):
    """Whoever asked has gone before there was an answer; the status is for logs and figures alone."""

    # of no standard; nginx and those after it write it for a request that its client closed
    http_status = 499
    problem = ""


class QueryStoppedError(UsageError):
    """A query took more than it may, most likely memory, and was stopped."""

    http_status = 503
    problem = "query-stopped"


class QueryTimeoutError(QueryStoppedError):
    """A query took longer than it may, and was stopped after `limit_s` seconds."""

    problem = "query-timeout"

    def __init__(self, message: str, *, hint: str = "", limit_s: float = 0.0) -> None:
        super().__init__(message, hint=hint)
        self.limit_s = limit_s

    @property
    def facts(self) -> dict[str, float]:
        """The limit, in seconds."""
        return {"limit_s": self.limit_s}


class DataError(PolicygraphError):
    """The data is wrong. `faults` has everything found, at least one, sorted by file and line."""

    exit_code = 1
    http_status = 422

    def __init__(self, message: str, *, hint: str = "", faults: tuple[Fault, ...] = ()):
        super().__init__(message, hint=hint)
        self.faults = tuple(sorted(faults)) or (Fault("", 0, message, hint),)

    def __str__(self) -> str:
        """Return every fault on its own lines."""
        return "\n".join(str(fault) for fault in self.faults)


class QuoteNotFoundError(DataError):
    """The words do not stand in the source."""


class QuoteAmbiguousError(DataError):
    """The words stand in the source more than once."""


class OutsideError(PolicygraphError):
    """Something outside failed: a disk, a network, another program."""

    exit_code = 3
    http_status = 503
    problem = "not-available"
