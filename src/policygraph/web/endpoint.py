"""`/sparql` for programs: from a plain request to an answer in a format, before Flask has seen it.

Programs ask the endpoint thousands of times, and the routing and the contexts of Flask cost more than
a lookup does. So a plain question is answered here; all else, and all that goes wrong, is the view's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask, Request, Response

from policygraph.engine import may_answer_anew
from policygraph.web.answers import has_conditions
from policygraph.web.leaving import departure_of
from policygraph.web.negotiation import GRAPH_OFFERS, HTML, ROW_OFFERS, Offer, choose
from policygraph.web.sites import SITE, Site
from policygraph.web.sparql_request import SparqlRequest, read_sparql_request
from policygraph.web.stranger import StrangersQuery, Written, answer_stranger
from policygraph.web.versions import mark_unique, mark_version_of
from policygraph.web.watching import ROUTE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH: Final = "/sparql"
MAX_ADDRESS: Final = 16_384
TRUNCATED: Final = "Policygraph-Truncated"
ALL_OFFERS: Final = (*ROW_OFFERS, *GRAPH_OFFERS, HTML)
# What the view is to tell: the query has been asked, and is not to be asked again.
FAILURE: Final = "policygraph.failure"


def install_endpoint(app: Flask) -> None:
    """Answer the plain questions of programs before the application does."""
    app.wsgi_app = _Endpoint(app.wsgi_app)  # type: ignore[method-assign] # Flask's own way


class _Endpoint:
    """A WSGI application that answers plain questions, and hands on whatever else is asked."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if not _is_plain(environ):
            return self._inner(environ, start_response)
        try:
            response = _answer(Request(environ), environ[SITE])
        # whatever it is, the view tells it
        except Exception as error:
            environ[FAILURE] = error
            response = None
        if response is None:
            return self._inner(environ, start_response)
        environ[ROUTE] = PATH
        return response(environ, start_response)


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Tell whether a request may be a question without conditions, in an address that is read."""
    return (
        environ.get("PATH_INFO") == PATH
        and environ["REQUEST_METHOD"] == "GET"
        and len(environ.get("QUERY_STRING", "")) + len(PATH) <= MAX_ADDRESS
        and not has_conditions(environ)
    )


def _answer(asked: Request, here: Site) -> Response | None:
    """Answer a request that asks for a format of its query's answer; None for any other."""
    sent = read_sparql_request(asked)
    is_to_run = not (sent.is_to_edit or sent.is_to_check or sent.is_to_tidy)
    if (
        sent.text is None
        or not is_to_run
        or wanted(asked, sent, ALL_OFFERS) in (None, HTML)
    ):
        return None
    return answer_program(asked, here, query_of(asked, here, sent, sent.text))


def answer_program(asked: Request, here: Site, query: StrangersQuery) -> Response:
    """Ask a query, and answer with what comes in the format that it came in.

    Raises:
        PolicygraphError: as `answer_stranger`.
    """
    written = answer_stranger(here.source, query, departure_of(asked.environ))
    response = Response(written.body, mimetype=written.offer.media_type)
    form = form_of(query)
    if may_answer_anew(query.text):
        mark_unique(response, form)
    else:
        # another process orders and names nodes without names in another way
        mark_version_of(response, asked, here, form, is_weak=True)
    tell_cut(response, written)
    return response


def form_of(query: StrangersQuery) -> str:
    """Return the formats that an answer may have, which decide its version."""
    return " ".join(one.name for one in (query.rows_as, query.graph_as) if one)


def tell_cut(response: Response, written: Written) -> None:
    """Say in a header that rows are missing, so that no program takes a part for the whole."""
    if written.cut_after:
        response.headers[TRUNCATED] = f"rows={written.cut_after}"


def query_of(
    asked: Request, here: Site, sent: SparqlRequest, text: str
) -> StrangersQuery:
    """Return what a request asks."""
    return StrangersQuery(
        text=text,
        base_iri=here.source.iris.endpoint(),
        default_graphs=sent.default_graphs,
        named_graphs=sent.named_graphs,
        rows_as=wanted(asked, sent, ROW_OFFERS),
        graph_as=wanted(asked, sent, GRAPH_OFFERS),
        timeout_s=sent.timeout_s,
    )


def wanted(
    asked: Request, sent: SparqlRequest, offers: tuple[Offer, ...]
) -> Offer | None:
    """Return the format that `format=` or Accept chooses among some on offer."""
    if sent.wanted:
        return next((offer for offer in offers if sent.wanted in names_of(offer)), None)
    return choose(asked.environ.get("HTTP_ACCEPT", ""), offers)


# What clients write after `format=` for graphs, SPARQLWrapper among them.
_CALLED_ALSO: Final = {
    "rdfxml": ("rdf+xml", "xml"),
    "jsonld": ("json-ld", "json"),
    "turtle": ("n3",),
}


def names_of(offer: Offer) -> tuple[str, ...]:
    """Return the words that choose a format in `format=`."""
    return (
        offer.name,
        offer.ending,
        offer.media_type,
        *_CALLED_ALSO.get(offer.name, ()),
    )
