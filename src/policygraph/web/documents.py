"""From what a view found to an answer: a page in the common frame, or bytes, with the headers that go with it.

Every answer says how it was chosen (Vary), what it is a version of (ETag), and in which other forms
the same can be had (Link).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, cast

from flask import Request, Response, current_app, render_template, request
from werkzeug.http import http_date

from policygraph.exchange import Citation
from policygraph.web.answers import Answer
from policygraph.web.asking import Asked, Asker
from policygraph.web.citing import (
    CitationForm,
    CitationHead,
    citation_of_page,
    forms_of,
)
from policygraph.web.languages import wished_languages
from policygraph.web.links import Ref, address_in_words, is_web_address
from policygraph.web.negotiation import HTML, Offer
from policygraph.web.sheets import FILE_OFFERS
from policygraph.web.shelf import Shelf
from policygraph.web.signposts import WebLink
from policygraph.web.source import Source

NAVIGATION: Final = (
    Ref("Reports", "/reports"),
    Ref("Claims", "/claims"),
    Ref("Recommendations", "/recommendations"),
    Ref("Actors", "/actors"),
    Ref("Themes", "/themes"),
    Ref("Query", "/sparql"),
    Ref("About", "/about"),
)
# what is about the data as a whole, at the end of every page
_OF_A_RELEASE: Final = (Ref("Dataset", "/dataset"), Ref("Quality", "/validation"))
_ALWAYS: Final = (
    Ref("What the reports do not say", "/not-said"),
    Ref("Ontology", "/ontology"),
    Ref("Rules", "/shapes"),
    Ref("Problems", "/problems"),
)
# what may be chosen on lists, in search, in the reading view, among themes and findings
STATES: Final = frozenset(
    {
        *("addressee", "agreement", "concern", "format", "holder", "kind", "lang"),
        *("letter", "level", "marks", "more", "page", "part", "place", "presumed"),
        *("publisher", "q", "report", "rule", "show", "sort", "stage", "supported"),
        *("theme", "type", "view", "year"),
    }
)
SITE: Final = "policygraph.site"
_OPEN_STATES: Final = ("/sparql", "/query/")
_PAGE: Final = HTML.name
_LONGEST_STATE: Final = 1_000
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:licenses/([a-z-]+)|publicdomain/(zero))/([\d.]+)/?"
)


@dataclass(frozen=True, slots=True)
class Site:
    """What all answers of one server share. `rate` says how much one client may ask; empty: as it likes."""

    source: Source
    shelf: Shelf
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another format."""

    label: str
    href: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Release:
    """What the foot of every page says of the release; what is not known is empty or None.

    `violations` and `remarks` count what its checks found.
    """

    digest: str
    day: str
    licence: Ref | None
    violations: int | None
    remarks: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of every page.

    `alternates` are the same thing in other formats, `files` the answer that a page shows, `citation`
    and `about` what reference managers and search engines read, `forms` the citation to copy.
    `section` is the part of the site that the page belongs to, `sought` the words in the search box.
    """

    title: str
    crumbs: tuple[Ref, ...]
    iri: str
    alternates: tuple[Alternate, ...]
    files: tuple[Alternate, ...]
    asked: tuple[Asked, ...]
    site_title: str
    digest: str
    edition: str
    canonical: str
    drafts: int
    release: Release
    forms: tuple[CitationForm, ...]
    section: str
    sought: str
    language: str | None = None
    citation: CitationHead | None = None
    about: Mapping[str, object] | None = None


def asked_now() -> Request:
    """Return the request that is answered: where a function reads much of it, without a detour each time."""
    return cast("Request", request._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way


def site() -> Site:
    """Return what the running application stands on, the same for the whole of a request."""
    held = request.environ.get(SITE)
    return cast("Site", held or current_app.extensions["policygraph"])


def new_asker() -> Asker:
    """Return an asker for one page."""
    here = site()
    return Asker(here.source, here.shelf, _languages())


def _languages() -> tuple[str, ...]:
    """Return the languages that the names of things are wished in: by `lang`, else by the browser.

    Source: RFC 9110, section 12.5.4 (Accept-Language).
    """
    return wished_languages(
        request.args.get("lang", ""), request.accept_languages.values()
    )


def page(
    template: str,
    view: object,
    *,
    title: str,
    crumbs: Sequence[Ref] = (),
    iri: str = "",
    alternates: Sequence[Alternate] = (),
    files: Sequence[Alternate] = (),
    asked: Sequence[Asked] = (),
    language: str | None = None,
    citation: CitationHead | None = None,
    cite: Citation | None = None,
    about: Mapping[str, object] | None = None,
) -> str:
    """Print a view in the common frame.

    `cite` is the citation of what the page is about; without one it is cited as a part of the dataset.
    """
    here = site()
    canonical = here.source.iris.document(request.path.lstrip("/"))
    address = iri or _with_state(canonical)
    frame = Frame(
        title=title,
        crumbs=tuple(crumbs),
        iri=address,
        alternates=tuple(alternates),
        files=tuple(files),
        asked=tuple(asked),
        site_title=here.source.title,
        digest=here.source.digest,
        edition=here.shelf.edition,
        canonical=canonical,
        drafts=here.source.counts.get("drafts", 0),
        release=_release_of(here.source),
        forms=forms_of(cite or citation_of_page(here.source, title, address)),
        section="/" + request.path.lstrip("/").partition("/")[0].partition(".")[0],
        sought=request.args.get("q", "") if request.path == "/search" else "",
        language=language,
        citation=citation,
        about=about,
    )
    imprint = (*(_OF_A_RELEASE if here.source.release else ()), *_ALWAYS)
    return render_template(
        template, frame=frame, view=view, navigation=NAVIGATION, imprint=imprint
    )


def _with_state(canonical: str) -> str:
    """Return the address of a page with what was chosen on it, as it can be cited and asked again."""
    chosen = _chosen_on_a_page()
    is_short = 0 < len(chosen) <= _LONGEST_STATE and request.method in ("GET", "HEAD")
    return f"{canonical}?{chosen}" if is_short else canonical


def _chosen_on_a_page() -> str:
    """Return the parameters that a page of ours knows, as they were sent; what followed a reader here is left out.

    A question, saved or written, has parameters of its own, which are all kept.
    """
    sent = request.query_string.decode("ascii", "replace")
    if request.path.startswith(_OPEN_STATES):
        return sent
    known = (one for one in sent.split("&") if one.partition("=")[0] in STATES)
    return "&".join(known)


def _release_of(source: Source) -> Release:
    licence, found = source.about.get("licence", ""), source.findings
    return Release(
        digest=source.digest,
        day=source.about.get("modified", ""),
        licence=licence_ref(licence) if licence else None,
        violations=None if found is None else found.get("violation", 0),
        remarks=0 if found is None else sum(found.values()),
    )


def licence_ref(licence: str) -> Ref:
    """Return a licence as a reader knows it.

    >>> licence_ref("https://creativecommons.org/licenses/by-sa/4.0/").label
    'CC BY-SA 4.0'
    """
    known = _CREATIVE_COMMONS.fullmatch(licence)
    if known is None:
        is_outside = is_web_address(licence)
        words = address_in_words(licence) if is_outside else licence
        return Ref(words, licence if is_outside else None, is_outside=is_outside)
    kind = f"CC {known[1].upper()}" if known[1] else "CC0"
    return Ref(f"{kind} {known[3]}", licence, is_outside=True)


def downloads(asked: Sequence[Asked]) -> tuple[Alternate, ...]:
    """Return the first query of a page in every format that rows can be had in."""
    if not asked:
        return ()
    return tuple(
        Alternate(offer.label, asked[0].download(offer.name), offer.media_type)
        for offer in FILE_OFFERS
    )


def respond(
    offer: Offer,
    make: Callable[[], str | bytes],
    *,
    alternates: Sequence[Alternate] = (),
    place: str = "",
    links: Sequence[WebLink] = (),
    is_unique: bool = False,
) -> Response:
    """Answer with what `make` makes, or with 304 before anything is asked.

    What `is_unique` may be another one the next time, and so is always made.

    `place` is the address of this very format, where the format was negotiated; `links` lead to what
    is about the thing, around it or part of it.

    Source: RFC 8288 (Link); RFC 9110, section 8.7 (Content-Location).
    """
    response = None if is_unique else unchanged(offer.name)
    if response is None:
        response = Response(make(), mimetype=offer.media_type)
        mark = mark_unique if is_unique else mark_version
        mark(response, offer.name)
    if place:
        response.headers["Content-Location"] = place
    for alternate in alternates:
        response.headers.add(
            "Link",
            f'<{alternate.href}>; rel="alternate"; type="{alternate.media_type}"',
        )
    for link in links:
        response.headers.add("Link", link.header())
    return response


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
    languages = " ".join(_languages()) if form == _PAGE else ""
    address = f"{asked.path}?{asked.query_string.decode('latin-1')}"
    key = f"{address}\n{languages}\n{form}"
    return hashlib.sha256(ground + key.encode()).hexdigest()[:32]


@lru_cache(maxsize=16)
def _ground(*parts: object) -> bytes:
    return "".join(f"{part}\n" for part in parts).encode()
