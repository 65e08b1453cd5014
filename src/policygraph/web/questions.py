"""Saved questions: a title, fields for what it leaves open, and the answer as a table, a chart or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from policygraph.engine import QueryFile, Term
from policygraph.errors import UsageError
from policygraph.web.asking import MAX_QUERIES, Asked, Asker
from policygraph.web.documents import Alternate, new_asker, page, respond
from policygraph.web.fields import Field, ask_fields, read_fields
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, Offer, choose_or_refuse, split_ending
from policygraph.web.results import Result, show_answer
from policygraph.web.sheets import FILE_OFFERS, SHEET, write_sheet
from policygraph.web.showing import WORDS, Place, read_showing
from policygraph.web.sites import site
from policygraph.web.versions import mark_absent

blueprint = Blueprint("questions", __name__)
_OFFERS = (HTML, *FILE_OFFERS)
_TEXT = Offer("rq", "application/sparql-query", "rq", "SPARQL")


@dataclass(frozen=True, slots=True)
class QuestionView:
    """All that the page of a saved question shows; `explains` tells one line of what comes back.

    `unknown` are the fields that name a thing of which the graph says nothing.
    """

    answers: str
    explains: str
    name: str
    tags: tuple[str, ...]
    fields: tuple[Field, ...]
    unknown: tuple[Field, ...]
    filled: tuple[tuple[str, str], ...]
    result: Result
    edit_href: str
    file_href: str


@blueprint.get("/query/<name>")
def show_question(name: str) -> Response:
    """Show a saved question and its answer.

    `/query/NAME.csv?theme=…` is the answer alone, `/query/NAME.rq?theme=…` the query that gives it. A page
    that asks for a thing which the graph does not know is 404, and still says how to go on.
    """
    name, by_ending = split_ending(name, (*_OFFERS, _TEXT))
    query = site().shelf.question(name)
    offer = by_ending or choose_or_refuse(request.headers.get("Accept", ""), _OFFERS)
    alternates = tuple(
        Alternate(one.label, _place(query, one), one.media_type) for one in FILE_OFFERS
    )
    place = "" if by_ending else _place(query, offer)
    views: list[QuestionView] = []

    def make() -> str | bytes:
        values = _values(query)
        text = query.bind(values)
        if offer == _TEXT:
            return text
        if offer == HTML:
            asker = new_asker()
            views.append(_view(asker, query, text, values))
            return _html(asker, query, text, views[0], alternates)
        return _file(query, text, offer)

    response = respond(offer, make, alternates=alternates, place=place)
    if views and views[0].unknown:
        mark_absent(response)
    return response


def _file(query: QueryFile, text: str, offer: Offer) -> bytes:
    source = site().source
    answer = source.store.answer(text)
    if offer != SHEET:
        return answer.write(offer.name)
    return write_sheet(
        answer,
        source,
        title=query.title,
        question=query.answers,
        query=text,
        address=source.iris.document(
            _place(query, HTML).removesuffix(".html").lstrip("/")
        ),
    )


def _place(query: QueryFile, offer: Offer) -> str:
    filled = _filled(query)
    suffix = f"?{urlencode(filled)}" if filled else ""
    return f"/query/{query.name}.{offer.ending}{suffix}"


def _filled(query: QueryFile) -> list[tuple[str, str]]:
    fields = read_fields(query, request.args)
    return [(field.name, field.value) for field in fields if field.value]


def _values(query: QueryFile) -> dict[str, list[Term]]:
    """Return the terms of the fields that are filled.

    Where an IRI is asked for, the path of a page (`themes/public-trust`) stands for its thing.

    Raises:
        UsageError: the request has a field that the question does not know.
    """
    iris = site().source.iris
    given = {
        name: request.args.get(name, "").strip("/ ")
        for name in request.args
        if name not in WORDS
    }
    if "format" in given and all(one.name != "format" for one in query.parameters):
        endings = " or ".join(f".{one.ending}" for one in FILE_OFFERS)
        raise UsageError(
            "The format of an answer stands at the end of its path.",
            hint=f"write /query/{query.name} with {endings} after it",
        )
    # an unknown field is refused even when it is empty
    found = {name: query.terms(name, [word], iris) for name, word in given.items()}
    return {name: terms for name, terms in found.items() if given[name]}


def _view(
    asker: Asker, query: QueryFile, text: str, values: Mapping[str, list[Term]]
) -> QuestionView:
    source = site().source
    asked = Asked(query.title, query.answers, text)
    filled = _filled(query)
    suffix = f"?{urlencode(filled)}" if filled else ""
    fields = ask_fields(asker, query, request.args)
    result = show_answer(
        source.store.answer(text),
        read_showing(request.args),
        Place(f"/query/{query.name}", tuple(filled)),
        source.iris,
        with_names=True,
    ).marking(source.fictional)
    return QuestionView(
        answers=query.answers,
        explains=query.returns.partition(" - ")[2],
        name=query.name,
        tags=query.tags,
        fields=fields,
        unknown=() if result.total else _unknown(asker, fields, values),
        filled=tuple(filled),
        result=result,
        edit_href=asked.address,
        file_href=f"/query/{query.name}.rq{suffix}",
    )


def _unknown(
    asker: Asker, fields: Sequence[Field], values: Mapping[str, list[Term]]
) -> tuple[Field, ...]:
    """Return the fields whose thing the graph does not know, as far as a page may ask."""
    return tuple(
        field
        for field in fields
        if field.kind == "IRI"
        and field.name in values
        and len(asker.asked) < MAX_QUERIES - 1
        and not asker.is_true("is-known", thing=values[field.name])
    )


def _html(
    asker: Asker,
    query: QueryFile,
    text: str,
    view: QuestionView,
    alternates: tuple[Alternate, ...],
) -> str:
    asked = Asked(query.title, query.answers, text, gives_list=True)
    return page(
        "question.html",
        view,
        title=query.title,
        crumbs=(Ref("Query", "/sparql"),),
        alternates=alternates,
        asked=(asked, *asker.asked),
    )
