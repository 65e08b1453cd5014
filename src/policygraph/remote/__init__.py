"""The same questions to an endpoint elsewhere, over the SPARQL protocol: the same answers."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPException
from urllib.parse import urlsplit

from policygraph.engine import Answer, answer_from_bytes, query_form
from policygraph.errors import (
    NotFoundError,
    OutsideError,
    QueryError,
    UsageError,
)

MAX_ANSWER_BYTES = 1_000_000_000

_GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})


def ask_endpoint(url: str, query: str, *, timeout_s: int = 60) -> Answer:
    """Send a query to a SPARQL 1.1 endpoint and read its answer.

    Raises:
        UsageError: the address is none of the web.
        QueryError: the endpoint says that the query is wrong.
        NotFoundError: nothing answers SPARQL at that address.
        OutsideError: the endpoint fails, is out of reach, or answers something else.

    Source: SPARQL 1.1 Protocol, section 2.1.
    """
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLExceptions, SPARQLWrapper

    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(
            f"{url} is no address of an endpoint.", hint="it starts with http or https"
        )
    endpoint = SPARQLWrapper(url, agent="policygraph")
    endpoint.setTimeout(timeout_s)
    endpoint.setMethod(POST)
    endpoint.setOnlyConneg(True)
    endpoint.setQuery(query)
    # SPARQLWrapper 2.0 reads every second line of a comment as part of the query, and takes one with
    # "address" in it for an ADD; its own guess goes when its comments_pattern is mended.
    endpoint.queryType = query_form(query)
    wants_graph = endpoint.queryType in _GRAPH_FORMS
    endpoint.setReturnFormat(TURTLE if wants_graph else JSON)
    try:
        with closing(endpoint.query().response) as response:
            body = response.read(MAX_ANSWER_BYTES + 1)
            announced = response.headers.get("Content-Type", "")
    except SPARQLExceptions.QueryBadFormed as error:
        raise QueryError(f"{url} says that the query is wrong.") from error
    except SPARQLExceptions.EndPointNotFound as error:
        raise NotFoundError(f"Nothing answers SPARQL at {url}.") from error
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
    _refuse_too_much(url, body)
    return answer_from_bytes(body, announced.partition(";")[0].strip())


def _refuse_too_much(url: str, body: bytes) -> None:
    if len(body) > MAX_ANSWER_BYTES:
        raise OutsideError(
            f"{url} sent more than {MAX_ANSWER_BYTES // 1_000_000} MB.",
            hint="ask for less, with LIMIT",
        )
