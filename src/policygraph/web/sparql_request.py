"""From an HTTP request at the endpoint to the one query that it holds, or to a plain refusal.

What is read here is read strictly: one query, UTF-8 throughout, one way of sending it.

Source: SPARQL 1.1 Protocol, section 2.1 (query operation).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final
from urllib.parse import parse_qsl

from flask import Request

from policygraph.errors import QueryRefusedError, UsageError

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
MAX_PARAMETERS: Final = 1_000
_UPDATE: Final = "application/sparql-update"
_UTF8: Final = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
_NO: Final = frozenset({"", "no", "false", "off", "0"})
_READ_ONLY: Final = "This endpoint is read-only: updates are refused."


class MediaTypeError(UsageError):
    """The body comes in a form that is not read; the answer names those that are."""

    http_status = 415
    problem = "unsupported-media-type"


class EncodingError(MediaTypeError):
    """The body is compressed; the answer says that it is to come as it is."""


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What one request asks for. `text` is None where it holds no query.

    `wanted` is the word of `format=`, and `timeout_s` the seconds of `timeout=`, if sent. With one of
    the last three the query is not to be run: it is to be changed, checked or set out.
    """

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    wanted: str = ""
    timeout_s: float | None = None
    is_to_edit: bool = False
    is_to_check: bool = False
    is_to_tidy: bool = False


def read_sparql_request(request: Request) -> SparqlRequest:
    """Read a request at the endpoint.

    Raises:
        QueryRefusedError: it is an update.
        MediaTypeError: its body is no form and no query, or is compressed.
        UsageError: it holds two queries, none where one must be, or what is no UTF-8 text.
    """
    fields = _fields(_text(request.query_string, "address"))
    queries = [value for name, value in fields if name == "query"]
    if request.method == "POST":
        body = _read_body(request)
        if request.mimetype == DIRECT:
            queries.append(body)
        else:
            sent = _fields(body)
            fields += sent
            queries += [value for name, value in sent if name == "query"]
    if any(name == "update" for name, _ in fields):
        raise QueryRefusedError(_READ_ONLY)
    return SparqlRequest(
        text=_only(queries, is_needed=request.method == "POST"),
        default_graphs=_all(fields, "default-graph-uri"),
        named_graphs=_all(fields, "named-graph-uri"),
        wanted=_first(fields, "format"),
        timeout_s=_seconds(_first(fields, "timeout")),
        is_to_edit=is_yes(_first(fields, "edit")),
        is_to_check=is_yes(_first(fields, "check")),
        is_to_tidy=is_yes(_first(fields, "tidy")),
    )


def _read_body(request: Request) -> str:
    """Read the body once, so that one that is too long is refused before anything looks into it."""
    body = request.get_data()
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EncodingError(
            "A compressed body is not read.", hint="send it without Content-Encoding"
        )
    if request.mimetype == _UPDATE:
        raise QueryRefusedError(_READ_ONLY)
    if request.mimetype not in (FORM, DIRECT):
        raise MediaTypeError(
            "A query is not read from this media type.",
            hint=f"send it as {DIRECT} or as a form ({FORM})",
        )
    charset = request.mimetype_params.get("charset", "")
    if charset.strip("\"'").lower() not in _UTF8:
        raise UsageError(
            "A query is read as UTF-8, and another charset is announced.",
            hint="send UTF-8",
        )
    return _text(body, "body")


def _text(sent: bytes, place: str) -> str:
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The {place} is not UTF-8 text.", hint="send UTF-8"
        ) from error


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise UsageError("A parameter is not UTF-8 text.", hint="send UTF-8") from error
    except ValueError as error:
        raise UsageError(
            f"The request has more than {MAX_PARAMETERS} parameters.",
            hint="a query, graphs, a format and a timeout are all that is read",
        ) from error


def _only(queries: list[str], *, is_needed: bool) -> str | None:
    if len(queries) > 1:
        raise UsageError(
            "A request holds one query; this one holds several.",
            hint="send them one by one",
        )
    if is_needed and not queries:
        raise UsageError(
            "The request holds no query.", hint="send it as the field `query`"
        )
    return queries[0] if queries else None


def _all(fields: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in fields if name == wanted)


def _first(fields: list[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in fields if name == wanted), "")


def is_yes(word: str) -> bool:
    """Tell whether a parameter that may be `no`, `0` or left out says yes."""
    return word.strip().lower() not in _NO


def _seconds(text: str) -> float | None:
    if not text:
        return None
    try:
        # Python alone takes 1_0 for a number
        seconds = 0.0 if "_" in text else float(text)
    except ValueError:
        seconds = 0.0
    if not isfinite(seconds) or seconds <= 0:
        raise UsageError(
            "`timeout` is no number of seconds above 0.", hint="send, say, timeout=5"
        )
    return seconds
