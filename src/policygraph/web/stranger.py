"""A stranger's query, answered: the one door between what anybody sends and the engine.

Everything that the protocol and the query page run goes through `answer_stranger`, which gives back
bytes and nothing that lives in this process, so that the work can move to a process of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from policygraph.engine import Graph
from policygraph.errors import NotAcceptableError
from policygraph.web.negotiation import GRAPH_OFFERS, ROW_OFFERS, Offer
from policygraph.web.source import Source

MAX_QUERY_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class StrangersQuery:
    """What somebody asks, over which graphs, and the forms in which they would take the answer.

    `rows_as` and `graph_as` are None where the client takes no form of rows or of graphs.
    """

    text: str
    base_iri: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows_as: Offer | None = ROW_OFFERS[0]
    graph_as: Offer | None = GRAPH_OFFERS[0]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as bytes, and the form they have."""

    body: bytes
    offer: Offer


def answer_stranger(source: Source, query: StrangersQuery) -> Written:
    """Answer a query of unknown origin.

    Raises:
        QueryRefusedError: an update, or a call to another server.
        QueryError: the text is not SPARQL, or nests too deep.
        NotAcceptableError: the client takes no form that this answer has.
    """
    answer = source.store.answer(
        query.text,
        base_iri=query.base_iri,
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
    )
    is_graph = isinstance(answer, Graph)
    offer = query.graph_as if is_graph else query.rows_as
    if offer is None:
        offers = GRAPH_OFFERS if is_graph else ROW_OFFERS
        raise NotAcceptableError(
            "The answer of this query is not to be had in the format asked for.",
            hint="on offer are " + ", ".join(one.media_type for one in offers),
        )
    return Written(answer.write(offer.name), offer)
