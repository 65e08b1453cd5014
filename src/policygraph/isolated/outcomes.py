"""From how a stranger's query ended to one word, for whoever counts.

Each query ends in exactly one of these ways; whoever wants to know is told the word, in the thread
in which it happened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from policygraph.errors import (
    OutsideError,
    PolicygraphError,
    QueryRefusedError,
    QueryStoppedError,
    QueryTimeoutError,
)

ANSWERED: Final = "answered"
TRUNCATED: Final = "truncated"
WRONG: Final = "wrong"
REFUSED: Final = "refused"
TIMEOUT: Final = "timeout"
KILLED: Final = "killed"
LEFT: Final = "left"
FAILED: Final = "failed"
BUSY: Final = "busy"
OUTCOMES: Final = (
    ANSWERED,
    TRUNCATED,
    WRONG,
    REFUSED,
    TIMEOUT,
    KILLED,
    LEFT,
    FAILED,
    BUSY,
)

Listener = Callable[[str], None]


def outcome_of(error: PolicygraphError) -> str:
    """Return the word for a query that ended in an error.

    `killed` is a process that ended for want of memory or was ended from outside, `wrong` whatever
    the client could put right.

    >>> outcome_of(QueryTimeoutError("Too long.")), outcome_of(QueryRefusedError("No."))
    ('timeout', 'refused')
    """
    kinds = (
        (QueryTimeoutError, TIMEOUT),
        (QueryStoppedError, KILLED),
        (QueryRefusedError, REFUSED),
        (OutsideError, FAILED),
    )
    return next((word for kind, word in kinds if isinstance(error, kind)), WRONG)
