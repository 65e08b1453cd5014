"""The lists of statements, reports and actors: what each is filtered by, and in which forms it can be had."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from policygraph.engine import Rows
from policygraph.iris import term
from policygraph.web.asking import Asked, Asker
from policygraph.web.browsing import Listing, ListView, answer_with_lines, browse, find
from policygraph.web.choosing import Chosen, Facet, read_choice
from policygraph.web.documents import Alternate, new_asker, page, respond
from policygraph.web.facts import nothing_at
from policygraph.web.listed import (
    ACTOR_KINDS,
    actor_lines,
    claim_lines,
    draw_reports,
    recommendation_lines,
    report_lines,
)
from policygraph.web.negotiation import GRAPH_OFFERS, HTML, Offer, choose_or_refuse
from policygraph.web.sheets import FILE_OFFERS, SHEET, write_sheet
from policygraph.web.sites import site
from policygraph.web.straying import lead_permanently
from policygraph.web.versions import mark_absent

blueprint = Blueprint("lists", __name__)
_TURTLE: Final = tuple(one for one in GRAPH_OFFERS if one.name == "turtle")
_OFFERS: Final = (HTML, *FILE_OFFERS, *_TURTLE)

_THEME = Facet("theme", "Theme", term("theme"), "themes")
_HOLDER = Facet("holder", "Who said it", term("holder"), "actors")
_AGREEMENT = Facet("agreement", "How many agreed", term("agreement"), "agreements")
_STAGE = Facet("stage", "Where it stands", term("stage"), "stages")
_LEVEL = Facet("level", "Level of place", term("placeLevel"), "place-levels")
_REPORT = Facet("report", "Report", term("reportedIn"), "reports")
_YEAR = Facet("year", "Year of the discussion", "day")
_CONCERN = Facet(
    "concern",
    "Raised as a concern",
    term("concern"),
    labels=MappingProxyType({"yes": "as a concern", "no": "not as a concern"}),
)
_BY_TEXT: Final = MappingProxyType(
    {"": "as in the report", "wording": "wording, A to Z"}
)

_BY_TRAITS: Final = MappingProxyType(
    {
        "statements-found": "statements-found-by-traits",
        "statement-facets": "statement-facets-by-traits",
    }
)

CLAIMS: Final = Listing(
    path="/claims",
    title="Claims",
    one="claim",
    lead="How things are said to be, to become, or to be valued. Each stands with the words of its report.",
    found="statements-found",
    lines="statement-lines",
    counts="statement-facets",
    column="statement",
    facets=(
        _THEME,
        _HOLDER,
        _AGREEMENT,
        _STAGE,
        _CONCERN,
        Facet("kind", "Kind of claim", term("claimKind"), "claim-kinds"),
        _LEVEL,
        _YEAR,
        _REPORT,
    ),
    sorts=_BY_TEXT,
    make=claim_lines,
    always=MappingProxyType({"list": term("Claim")}),
    by_traits=_BY_TRAITS,
    counts_of_all="statement-facets-of-all",
)
RECOMMENDATIONS: Final = Listing(
    path="/recommendations",
    title="Recommendations",
    one="recommendation",
    lead="What somebody should do, or what is needed. Each leads down to the sentences it comes from.",
    found="statements-found",
    lines="statement-lines",
    counts="statement-facets",
    column="statement",
    facets=(
        Facet("addressee", "To whom", term("addressee"), "stakeholder-types"),
        Facet(
            "presumed",
            "To whom, as a curator presumes",
            term("presumedAddressee"),
            "stakeholder-types",
            remark="The reports do not say so.",
            is_reading=True,
        ),
        _THEME,
        _HOLDER,
        _AGREEMENT,
        _STAGE,
        _LEVEL,
        _YEAR,
        _REPORT,
    ),
    sorts=_BY_TEXT,
    make=recommendation_lines,
    always=MappingProxyType({"list": term("Recommendation")}),
    by_traits=_BY_TRAITS,
    counts_of_all="statement-facets-of-all",
)
REPORTS: Final = Listing(
    path="/reports",
    title="Reports",
    one="report",
    lead="Published accounts of policy discussions.",
    found="reports-found",
    lines="report-lines",
    counts="report-facets",
    column="report",
    facets=(
        Facet("publisher", "Publisher", "publisher", "actors"),
        Facet("year", "Year of the discussion", "year"),
        Facet("format", "Kind of discussion", "format", "discussion-formats"),
        Facet("place", "Place", "place", "places"),
    ),
    sorts=MappingProxyType({"": "latest discussion first", "title": "title, A to Z"}),
    make=report_lines,
    draw=draw_reports,
)
ACTORS: Final = Listing(
    path="/actors",
    title="Actors",
    one="actor",
    lead="People, organisations and groups that take part, say something or stand behind a report.",
    found="actors-found",
    lines="actor-lines",
    counts="actor-facets",
    column="actor",
    facets=(
        Facet("kind", "Kind", "kind", labels=ACTOR_KINDS),
        Facet("letter", "First letter", "letter"),
    ),
    sorts=MappingProxyType({"": "name, A to Z", "statements": "statements held"}),
    make=actor_lines,
)


@blueprint.get("/reports")
def reports() -> Response:
    """List the reports."""
    return _show(REPORTS, "reports.html")


@blueprint.get("/claims")
def claims() -> Response:
    """List the claims."""
    return _show(CLAIMS, "claims.html")


@blueprint.get("/recommendations")
def recommendations() -> Response:
    """List the recommendations."""
    return _show(RECOMMENDATIONS, "recommendations.html")


@blueprint.get("/actors")
def actors() -> Response:
    """List the actors; `not said` is none of them."""
    return _show(ACTORS, "actors.html")


@blueprint.get("/<any(reports, claims, recommendations, actors):name>.<ending>")
def list_file(name: str, ending: str) -> Response:
    """Lead from `/claims.csv` to the file of a list, with what is chosen.

    Raises:
        NotFoundError: no list is to be had with that ending.
    """
    for offer in _OFFERS:
        if offer.ending == ending:
            given = [pair for pair in request.args.items(multi=True) if pair[1]]
            words = urlencode([*given, ("format", offer.name)])
            return lead_permanently(f"/{name}", words)
    raise nothing_at(f"{name}.{ending}")


def _show(listing: Listing, template: str) -> Response:
    """Answer with a page of a list, or with all that fits as a file.

    A page that asks for something the graph does not know is 404, and still says how to go on.
    """
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = choose_or_refuse(accept, _OFFERS, named)
    chosen = read_choice(
        request.args, listing.path, listing.facets, listing.sorts, site().source.iris
    )
    files = _files(chosen)
    views: list[ListView] = []

    def make() -> str | bytes:
        asker = new_asker()
        if offer != HTML:
            return _file(asker, listing, chosen, offer)
        views.append(browse(asker, listing, chosen))
        return page(
            template,
            views[0],
            title=listing.title,
            files=files,
            asked=_list_first(asker.asked, listing),
        )

    response = respond(offer, make, alternates=files)
    if views and views[0].unknown:
        mark_absent(response)
    return response


def _list_first(asked: tuple[Asked, ...], listing: Listing) -> tuple[Asked, ...]:
    """Put the query whose rows the list shows before those that choose, count and name."""
    title = site().shelf.pages[listing.lines].title
    lines = (replace(one, gives_list=True) for one in asked if one.title == title)
    return (*lines, *(one for one in asked if one.title != title))


def _files(chosen: Chosen) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(one.label, chosen.href(format=one.name), one.media_type)
        for one in _OFFERS[1:]
    )


def _file(asker: Asker, listing: Listing, chosen: Chosen, offer: Offer) -> bytes:
    if offer in _TURTLE:
        return asker.graph("list-graph", thing=find(asker, listing, chosen)).write(
            offer.name
        )
    answer: Rows = answer_with_lines(asker, listing, chosen)
    if offer != SHEET:
        return answer.write(offer.name)
    asked = asker.asked[0]
    return write_sheet(
        answer,
        asker.source,
        title=listing.title,
        question=asked.answers,
        query=asked.text,
        address=asker.source.iris.document(chosen.href().lstrip("/")),
    )
