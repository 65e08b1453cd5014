"""Saved questions: a title, fields for what it leaves open, and the answer as a table, a chart or a file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from policygraph.engine import QueryFile, Term
from policygraph.web.asking import Asked
from policygraph.web.documents import Alternate, new_asker, page, respond, site
from policygraph.web.fields import Field, ask_fields, read_fields
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, Offer, choose_or_refuse, split_ending
from policygraph.web.results import Result, show_answer
from policygraph.web.sheets import FILE_OFFERS, SHEET, write_sheet
from policygraph.web.showing import WORDS, Place, read_showing

blueprint = Blueprint("questions", __name__)
_OFFERS = (HTML, *FILE_OFFERS)
_TEXT = Offer("rq", "application/sparql-query", "rq", "SPARQL")


@dataclass(frozen=True, slots=True)
class QuestionView:
    """All that the page of a saved question shows; `explains` tells one line of what comes back."""

    answers: str
    explains: str
    name: str
    tags: tuple[str, ...]
    fields: tuple[Field, ...]
    filled: tuple[tuple[str, str], ...]
    result: Result
    edit_href: str
    file_href: str


@blueprint.get("/query/<name>")
def show_question(name: str) -> Response:
    """Show a saved question and its answer.

    `/query/NAME.csv?theme=…` is the answer alone, `/query/NAME.rq?theme=…` the query that gives it.
    """
    name, by_ending = split_ending(name, (*_OFFERS, _TEXT))
    query = site().shelf.question(name)
    offer = by_ending or choose_or_refuse(request.headers.get("Accept", ""), _OFFERS)
    alternates = tuple(
        Alternate(one.label, _place(query, one), one.media_type) for one in FILE_OFFERS
    )
    place = "" if by_ending else _place(query, offer)

    def make() -> str | bytes:
        text = query.bind(_values(query))
        if offer == _TEXT:
            return text
        if offer == HTML:
            return _html(query, text, alternates)
        return _file(query, text, offer)

    return respond(offer, make, alternates=alternates, place=place)


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
    # an unknown field is refused even when it is empty
    found = {name: query.terms(name, [word], iris) for name, word in given.items()}
    return {name: terms for name, terms in found.items() if given[name]}


def _html(query: QueryFile, text: str, alternates: tuple[Alternate, ...]) -> str:
    source = site().source
    asked = Asked(query.title, query.answers, text)
    asker = new_asker()
    filled = _filled(query)
    suffix = f"?{urlencode(filled)}" if filled else ""
    view = QuestionView(
        answers=query.answers,
        explains=query.returns.partition(" - ")[2],
        name=query.name,
        tags=query.tags,
        fields=ask_fields(asker, query, request.args),
        filled=tuple(filled),
        result=show_answer(
            source.store.answer(text),
            read_showing(request.args),
            Place(f"/query/{query.name}", tuple(filled)),
            source.iris,
            with_names=True,
        ),
        edit_href=asked.address,
        file_href=f"/query/{query.name}.rq{suffix}",
    )
    return page(
        "question.html",
        view,
        title=query.title,
        crumbs=(Ref("Query", "/sparql"),),
        alternates=alternates,
        asked=(asked, *asker.asked),
    )
