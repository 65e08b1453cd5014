"""Saved questions: a title, fields for what it leaves open, and the answer as a table or a file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from policygraph.engine import Answer, Graph, QueryFile, Rows, Term, Truth
from policygraph.web.asking import Asked
from policygraph.web.documents import Alternate, page, respond, site
from policygraph.web.negotiation import (
    HTML,
    ROW_OFFERS,
    Offer,
    choose_or_refuse,
    split_ending,
)
from policygraph.web.protocol import Table, make_table

blueprint = Blueprint("questions", __name__)
_OFFERS = (HTML, *ROW_OFFERS)
_TEXT = Offer("rq", "application/sparql-query", "rq", "SPARQL")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a question leaves open, and what the reader wrote there."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """All that the page of a saved question shows."""

    answers: str
    returns: str
    name: str
    fields: tuple[Field, ...]
    table: Table | None
    truth: str
    graph: str


@blueprint.get("/query/<name>")
def show_question(name: str) -> Response:
    """Show a saved question and its answer.

    `/query/NAME.csv?theme=…` is the answer alone, `/query/NAME.rq?theme=…` the query that gives it.
    """
    name, by_ending = split_ending(name, (*_OFFERS, _TEXT))
    query = site().shelf.question(name)
    offer = by_ending or choose_or_refuse(request.headers.get("Accept", ""), _OFFERS)
    alternates = _alternates(query)
    place = "" if by_ending else _place(query, offer)

    def make() -> str | bytes:
        text = query.bind(_values(query))
        if offer == _TEXT:
            return text
        if offer == HTML:
            return _html(query, text, alternates)
        return site().source.store.answer(text).write(offer.name)

    return respond(offer, make, alternates=alternates, place=place)


def _place(query: QueryFile, offer: Offer) -> str:
    fields = {field.name: field.value for field in _fields(query) if field.value}
    suffix = f"?{urlencode(fields)}" if fields else ""
    return f"/query/{query.name}.{offer.ending}{suffix}"


def _alternates(query: QueryFile) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(one.label, _place(query, one), one.media_type) for one in ROW_OFFERS
    )


def _fields(query: QueryFile) -> tuple[Field, ...]:
    return tuple(
        Field(one.name, one.kind, request.args.get(one.name, "").strip())
        for one in query.parameters
    )


def _values(query: QueryFile) -> dict[str, list[Term]]:
    """Return the terms of the fields that are filled.

    Where an IRI is asked for, the path of a page (`themes/public-trust`) stands for its thing.

    Raises:
        UsageError: the request has a field that the question does not know.
    """
    iris = site().source.iris
    given = {name: request.args.get(name, "").strip("/ ") for name in request.args}
    # an unknown field is refused even when it is empty
    found = {name: query.terms(name, [word], iris) for name, word in given.items()}
    return {name: terms for name, terms in found.items() if given[name]}


def _html(query: QueryFile, text: str, alternates: tuple[Alternate, ...]) -> str:
    answer: Answer = site().source.store.answer(text)
    view = QuestionView(
        answers=query.answers,
        returns=query.returns,
        name=query.name,
        fields=_fields(query),
        table=make_table(answer) if isinstance(answer, Rows) else None,
        truth=("Yes" if answer.value else "No") if isinstance(answer, Truth) else "",
        graph=answer.write("turtle").decode() if isinstance(answer, Graph) else "",
    )
    return page(
        "question.html",
        view,
        title=query.title,
        alternates=alternates,
        asked=(Asked(query.title, query.answers, text),),
    )
