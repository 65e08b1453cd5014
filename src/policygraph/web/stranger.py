"""A stranger's query, answered: the one door between what anybody sends and the engine.

Everything that the protocol and the query page run goes through `answer_stranger`. The work itself is
done by `isolated`, in a process that may die.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from policygraph.engine import Rows, answer_from_bytes, query_form
from policygraph.errors import NotAcceptableError, QueriesOffError, QueryStoppedError
from policygraph.isolated import Answered, Limits, Question
from policygraph.web.negotiation import GRAPH_OFFERS, ROW_OFFERS, Offer
from policygraph.web.source import Source

MAX_QUERY_BYTES: Final = Limits().body_bytes
_CHECK_WITHIN_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class StrangersQuery:
    """What somebody asks, over which graphs, and the forms in which they would take the answer.

    `rows_as` and `graph_as` are None where the client takes no form of rows or of graphs. With
    `for_page` an answer of any form is cut after the limit of rows.
    """

    text: str
    base_iri: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows_as: Offer | None = ROW_OFFERS[0]
    graph_as: Offer | None = GRAPH_OFFERS[0]
    for_page: bool = False
    timeout_s: float | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as bytes, or as pieces that are still coming, and the form they have.

    `cut_after` is the number of rows after which it was cut; 0 where nothing is missing.
    """

    body: bytes | Iterable[bytes]
    offer: Offer
    cut_after: int = 0

    def whole(self) -> bytes:
        """Wait for all of it."""
        return self.body if isinstance(self.body, bytes) else b"".join(self.body)


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that was read and found right: its form, and the names of its columns where it has any."""

    form: str
    columns: tuple[str, ...] = ()


def check_stranger(
    source: Source, query: StrangersQuery, has_left: Callable[[], bool] | None = None
) -> Checked:
    """Read a query as the engine does, without running it over the data: it is asked of no graph at all.

    Raises:
        QueryRefusedError: an update, or a call to another server.
        QueryError: the text is not SPARQL, or nests too deep.
        QueriesOffError: strangers are not answered here.
        BusyError: too many queries are being answered.
    """
    nothing = f"{query.base_iri}#nothing"
    of_nothing = replace(
        query,
        default_graphs=(nothing,),
        named_graphs=(nothing,),
        rows_as=ROW_OFFERS[0],
        graph_as=GRAPH_OFFERS[0],
        for_page=True,
        timeout_s=_CHECK_WITHIN_S,
    )
    form = query_form(query.text)
    try:
        written = answer_stranger(source, of_nothing, has_left)
        body = written.whole()
    except QueryStoppedError:
        # what runs too long even over nothing has been read all the same
        return Checked(form)
    if written.offer in GRAPH_OFFERS:
        return Checked(form)
    answer = answer_from_bytes(body, written.offer.media_type)
    return Checked(form, answer.variables if isinstance(answer, Rows) else ())


def answer_stranger(
    source: Source, query: StrangersQuery, has_left: Callable[[], bool] | None = None
) -> Written:
    """Answer a query of unknown origin. A body in pieces is to be read to its end or closed.

    Raises:
        ClientLeftError: whoever asked has gone, as `has_left` told.
        QueriesOffError: strangers are not answered here.
        QueryRefusedError: an update, or a call to another server.
        QueryError: the text is not SPARQL, or nests too deep.
        QueryTimeoutError: the time was over before the head of the answer was certain.
        QueryStoppedError: the query needed too much memory.
        BusyError: too many queries are being answered.
        NotAcceptableError: the client takes no form that this answer has.
    """
    if source.strangers is None:
        raise QueriesOffError(
            "This server answers no queries of strangers: its system cannot keep them apart.",
            hint="use the saved questions, or load the dump into an engine of your own",
        )
    try:
        answered = source.strangers.ask(_question(query), has_left)
    except NotAcceptableError as error:
        if error.hint:
            raise
        offers = ROW_OFFERS if query.rows_as is None else GRAPH_OFFERS
        hint = "on offer are " + ", ".join(one.media_type for one in offers)
        raise NotAcceptableError(error.message, hint=hint) from error
    return _written(answered, query)


def _question(query: StrangersQuery) -> Question:
    return Question(
        text=query.text,
        base_iri=query.base_iri,
        default_graphs=query.default_graphs,
        named_graphs=query.named_graphs,
        rows_as=query.rows_as.name if query.rows_as else "",
        graph_as=query.graph_as.name if query.graph_as else "",
        for_page=query.for_page,
        timeout_s=query.timeout_s,
    )


def _written(answered: Answered, query: StrangersQuery) -> Written:
    head = answered.head
    offer = query.graph_as if head.is_graph else query.rows_as
    assert offer is not None  # noqa: S101 - an answer comes in a form that was asked for
    body = answered if answered.whole is None else answered.whole
    return Written(body, offer, head.cut_after)
