"""`/sparql`: the SPARQL 1.1 protocol for programs, and a page to write queries on for people.

Source: SPARQL 1.1 Protocol, section 2.1 (query operation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, g, request

from policygraph.engine import Literal, Rows, Truth, answer_from_bytes
from policygraph.iris import Iri
from policygraph.web.asking import Asked
from policygraph.web.documents import (
    Alternate,
    mark_version,
    page,
    respond,
    site,
    unchanged,
)
from policygraph.web.links import Ref, ref_to, short_form
from policygraph.web.negotiation import (
    GRAPH_OFFERS,
    HTML,
    ROW_OFFERS,
    Offer,
    choose,
    refusal_of,
)
from policygraph.web.problems import Problem, phrase, tell
from policygraph.web.service import describe_service
from policygraph.web.sparql_request import SparqlRequest, read_sparql_request
from policygraph.web.stranger import (
    StrangersQuery,
    Written,
    answer_stranger,
)

blueprint = Blueprint("protocol", __name__)
MAX_ROWS_SHOWN: Final = 1_000
TRUNCATED: Final = "Policygraph-Truncated"
MAX_ADDRESS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Example:
    """A saved question to begin with."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for the eye."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Ref | None, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class QueryView:
    """The query page: the text, and what came back; `cut_after` is 0 where nothing is missing."""

    text: str
    table: Table | None = None
    truth: str = ""
    graph: str = ""
    cut_after: int = 0
    downloads: tuple[Alternate, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def height(self) -> int:
        """How many lines the field for the query has."""
        return min(max(self.text.count("\n") + 3, 10), 24)


@blueprint.before_app_request
def refuse_long_address() -> Response | None:
    """Refuse an address that some software on the way would cut.

    Source: RFC 9110, section 4.1 (URI references) and 15.5.15 (414).
    """
    if len(request.path) + len(request.query_string) <= MAX_ADDRESS:
        return None
    hint = f"an address has {MAX_ADDRESS} bytes at most; send a query by POST"
    return tell(Problem(414, phrase(414), "This address is too long.", hint))


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query sent by GET, by form, or as the body; without one, say what this is."""
    sent = read_sparql_request(request)
    g.query_text = sent.text or ""
    if sent.text is None or sent.is_to_edit:
        return _without_query(sent)
    return _answer(sent, sent.text)


def _wanted(sent: SparqlRequest, offers: tuple[Offer, ...]) -> Offer | None:
    """Return the format that `format=` or Accept chooses among some on offer."""
    if sent.wanted:
        return next((offer for offer in offers if sent.wanted in _names(offer)), None)
    return choose(request.headers.get("Accept", ""), offers)


# What clients write after `format=` for graphs, SPARQLWrapper among them.
_CALLED_ALSO: Final = {
    "rdfxml": ("rdf+xml", "xml"),
    "jsonld": ("json-ld", "json"),
    "turtle": ("n3",),
}


def _names(offer: Offer) -> tuple[str, ...]:
    return (
        offer.name,
        offer.ending,
        offer.media_type,
        *_CALLED_ALSO.get(offer.name, ()),
    )


def _without_query(sent: SparqlRequest) -> Response:
    """Answer with the page to write on, or with a description of the service."""
    offers = (HTML, *GRAPH_OFFERS)
    offer = _wanted(sent, offers)
    if offer is None:
        raise refusal_of(offers)
    if offer == HTML:
        view = QueryView(sent.text or "", examples=_examples())
        return respond(offer, lambda: _page(view))
    return respond(offer, lambda: describe_service(offer.name))


def _answer(sent: SparqlRequest, text: str) -> Response:
    offers = (*ROW_OFFERS, *GRAPH_OFFERS, HTML)
    as_page = _wanted(sent, offers) == HTML
    query = StrangersQuery(
        text=text,
        base_iri=site().source.iris.endpoint(),
        default_graphs=sent.default_graphs,
        named_graphs=sent.named_graphs,
        timeout_s=sent.timeout_s,
    )
    if as_page:
        return _answer_page(replace(query, for_page=True))
    query = replace(
        query,
        rows_as=_wanted(sent, ROW_OFFERS),
        graph_as=_wanted(sent, GRAPH_OFFERS),
    )
    if query.rows_as is None and query.graph_as is None:
        raise refusal_of(offers)
    form = " ".join(one.name for one in (query.rows_as, query.graph_as) if one)
    response = unchanged(form)
    if response is None:
        written = answer_stranger(site().source, query)
        response = Response(written.body, mimetype=written.offer.media_type)
        mark_version(response, form)
        _tell_cut(response, written)
    return response


def _answer_page(query: StrangersQuery) -> Response:
    shown: list[Written] = []

    def make() -> str:
        shown.append(answer_stranger(site().source, query))
        return _page(_view(shown[0], query.text))

    response = respond(HTML, make)
    for written in shown:
        _tell_cut(response, written)
    return response


def _tell_cut(response: Response, written: Written) -> None:
    """Say in a header that rows are missing, so that no program takes a part for the whole."""
    if written.cut_after:
        response.headers[TRUNCATED] = f"rows={written.cut_after}"


def _view(written: Written, text: str) -> QueryView:
    asked = Asked("", "", text)
    if written.offer in GRAPH_OFFERS:
        return QueryView(
            text,
            graph=written.whole().decode(),
            cut_after=written.cut_after,
            downloads=_downloads(asked, GRAPH_OFFERS),
        )
    view = QueryView(
        text, cut_after=written.cut_after, downloads=_downloads(asked, ROW_OFFERS)
    )
    answer = answer_from_bytes(written.whole(), written.offer.media_type)
    if isinstance(answer, Truth):
        return replace(view, truth="Yes" if answer.value else "No")
    assert isinstance(answer, Rows)  # noqa: S101 - the other forms are handled above
    return replace(view, table=make_table(answer))


def _downloads(asked: Asked, offers: Sequence[Offer]) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(one.label, asked.download(one.name), one.media_type) for one in offers
    )


def make_table(answer: Rows) -> Table:
    """Make a table of rows for the eye; beyond a thousand they are counted only."""
    columns = answer.variables
    shown: list[tuple[Ref | None, ...]] = []
    total = 0
    for row in answer:
        total += 1
        if total <= MAX_ROWS_SHOWN:
            shown.append(tuple(None if cell is None else _cell(cell) for cell in row))
    return Table(columns, tuple(shown), total)


def _cell(term: object) -> Ref:
    iris = site().source.iris
    if isinstance(term, Literal):
        return ref_to(term, None, iris)
    if not isinstance(term, str):
        return Ref("a node without a name")
    ref = ref_to(Iri(term), None, iris)
    return replace(ref, label=iris.path_of(term) or short_form(term), is_not_said=False)


def _examples() -> tuple[Example, ...]:
    questions = site().shelf.questions
    return tuple(
        Example(query.title, f"/query/{name}") for name, query in questions.items()
    )


def _page(view: QueryView) -> str:
    return page(
        "sparql.html",
        view,
        title="Query",
        files=view.downloads,
    )
