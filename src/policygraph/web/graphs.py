"""The named graphs, one by one: from the IRI of a graph, `{base}graphs/…`, to what stands in it, as RDF.

The service description, N-Quads and TriG name graphs by these IRIs; here they lead somewhere, and a
report or a list of terms can be had in one piece without the rest.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from policygraph.engine import Graph
from policygraph.errors import NotAcceptableError, NotFoundError, UsageError
from policygraph.web.asking import Asker
from policygraph.web.documents import Alternate, new_asker, respond
from policygraph.web.negotiation import (
    THING_OFFERS,
    Offer,
    choose_or_refuse,
    split_ending,
)
from policygraph.web.signposts import links_of_graph
from policygraph.web.sites import site
from policygraph.web.versions import unchanged

blueprint = Blueprint("graphs", __name__)
# beyond this a graph is no document any more: it is to be had with the dumps, which are streamed
MAX_TRIPLES: Final = 100_000
_OFFERS: Final = THING_OFFERS[1:]


@blueprint.get("/graphs/<path:path>")
def show_graph(path: str) -> Response:
    """Send one graph, Turtle unless something else is asked for; one that is too large leads to the dumps."""
    path, by_ending = split_ending(path, _OFFERS)
    offer = by_ending or _chosen(path)
    graph = Graph(iter(()))
    if unchanged(offer.name) is None:
        graph, is_cut = _known_graph(new_asker(), path).first(MAX_TRIPLES)
        if is_cut:
            return _lead_to_dumps()
    source = site().source
    links = links_of_graph(
        path,
        iris=source.iris,
        licence=source.about.get("licence", ""),
        in_release=source.release is not None,
    )
    return respond(
        offer,
        lambda: graph.write(offer.name),
        alternates=_alternates(path),
        place="" if by_ending else f"/graphs/{quote(path)}.{offer.ending}",
        links=links,
    )


def _chosen(path: str) -> Offer:
    """Return the format that is wished for.

    Raises:
        NotAcceptableError: it is none that there is.
        NotFoundError: no format would help, since there is no graph at the path.
    """
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    try:
        return choose_or_refuse(accept, _OFFERS, named)
    except NotAcceptableError:
        _known_graph(new_asker(), path)
        raise


def _known_graph(asker: Asker, path: str) -> Graph:
    """Return what stands in the graph at a path.

    Raises:
        NotFoundError: nothing, or the path cannot be part of an IRI.
    """
    iri = asker.source.iris.graph(path)
    missing = NotFoundError(
        f"There is no graph at /graphs/{path}.",
        hint="the service description at /sparql lists all of them",
    )
    try:
        if not asker.is_true("is-graph", graph=iri):
            raise missing
    except UsageError as error:
        raise missing from error
    return asker.graph("graph", graph=iri)


def _lead_to_dumps() -> Response:
    response = redirect("/dump", 303)
    response.vary.add("Accept")
    assert isinstance(response, Response)  # noqa: S101 - redirect is typed for werkzeug's
    return response


def _alternates(path: str) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(one.label, f"/graphs/{quote(path)}.{one.ending}", one.media_type)
        for one in _OFFERS
    )
