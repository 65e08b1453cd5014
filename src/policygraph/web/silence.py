"""From what reports leave open to a page of its own: how often something is not said, and where to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request

from policygraph.web.documents import Alternate, new_asker, page, respond
from policygraph.web.negotiation import HTML, Offer, choose_or_refuse
from policygraph.web.sheets import FILE_OFFERS, SHEET, write_sheet
from policygraph.web.sites import site

blueprint = Blueprint("silence", __name__)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that reports may leave open: what it is, of what, and the list of those that do.

    `missing` of `whole` leave it open; gaps count different things and are never added up.
    """

    name: str
    of: str
    remark: str
    href: str
    missing: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class SilenceView:
    """All gaps that are counted."""

    gaps: tuple[Gap, ...]


# by the word of the query: what is not said, of what, what that does not mean, where they are listed
_GAPS: Final = {
    "holder": (
        "Who said it",
        "statements",
        "“It was felt”, “concerns were raised”: a passive voice has no holder.",
        "/query/statements-without-holder",
    ),
    "agreement": (
        "How many agreed",
        "statements",
        "It does not mean that nobody agreed, nor that everybody did.",
        "/claims?agreement=not-said",
    ),
    "addressee": (
        "Who should act",
        "recommendations",
        "Whom a curator presumes stands apart, signed.",
        "/query/recommendations-by-addressee?addressee=actors/not-said",
    ),
    "support": (
        "What a conclusion rests on",
        "conclusions",
        "The report itself names no claim for it; a curator may read one into it.",
        "/query/conclusions-without-stated-support",
    ),
    "published": ("When the report was published", "reports", "", "/reports"),
    "held": (
        "When the discussion was held",
        "discussions",
        "“Earlier this month” is said only in relation to something else: it gives no date.",
        "/reports?year=not-said",
    ),
}


@blueprint.get("/not-said")
def show_silence() -> Response:
    """Say what the reports do not say."""
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = choose_or_refuse(accept, (HTML, *FILE_OFFERS), named)
    return respond(offer, _page if offer == HTML else lambda: _file(offer))


def _file(offer: Offer) -> bytes:
    source = site().source
    query = new_asker().write("not-said")
    answer = source.store.answer(query.text)
    if offer != SHEET:
        return answer.write(offer.name)
    return write_sheet(
        answer,
        source,
        title=query.title,
        question=query.answers,
        query=query.text,
        address=source.iris.document("not-said"),
    )


def _page() -> str:
    asker = new_asker()
    counted = {row.text("what"): row for row in asker.rows("not-said")}
    gaps = tuple(
        Gap(*words, counted[what].number("missing"), counted[what].number("whole"))
        for what, words in _GAPS.items()
        if what in counted
    )
    return page(
        "not-said.html",
        SilenceView(gaps),
        title="What the reports do not say",
        files=tuple(
            Alternate(one.label, f"/not-said?format={one.name}", one.media_type)
            for one in FILE_OFFERS
        ),
        asked=asker.asked,
    )
