"""What the running application stands on, and the request that it answers: what every answer begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from flask import Request, current_app, request

from policygraph.web.languages import wished_languages
from policygraph.web.shelf import Shelf
from policygraph.web.source import Source

SITE: Final = "policygraph.site"


@dataclass(frozen=True, slots=True)
class Site:
    """What all answers of one server share. `rate` says how much one client may ask; empty: as it likes."""

    source: Source
    shelf: Shelf
    rate: str = ""


def asked_now() -> Request:
    """Return the request that is answered: where a function reads much of it, without a detour each time."""
    return cast("Request", request._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way


def site() -> Site:
    """Return what the running application stands on, the same for the whole of a request."""
    held = request.environ.get(SITE)
    return cast("Site", held or current_app.extensions["policygraph"])


def languages_now() -> tuple[str, ...]:
    """Return the languages that the names of things are wished in: by `lang`, else by the browser.

    Source: RFC 9110, section 12.5.4 (Accept-Language).
    """
    return wished_languages(
        request.args.get("lang", ""), request.accept_languages.values()
    )
