"""From what a view found to an answer: a page in the common frame, or bytes, with the headers that go with it.

Every answer says how it was chosen (Vary), what it is a version of (ETag), and in which other forms
the same can be had (Link).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, render_template, request

from policygraph.exchange import Citation
from policygraph.web.asking import Asked, Asker
from policygraph.web.citing import (
    CitationForm,
    CitationHead,
    citation_of_page,
    forms_of,
)
from policygraph.web.links import Ref, address_in_words, is_web_address
from policygraph.web.negotiation import Offer
from policygraph.web.sheets import FILE_OFFERS
from policygraph.web.signposts import WebLink
from policygraph.web.sites import languages_now, site
from policygraph.web.source import Source
from policygraph.web.versions import mark_unique, mark_version, unchanged

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
_OPEN_STATES: Final = ("/sparql", "/query/")
_LONGEST_STATE: Final = 1_000
_CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:licenses/([a-z-]+)|publicdomain/(zero))/([\d.]+)/?"
)


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


def new_asker() -> Asker:
    """Return an asker for one page."""
    here = site()
    return Asker(here.source, here.shelf, languages_now())


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
