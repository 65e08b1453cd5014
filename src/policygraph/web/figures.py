"""From requests to figures that Prometheus reads: counts, durations, the release, what was refused.

Addresses are counted by the pattern of their route, so that strangers cannot make the figures grow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.process_collector import ProcessCollector

from policygraph.isolated import OUTCOMES

MEDIA_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 5, 10)


class Figures:
    """The figures of one application in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "policygraph_requests",
            "Requests answered.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "policygraph_request_seconds",
            "From the request to the last byte handed over.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._problems = Counter(
            "policygraph_problems",
            "Problems told, by status and type: refusals, time limits, full queues.",
            ("status", "type"),
            registry=self._registry,
        )
        self._queries = Counter(
            "policygraph_queries",
            "Queries from outside that have ended, by how.",
            ("outcome",),
            registry=self._registry,
        )
        for outcome in OUTCOMES:
            self._queries.labels(outcome)  # shown as 0 before the first one
        self._release = Info(
            "policygraph_release", "The release served.", registry=self._registry
        )

    def count(self, route: str, method: str, status: int, duration_s: float) -> None:
        """Count a request that has ended."""
        known = method if method in _METHODS else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(duration_s)

    def count_problem(self, status: int, kind: str) -> None:
        """Count a problem that a client is told; `kind` is the type, one of a few, counted by its last part."""
        self._problems.labels(str(status), kind.rpartition("/")[2]).inc()

    def count_query(self, outcome: str) -> None:
        """Count a query from outside that has ended; `outcome` is one of the words of `isolated`."""
        self._queries.labels(outcome).inc()

    def gauge(self, name: str, words: str, read: Callable[[], float]) -> None:
        """Add a figure that is read when it is asked for: `policygraph_` and its name."""
        figure = Gauge(f"policygraph_{name}", words, registry=self._registry)
        figure.set_function(read)

    def written(self, digest: str) -> bytes:
        """Return all figures in the text format of Prometheus, version 0.0.4."""
        self._release.info({"digest": digest})
        return generate_latest(self._registry)
