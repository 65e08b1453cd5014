"""Isolation: from a stranger's query to an answer within limits, or a plain refusal.

A query of unknown origin can end the process that runs it, and nothing inside that process can
bound its time and memory. So it runs in a process that may die.
"""

from policygraph.isolated.asking import Answering, Head, Question
from policygraph.isolated.isolation import (
    InProcess,
    Isolation,
    Strangers,
    is_isolation_possible,
    start_isolation,
)
from policygraph.isolated.limits import MEGABYTE, Limits
from policygraph.isolated.outcomes import OUTCOMES
from policygraph.isolated.stream import Answered

__all__ = [
    "MEGABYTE",
    "OUTCOMES",
    "Answered",
    "Answering",
    "Head",
    "InProcess",
    "Isolation",
    "Limits",
    "Question",
    "Strangers",
    "is_isolation_possible",
    "start_isolation",
]
