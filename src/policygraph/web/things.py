"""Addresses of things: `/id/X` leads to `/X`, whose page or RDF says what the graph knows of it.

Source: Cool URIs for the Semantic Web, section 4.2 (303 redirects).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from policygraph.errors import UsageError
from policygraph.iris import Iri
from policygraph.web.actors import make_actor_view
from policygraph.web.asking import Asker
from policygraph.web.concepts import make_concept_view
from policygraph.web.documents import Alternate, new_asker, page, respond, site
from policygraph.web.facts import (
    Fact,
    Facts,
    ask_facts,
    nothing_at,
    sentence_case,
)
from policygraph.web.links import Ref, href_of
from policygraph.web.negotiation import (
    HTML,
    THING_OFFERS,
    Offer,
    choose_or_refuse,
    split_ending,
)
from policygraph.web.reports import make_report_view
from policygraph.web.statements import make_statement_view

blueprint = Blueprint("things", __name__)
MAX_MENTIONS = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """Things that refer to this one by the same property."""

    words: str
    subjects: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ThingView:
    """A page for things that have none of their own kind."""

    kind: str
    definition: Ref | None
    quote: Ref | None
    facts: tuple[Fact, ...]
    mentions: tuple[Mention, ...]
    is_cut: bool


@blueprint.get("/id/<path:path>")
def lead_to_document(path: str) -> Response:
    """Lead from a thing to the document about it, if there is such a thing."""
    known = _known_iri(path)
    href = href_of(known, site().source.iris)
    if href is None:
        raise nothing_at(path)
    response = redirect(href, 303)
    response.vary.add("Accept")
    assert isinstance(response, Response)  # noqa: S101 - redirect is typed for werkzeug's
    return response


@blueprint.get("/<path:path>")
def show_thing(path: str) -> Response:
    """Show a thing as a page or as RDF, by the ending of the address or by Accept."""
    path, by_ending = split_ending(path, THING_OFFERS)
    accept = request.headers.get("Accept", "")
    offer = by_ending or choose_or_refuse(accept, THING_OFFERS)
    alternates = _alternates(path)
    make = (
        (lambda: _html(path, alternates))
        if offer == HTML
        else (lambda: _rdf(path, offer))
    )
    place = "" if by_ending else f"/{quote(path)}.{offer.ending}"
    return respond(offer, make, alternates=alternates, place=place)


def _alternates(path: str) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(offer.label, f"/{quote(path)}.{offer.ending}", offer.media_type)
        for offer in THING_OFFERS
        if offer != HTML
    )


def _known_iri(path: str) -> Iri:
    """Return the IRI of a thing of the graph.

    Raises:
        NotFoundError: the graph says nothing of it, or the path cannot be part of an IRI.
    """
    asker = new_asker()
    iri = asker.source.iris.of_path(path)
    try:
        known = asker.is_true("is-known", thing=iri)
    except UsageError as error:
        raise nothing_at(path) from error
    if not known:
        raise nothing_at(path)
    return iri


def _rdf(path: str, offer: Offer) -> bytes:
    iri = _known_iri(path)
    return new_asker().graph("describe", thing=iri).write(offer.name)


def _html(path: str, alternates: tuple[Alternate, ...]) -> str:
    asker = new_asker()
    facts = ask_facts(asker, path)
    kind = facts.kind
    make = _VIEWS.get(kind.template, _make_thing_view)
    view = make(asker, facts)
    return page(
        kind.template,
        view,
        title=facts.title.label,
        crumbs=_crumbs(facts),
        iri=facts.iri,
        alternates=alternates,
        asked=asker.asked,
        language=facts.title.language,
    )


def _crumbs(facts: Facts) -> tuple[Ref, ...]:
    """Return the way from the front page: the list, and the report that a thing lives in."""
    report = facts.first("pgo:reportedIn") or facts.first("pgo:textOf")
    if report is not None:
        return (Ref("Reports", "/reports"), report)
    kind = facts.kind
    if kind.list_name:
        return (Ref(kind.list_name, kind.list_href),)
    inside = site().source.iris.report_and_local_id(facts.iri)
    if inside is not None and inside[1]:
        slug = inside[0]
        return (Ref("Reports", "/reports"), Ref(slug, f"/reports/{quote(slug)}"))
    return ()


def _make_thing_view(asker: Asker, facts: Facts) -> ThingView:
    """Ask what refers to a thing; one query."""
    rows = asker.rows("mentions", thing=facts.iri)
    subjects: dict[str, list[Ref]] = {}
    for row in rows[:MAX_MENTIONS]:
        words = sentence_case(row.ref("property", "propertyLabel").label)
        label = "text" if row.term("text") is not None else "subjectLabel"
        subjects.setdefault(words, []).append(row.ref("subject", label))
    mentions = [
        Mention(words, tuple(dict.fromkeys(refs))) for words, refs in subjects.items()
    ]
    return ThingView(
        kind=facts.kind.word,
        definition=facts.first("skos:definition"),
        quote=facts.first("oa:exact"),
        facts=facts.table(frozenset({"skos:definition", "oa:exact"})),
        mentions=tuple(sorted(mentions, key=lambda mention: mention.words)),
        is_cut=len(rows) > MAX_MENTIONS,
    )


_VIEWS: Final[Mapping[str, Callable[[Asker, Facts], object]]] = {
    "statement.html": make_statement_view,
    "report.html": make_report_view,
    "concept.html": make_concept_view,
    "actor.html": make_actor_view,
}
