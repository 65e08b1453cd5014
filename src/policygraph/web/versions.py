"""From an answer to the version that it is of: what it was chosen by, its ETag and its date.

A version follows from the release, the program, its limits, the address and the format, so that a
client that has it already is told so before anything is made.

Source: RFC 9110, sections 8.8 (validators) and 12.5.5 (Vary).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from flask import Request, Response
from werkzeug.http import http_date

from policygraph.web.answers import Answer
from policygraph.web.negotiation import HTML
from policygraph.web.sites import Site, asked_now, languages_now, site

_PAGE: Final = HTML.name


def unchanged(form: str, *, is_weak: bool = False) -> Response | None:
    """Return 304 if the client has this version already; None if it must be made.

    Source: RFC 9110, section 13.1.2 (If-None-Match).
    """
    asked = asked_now()
    if "HTTP_IF_NONE_MATCH" not in asked.environ or asked.method == "POST":
        return None
    # `*` asks whether there is anything at all, which only making it can tell: see `conditions`
    tag = _tag(asked, site(), form)
    if tag not in asked.if_none_match.as_set(include_weak=True):
        return None
    response = Answer(status=304)
    mark_version_of(response, asked, site(), form, is_weak=is_weak)
    return response


def mark_version(response: Response, form: str) -> None:
    """Say which version an answer is, and what it was chosen by.

    What is sent in a body is no part of an address, so the answer to a POST has no version.

    Source: RFC 9110, sections 8.8.3 (ETag) and 12.5.5 (Vary).
    """
    mark_version_of(response, asked_now(), site(), form)


def mark_version_of(
    response: Response,
    asked: Request,
    here: Site,
    form: str,
    *,
    is_weak: bool = False,
) -> None:
    """Say the same of the answer to a request that Flask need not know of.

    A version `is_weak` where the bytes may differ and mean the same.
    """
    if asked.method == "POST":
        mark_unique(response, form)
        return
    _mark_choice(response, form)
    response.set_etag(_tag(asked, here, form), weak=is_weak)
    response.headers["Cache-Control"] = "public, no-cache"
    modified = _start_of(here.source.about.get("modified", ""))
    if modified:
        response.headers["Last-Modified"] = modified


def mark_unique(response: Response, form: str) -> None:
    """Say that an answer is no version of anything, since it may be another one the next time.

    Source: RFC 9110, section 8.8.1 (a strong validator changes whenever the content does).
    """
    _mark_choice(response, form)
    response.headers["Cache-Control"] = "no-store"


def mark_absent(response: Response) -> None:
    """Say that a page which leads onward shows nothing of what was asked for: it is no version of anything."""
    response.status_code = 404
    for name in ("ETag", "Last-Modified"):
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "no-store"


def _mark_choice(response: Response, form: str) -> None:
    by = "Accept, Accept-Language" if form == _PAGE else "Accept"
    response.headers["Vary"] = by


@lru_cache(maxsize=16)
def _start_of(day: str) -> str:
    """Return the first moment of a day as HTTP writes it; nothing for what is no day.

    The day alone decides nothing: what is unchanged is told by ETag, since two releases may share it.

    Source: RFC 9110, section 8.8.2 (Last-Modified is never later than the answer).
    """
    try:
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return ""
    return http_date(min(moment, datetime.now(UTC)))


def _tag(asked: Request, here: Site, form: str) -> str:
    """Digest what decides the bytes of an answer: release, program, limits, address and format."""
    strangers = here.source.strangers
    ground = _ground(
        here.source.digest,
        here.shelf.edition,
        strangers.limits if strangers else None,
        here.rate,
    )
    languages = " ".join(languages_now()) if form == _PAGE else ""
    address = f"{asked.path}?{asked.query_string.decode('latin-1')}"
    key = f"{address}\n{languages}\n{form}"
    return hashlib.sha256(ground + key.encode()).hexdigest()[:32]


@lru_cache(maxsize=16)
def _ground(*parts: object) -> bytes:
    return "".join(f"{part}\n" for part in parts).encode()
