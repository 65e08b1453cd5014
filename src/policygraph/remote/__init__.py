"""The same questions to an endpoint elsewhere, over the SPARQL protocol: the same answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

from policygraph.engine import Answer, answer_from_bytes, query_form
from policygraph.errors import (
    NotFoundError,
    OutsideError,
    QueryError,
    UsageError,
)

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

MAX_ANSWER_BYTES = 1_000_000_000

_GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})


def ask_endpoint(url: str, query: str, *, timeout_s: int = 60) -> Answer:
    """Send a query to a SPARQL 1.1 endpoint and read its answer.

    All of it takes `timeout_s` at most, and the time of one more piece. No redirect is followed: it may
    lead into a network that only this machine sees.

    Raises:
        UsageError: the address is none of the web.
        QueryError: the endpoint says that the query is wrong.
        NotFoundError: nothing answers SPARQL at that address.
        OutsideError: the endpoint fails, is out of reach, or answers something else.

    Source: SPARQL 1.1 Protocol, section 2.1.
    """
    from SPARQLWrapper import JSON, POST, TURTLE

    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(
            f"{url} is no address of an endpoint.", hint="it starts with http or https"
        )
    end_s = time.monotonic() + timeout_s
    endpoint = _wrapper()(url, agent="policygraph")
    endpoint.setTimeout(timeout_s)
    endpoint.setMethod(POST)
    endpoint.setOnlyConneg(True)
    endpoint.setQuery(query)
    # SPARQLWrapper 2.0 reads every second line of a comment as part of the query, and takes one with
    # "address" in it for an ADD; its own guess goes when its comments_pattern is mended.
    endpoint.queryType = query_form(query)
    wants_graph = endpoint.queryType in _GRAPH_FORMS
    endpoint.setReturnFormat(TURTLE if wants_graph else JSON)
    with _told_by_address(url), closing(endpoint.query().response) as response:
        body = _read(response, url, end_s)
        announced = response.headers.get("Content-Type", "")
    return answer_from_bytes(body, announced.partition(";")[0].strip())


@contextmanager
def _told_by_address(url: str) -> Iterator[None]:
    """Tell what goes wrong on the way to an endpoint and back."""
    from SPARQLWrapper import SPARQLExceptions

    try:
        with _closing_what_failed():
            yield
    except SPARQLExceptions.QueryBadFormed as error:
        raise QueryError(
            f"{url} says that the query is wrong.",
            hint="ask a release here with the same file: it tells line and column",
        ) from error
    except SPARQLExceptions.EndPointNotFound as error:
        raise NotFoundError(
            f"Nothing answers SPARQL at {url}.",
            hint="the address of an endpoint often ends with /sparql",
        ) from error
    except HTTPError as error:
        raise _failure(url, error) from error
    except (
        SPARQLExceptions.SPARQLWrapperException,
        HTTPException,
        OSError,
        ValueError,
    ) as error:
        reason = getattr(error, "reason", None) or error.__class__.__name__
        raise OutsideError(
            f"{url} does not answer: {reason}.",
            hint="is the address that of a SPARQL endpoint, and is it running?",
        ) from error


@contextmanager
def _closing_what_failed() -> Iterator[None]:
    """Close the connection of a failed request: SPARQLWrapper raises an error of its own and leaves it open."""
    try:
        yield
    except Exception as error:
        if isinstance(error.__context__, HTTPError):
            error.__context__.close()
        raise


def _wrapper() -> type[SPARQLWrapper]:
    from SPARQLWrapper import SPARQLWrapper

    class Staying(SPARQLWrapper):
        """A wrapper whose requests have no redirect left to follow."""

        def _createRequest(self) -> Request:  # noqa: N802 - the library's name
            request = super()._createRequest()
            # urllib counts here where it has been; its own limit is ten places
            request.redirect_dict = dict.fromkeys(range(10))  # type: ignore[attr-defined] # urllib sets it, too
            return request

    return Staying


def _failure(url: str, error: HTTPError) -> OutsideError:
    with error:
        if error.code in range(300, 400):
            return OutsideError(
                f"{url} sends on to another address, which is not followed.",
                hint=f"ask there if you trust it: {error.headers.get('Location', '')}",
            )
        return OutsideError(
            f"{url} answers with the status {error.code}.",
            hint="ask for less, or later; its operator knows more",
        )


def _read(response: HTTPResponse, url: str, end_s: float) -> bytes:
    """Read an answer piece by piece, so that neither its length nor its slowness goes on for ever."""
    pieces: list[bytes] = []
    length = 0
    while piece := response.read1(65_536):
        pieces.append(piece)
        length += len(piece)
        if length > MAX_ANSWER_BYTES:
            raise OutsideError(
                f"{url} sent more than {MAX_ANSWER_BYTES // 1_000_000} MB.",
                hint="ask for less, with LIMIT",
            )
        if time.monotonic() > end_s:
            raise OutsideError(
                f"{url} did not come to the end of its answer in time.",
                hint="ask for less, with LIMIT",
            )
    if response.length:
        raise OutsideError(f"{url} broke off in the middle of its answer.")
    return b"".join(pieces)
