"""From the queries that one client sends to those that it may send: a limit for each address, off unless asked for.

Every query is counted, not the slow ones alone: floods of short ones have stopped endpoints, too.
Pages, documents and saved questions are not counted. The counts are in the memory of this process.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final

from flask import Flask, Response, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix

from policygraph.errors import UsageError
from policygraph.web.problems import Problem, phrase, tell
from policygraph.web.sparql_request import is_yes

TRUSTED_PROXIES: Final = "POLICYGRAPH_TRUSTED_PROXIES"
_ENDPOINT: Final = "protocol.sparql"
_SUBNET: Final = 64
_KEPT_CHARACTERS: Final = 64


@dataclass(frozen=True, slots=True)
class Rate:
    """How many queries one client may send, in one span of time or in each of several."""

    spans: tuple[RateLimitItem, ...]

    def __str__(self) -> str:
        """Return it as people say it: `60 queries per minute`."""
        return " and ".join(_said(span) for span in self.spans)


def _said(span: RateLimitItem) -> str:
    unit = span.GRANULARITY.name
    per = unit if span.multiples == 1 else f"{span.multiples} {unit}s"
    return f"{span.amount} {'query' if span.amount == 1 else 'queries'} per {per}"


def read_rate(text: str) -> Rate | None:
    """Return the rate that a text says; None for an empty one.

    >>> str(read_rate("10/second; 600 per hour"))
    '10 queries per second and 600 queries per hour'

    Raises:
        UsageError: it says no rate.
    """
    if not text.strip():
        return None
    try:
        spans = tuple(parse_many(text))
    except ValueError:
        spans = ()
    if not spans or any(span.amount < 1 for span in spans):
        raise UsageError(
            f"{text!r} is no limit of queries.",
            hint="write it as 60/minute, or as 10/second;600/hour",
        )
    return Rate(spans)


def install_limiting(
    app: Flask, *, rate: Rate | None = None, trusted_proxies: int = 0
) -> None:
    """Make an application count the queries of each client, and refuse those beyond a rate.

    With `trusted_proxies` the client is the address that the outermost of so many proxies noted in
    X-Forwarded-For; what stands before it there, anybody may have written. Without, it is whoever is
    connected, and the header is not read.
    """
    app.config[TRUSTED_PROXIES] = trusted_proxies
    if trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # Flask's own way
            app.wsgi_app,
            x_for=trusted_proxies,
            x_proto=0,
            x_host=0,
            x_port=0,
            x_prefix=0,
        )
    if rate is not None:
        app.before_request(_Counter(rate).refuse_more)


class _Counter:
    """The queries of each client in the spans that run."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        # the window begins with a client's first query: two numbers a client, and an exact end
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def refuse_more(self) -> Response | None:
        """Count the request that is there; refuse it if it is one too many.

        Source: RFC 6585, section 4 (429 Too Many Requests).
        """
        if not _is_query():
            return None
        wait_s = self._wait_s(client_of(request.remote_addr or ""))
        if not wait_s:
            return None
        problem = Problem(
            429,
            phrase(429),
            f"This address has sent as many queries as it may: {self._rate}.",
            f"ask again in {wait_s} s; the dumps hold the whole graph",
            kind="rate-limit",
            facts={"retry_after_s": wait_s},
        )
        return tell(problem, {"Retry-After": str(wait_s)})

    def _wait_s(self, client: str) -> int:
        """Count one query; return how many whole seconds to wait where it is one too many, else 0."""
        full = [
            span for span in self._rate.spans if not self._limiter.hit(span, client)
        ]
        if not full:
            return 0
        end_s = max(
            self._limiter.get_window_stats(span, client).reset_time for span in full
        )
        return max(math.ceil(end_s - time.time()), 1)


def _is_query() -> bool:
    """Tell whether a query is to be answered, and not the page to write one on."""
    if request.endpoint != _ENDPOINT or request.method == "OPTIONS":
        return False
    return request.method == "POST" or (
        "query" in request.args and not is_yes(request.args.get("edit", ""))
    )


def client_of(address: str) -> str:
    """Return by what the client at an address is counted: the address, or the network of its own.

    An IPv6 client has a network of 64 bits to choose addresses from; it is counted as one. Some
    proxies note a port beside the address: it changes with each connection and is left out.

    >>> client_of("2001:db8::1"), client_of("[2001:db8::2]:4711"), client_of("192.0.2.7:80")
    ('2001:db8::/64', '2001:db8::/64', '192.0.2.7')

    Source: RFC 6177, section 2 (no customer has less than 64 bits).
    """
    for text in (address, address.rpartition(":")[0].strip("[]"), address.strip("[]")):
        try:
            found = ip_address(text.partition("%")[0])
        except ValueError:
            continue
        if isinstance(found, IPv4Address):
            return str(found)
        mapped = found.ipv4_mapped
        return str(mapped or ip_network((found, _SUBNET), strict=False))
    return address[:_KEPT_CHARACTERS]
