"""Addresses of things: `/id/X` leads to `/X`, whose page or RDF says what the graph knows of it.

Source: Cool URIs for the Semantic Web, section 4.2 (303 redirects).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request

from policygraph.engine import Graph
from policygraph.errors import (
    GoneError,
    NotAcceptableError,
    NotFoundError,
    UsageError,
)
from policygraph.exchange import Citation, compact_document, write_citation
from policygraph.iris import ONTOLOGY, Iri
from policygraph.web.actors import make_actor_view
from policygraph.web.asking import Asker, Row
from policygraph.web.citing import (
    CITATION_OFFERS,
    ask_citation,
    citation_from_facts,
    cite,
    head_of,
    split_citation_ending,
)
from policygraph.web.concepts import make_concept_view
from policygraph.web.dataset_page import make_dataset_view
from policygraph.web.documents import Alternate, new_asker, page, respond
from policygraph.web.drawing import Neighbourhood
from policygraph.web.facts import (
    Fact,
    Facts,
    ask_facts,
    nothing_at,
    sentence_case,
)
from policygraph.web.files import dumps_of, read_release_context
from policygraph.web.link_page import LinkView, make_link_view
from policygraph.web.links import Ref, href_of
from policygraph.web.negotiation import (
    HTML,
    THING_OFFERS,
    Offer,
    choose_or_refuse,
    split_ending,
)
from policygraph.web.neighbours import draw_around
from policygraph.web.reading_sheets import reading_place
from policygraph.web.reports import make_report_view
from policygraph.web.search_engines import (
    Block,
    describe_dataset,
    describe_thing,
)
from policygraph.web.signposts import WebLink, links_of_thing
from policygraph.web.sites import site
from policygraph.web.source import Source
from policygraph.web.statements import make_statement_view
from policygraph.web.straying import has_escaped_slash, lead_permanently
from policygraph.web.theme_page import make_theme_view
from policygraph.web.versions import mark_version

blueprint = Blueprint("things", __name__)
MAX_MENTIONS = 200
_IN_A_REPORT: Final = 3
_STATEMENT_ID: Final = re.compile(r"s\d+[a-z]?")


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
    around: Neighbourhood
    in_text: str


@blueprint.get("/id/<path:path>")
def lead_to_document(path: str) -> Response:
    """Lead from a thing to the document about it, if there is such a thing."""
    if _is_gone(path):
        return _tombstone(path, _chosen(path))
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
    if has_escaped_slash():
        raise nothing_at(path)
    if path.endswith("/"):
        return _without_slash(path)
    path, by_ending = split_citation_ending(path)
    if by_ending is None:
        path, by_ending = split_ending(path, THING_OFFERS)
    offer = by_ending or _chosen(path)
    if _is_gone(path):
        return _tombstone(path, offer)
    here = site().source
    return respond(
        offer,
        lambda: _document(path, offer),
        alternates=_alternates(path),
        place="" if by_ending else f"/{quote(path)}.{offer.ending}",
        links=links_of_thing(
            path, iris=here.iris, licence=here.about.get("licence", "")
        ),
    )


def _without_slash(path: str) -> Response:
    """Lead from an address with a slash too many to the one without, if there is something.

    Raises:
        NotFoundError: there is nothing at that one either.
    """
    stem = path.rstrip("/")
    endpoint, _ = current_app.url_map.bind("").match(f"/{stem}", method="GET")
    if endpoint == request.endpoint and not site().source.is_withdrawn(stem):
        bare, _ = split_citation_ending(stem)
        _known_iri(split_ending(bare, THING_OFFERS)[0])
    return lead_permanently(f"/{quote(stem)}", request.query_string.decode("latin-1"))


def _chosen(path: str) -> Offer:
    """Return the format that is wished for.

    Raises:
        NotAcceptableError: it is none that there is.
        NotFoundError: no format would help, since there is nothing at the path.
        GoneError: nor would one here, since what was there was withdrawn.
    """
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    try:
        return choose_or_refuse(accept, (*THING_OFFERS, *CITATION_OFFERS), named)
    except NotAcceptableError:
        require_known(path)
        raise


def _gone(path: str) -> GoneError:
    return GoneError(
        f"What stood at /{path} was withdrawn.",
        hint="its IRI stands for nothing else; earlier releases still have it",
    )


def _document(path: str, offer: Offer) -> str | bytes:
    if offer == HTML:
        return _html(path, _alternates(path))
    iri = _known_iri(path)
    if offer in CITATION_OFFERS:
        return write_citation(cite(new_asker(), iri), offer.name)
    return write_graph(new_asker().graph("describe", thing=iri), offer)


def _tombstone(path: str, offer: Offer) -> Response:
    """Say that a thing was here and will not come back, in RDF where RDF is asked for.

    Raises:
        GoneError: anything else is asked for.

    Source: RFC 9110, section 15.5.11 (410 Gone).
    """
    if offer == HTML or offer in CITATION_OFFERS:
        raise _gone(path)
    iri = site().source.iris.of_path(path)
    body = write_graph(new_asker().graph("tombstone", thing=iri), offer)
    response = Response(body, status=410, mimetype=offer.media_type)
    mark_version(response, f"gone {offer.name}")
    return response


def _alternates(path: str) -> tuple[Alternate, ...]:
    citations = CITATION_OFFERS if _may_be_cited(path) else ()
    return tuple(
        Alternate(offer.label, f"/{quote(path)}.{offer.ending}", offer.media_type)
        for offer in (*THING_OFFERS, *citations)
        if offer != HTML
    )


def links_to_formats(path: str) -> tuple[WebLink, ...]:
    """Return links to the document about a thing in every other format."""
    return tuple(
        WebLink("alternate", one.href, one.media_type) for one in _alternates(path)
    )


def require_known(path: str) -> None:
    """Do nothing where there is a thing at a path.

    Raises:
        GoneError: it was withdrawn.
        NotFoundError: there never was one.
    """
    if _is_gone(path):
        raise _gone(path)
    _known_iri(path)


def _is_gone(path: str) -> bool:
    return site().source.is_withdrawn(path) and not _is_known(path)


def _may_be_cited(path: str) -> bool:
    """Tell by its path alone whether a thing is a report, a statement or the dataset.

    Statements have ids as `s07`, but a curator may name them otherwise; then the file is there all
    the same and is not linked to.
    """
    kind, _, rest = path.partition("/")
    local_id = rest.partition("/")[2]
    is_plain = not local_id or _STATEMENT_ID.fullmatch(local_id) is not None
    return path == "dataset" or (kind == "reports" and is_plain)


def _is_known(path: str) -> bool:
    try:
        _known_iri(path)
    except NotFoundError:
        return False
    return True


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


def write_graph(graph: Graph, offer: Offer) -> bytes:
    """Write the graph of a document; JSON-LD is compacted against the context of the release."""
    if offer.name != "jsonld":
        return graph.write(offer.name)
    return compact_document(graph.write("ntriples"), read_release_context())


def _html(path: str, alternates: tuple[Alternate, ...]) -> str:
    asker = new_asker()
    facts = ask_facts(asker, path)
    kind = facts.kind
    make = _VIEWS.get(kind.template, _make_thing_view)
    view = make(asker, facts)
    citation = citation_from_facts(facts)
    if kind.template == "statement.html":
        citation = ask_citation(asker, facts.iri)
    return page(
        kind.template,
        view,
        title=_title(facts, view),
        crumbs=_crumbs(asker, facts),
        iri=facts.iri,
        alternates=alternates,
        asked=asker.asked,
        language=facts.title.language,
        citation=head_of(citation),
        cite=citation,
        about=_about(facts, citation, asker.source),
    )


def _title(facts: Facts, view: object) -> str:
    if isinstance(view, LinkView) and view.title:
        return view.title
    # the dataset is named as the whole site is, and a tab has to tell it from the front page
    is_dataset = facts.kind.template == "dataset.html"
    return "Dataset" if is_dataset else facts.title.label


def _about(facts: Facts, citation: Citation | None, source: Source) -> Block:
    if facts.iri == source.iris.dataset():
        return describe_dataset(source, dumps_of(source))
    return describe_thing(facts, citation, source)


def _crumbs(asker: Asker, facts: Facts) -> tuple[Ref, ...]:
    """Return the way from the front page: the list, and the report that a thing lives in."""
    report = facts.first("pgo:reportedIn") or facts.first("pgo:textOf")
    if report is not None:
        return (Ref("Reports", "/reports"), report)
    kind = facts.kind
    if kind.list_name:
        return (Ref(kind.list_name, kind.list_href),)
    inside = asker.source.iris.report_and_local_id(facts.iri)
    if inside is None or not inside[1]:
        return ()
    iri = asker.source.iris.of_path(f"reports/{inside[0]}")
    rows = asker.rows("names", thing=iri)
    named = rows[0].ref("thing", "name") if rows else Ref(inside[0])
    return (Ref("Reports", "/reports"), named)


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
    table = facts.table(frozenset({"skos:definition", "oa:exact"}))
    here = href_of(facts.iri, asker.source.iris) or ""
    is_passage = facts.kind.word == "Passage" and here.count("/") == _IN_A_REPORT
    return ThingView(
        kind=facts.kind.word,
        definition=facts.first("skos:definition"),
        quote=facts.first("oa:exact"),
        facts=table,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.words)),
        is_cut=len(rows) > MAX_MENTIONS,
        around=draw_around(
            facts.title,
            names=[(fact.words, fact.values) for fact in table],
            named_by=[(one.words, one.subjects) for one in mentions],
        ),
        in_text=_place_in_text(here, rows) if is_passage else "",
    )


def _place_in_text(passage: str, mentions: Sequence[Row]) -> str:
    """Return where a passage is in the reading view: at its note, if it bears a statement, else the part."""
    place = reading_place(passage)
    bears = any(
        row.term("property") == f"{ONTOLOGY}#evidence" and row.term("text") is not None
        for row in mentions
    )
    return place if bears else place.partition("#")[0]


_VIEWS: Final[Mapping[str, Callable[[Asker, Facts], object]]] = {
    "statement.html": make_statement_view,
    "report.html": make_report_view,
    "concept.html": make_concept_view,
    "theme.html": make_theme_view,
    "actor.html": make_actor_view,
    "dataset.html": make_dataset_view,
    "link.html": make_link_view,
}
