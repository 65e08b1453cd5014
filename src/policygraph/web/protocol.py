"""`/sparql`: the SPARQL 1.1 protocol for programs, and a page to write queries on for people.

Source: SPARQL 1.1 Protocol, section 2.1 (query operation).
"""

from __future__ import annotations

import time
from dataclasses import replace

from flask import Blueprint, Response, g, request

from policygraph.engine import answer_from_bytes, may_answer_anew
from policygraph.errors import UsageError
from policygraph.web.documents import respond
from policygraph.web.endpoint import (
    ALL_OFFERS,
    FAILURE,
    MAX_ADDRESS,
    PATH,
    answer_program,
    form_of,
    names_of,
    query_of,
    tell_cut,
    wanted,
)
from policygraph.web.leaving import departure_of
from policygraph.web.negotiation import (
    GRAPH_OFFERS,
    HTML,
    ROW_OFFERS,
    refusal_of,
)
from policygraph.web.problems import Problem, phrase, tell, tell_error
from policygraph.web.service import describe_service
from policygraph.web.sheets import SHEET, write_sheet
from policygraph.web.showing import read_showing
from policygraph.web.sites import asked_now, site
from policygraph.web.sparql_request import SparqlRequest, read_sparql_request
from policygraph.web.stranger import (
    StrangersQuery,
    Written,
    answer_stranger,
    check_stranger,
)
from policygraph.web.versions import unchanged
from policygraph.web.workbench import (
    print_answer,
    print_checked,
    print_empty,
    print_problem,
    print_tidied,
)

blueprint = Blueprint("protocol", __name__)


@blueprint.before_app_request
def refuse_long_address() -> Response | None:
    """Refuse an address that some software on the way would cut.

    Source: RFC 9110, section 4.1 (URI references) and 15.5.15 (414).
    """
    asked = asked_now()
    if len(asked.path) + len(asked.query_string) <= MAX_ADDRESS:
        return None
    hint = f"an address has {MAX_ADDRESS} bytes at most; send a query by POST"
    return tell(Problem(414, phrase(414), "This address is too long.", hint))


@blueprint.route(PATH, methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query sent by GET, by form, or as the body; without one, say what this is."""
    asked = asked_now()
    sent = read_sparql_request(asked)
    g.query_text = sent.text or ""
    failure = asked.environ.get(FAILURE)
    if failure is not None:
        raise failure
    if sent.text is None or sent.is_to_edit:
        return _without_query(sent)
    if sent.is_to_check or sent.is_to_tidy:
        return _without_answer(sent, sent.text)
    return _answer(sent, sent.text)


def _without_query(sent: SparqlRequest) -> Response:
    """Answer with the page to write on, or with a description of the service."""
    offers = (HTML, *GRAPH_OFFERS)
    offer = wanted(asked_now(), sent, offers)
    if offer is None:
        raise refusal_of(offers)
    if offer == HTML:
        return respond(offer, lambda: print_empty(sent.text))
    return respond(offer, lambda: describe_service(offer.name))


def _without_answer(sent: SparqlRequest, text: str) -> Response:
    """Answer with the page and the query on it: set out, or read and not run."""
    if wanted(asked_now(), sent, (HTML,)) is None:
        raise refusal_of((HTML,))
    if sent.is_to_tidy:
        return respond(HTML, lambda: print_tidied(text))
    query = query_of(asked_now(), site(), sent, text)
    try:
        return respond(
            HTML,
            lambda: print_checked(
                text,
                check_stranger(site().source, query, departure_of(request.environ)),
            ),
        )
    except UsageError as error:
        return tell_error(error, show=print_problem)


def _answer(sent: SparqlRequest, text: str) -> Response:
    query = query_of(asked_now(), site(), sent, text)
    if sent.wanted and sent.wanted in names_of(SHEET):
        return _answer_sheet(
            replace(query, rows_as=ROW_OFFERS[0], graph_as=None, for_page=True)
        )
    if wanted(asked_now(), sent, ALL_OFFERS) is HTML:
        try:
            return _answer_page(
                replace(
                    query,
                    rows_as=ROW_OFFERS[0],
                    graph_as=GRAPH_OFFERS[0],
                    for_page=True,
                )
            )
        except UsageError as error:
            return tell_error(error, show=print_problem)
    if query.rows_as is None and query.graph_as is None:
        raise refusal_of(ALL_OFFERS)
    response = unchanged(form_of(query), is_weak=True)
    if response is not None and not may_answer_anew(text):
        return response
    return answer_program(asked_now(), site(), query)


def _ask(query: StrangersQuery) -> Written:
    return answer_stranger(site().source, query, departure_of(request.environ))


def _answer_page(query: StrangersQuery) -> Response:
    shown: list[Written] = []
    showing = read_showing(request.values)

    def make() -> str:
        begin_s = time.perf_counter()
        written = _ask(query)
        written = replace(written, body=written.whole())
        took_ms = round((time.perf_counter() - begin_s) * 1000)
        shown.append(written)
        return print_answer(query, written, showing, took_ms)

    response = respond(HTML, make, is_unique=may_answer_anew(query.text))
    tag, _ = response.get_etag()
    if tag:
        # the time that a query took is another each time
        response.set_etag(tag, weak=True)
    for written in shown:
        tell_cut(response, written)
    return response


def _answer_sheet(query: StrangersQuery) -> Response:
    """Answer with a workbook: for people, who download it, and so in no negotiation."""
    shown: list[Written] = []

    def make() -> bytes:
        source = site().source
        written = _ask(query)
        shown.append(written)
        return write_sheet(
            answer_from_bytes(written.whole(), written.offer.media_type),
            source,
            title="Answer to a query",
            question="",
            query=query.text,
            address=source.iris.endpoint(),
            cut_after=written.cut_after,
        )

    response = respond(SHEET, make, is_unique=may_answer_anew(query.text))
    response.headers["Content-Disposition"] = 'attachment; filename="answer.xlsx"'
    for written in shown:
        tell_cut(response, written)
    return response
