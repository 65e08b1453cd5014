"""`/sparql`: the SPARQL 1.1 protocol for programs, and a page to write queries on for people.

Source: SPARQL 1.1 Protocol, section 2.1 (query operation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, request

from policygraph.engine import Literal, Rows, Truth, answer_from_bytes
from policygraph.errors import NotAcceptableError, QueryRefusedError, UsageError
from policygraph.iris import Iri
from policygraph.web.asking import Asked
from policygraph.web.documents import (
    Alternate,
    mark_version,
    new_asker,
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
    choose_or_refuse,
)
from policygraph.web.problems import Problem, phrase, tell
from policygraph.web.stranger import (
    StrangersQuery,
    Written,
    answer_stranger,
)

blueprint = Blueprint("protocol", __name__)
MAX_ROWS_SHOWN: Final = 1_000
MAX_ADDRESS: Final = 16_384
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"


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
    """The query page: the text, and what came back."""

    text: str
    table: Table | None = None
    truth: str = ""
    graph: str = ""
    downloads: tuple[Alternate, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def height(self) -> int:
        """How many lines the field for the query has."""
        return min(max(self.text.count("\n") + 3, 10), 24)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query sent by GET, by form, or as the body; without one, say what this is."""
    refusal = _refusal()
    if refusal is not None:
        return refusal
    text = _query_text()
    if text is None or request.args.get("edit"):
        return _without_query(text or "")
    return _answer(text)


def _refusal() -> Response | None:
    """Return the problem of a request that cannot be a query; None where it can be one."""
    if len(request.full_path) > MAX_ADDRESS:
        return _told(414, "This address is too long.", "send the query by POST")
    if request.method != "POST":
        return None
    # read once here, so that a body that is too long is refused before anything looks into it
    request.get_data()
    sent = request.mimetype
    if sent == _UPDATE or (sent == _FORM and "update" in request.form):
        raise QueryRefusedError("This endpoint is read-only: updates are refused.")
    if sent not in (_FORM, _DIRECT):
        return _told(
            415,
            "A query is not read from this media type.",
            f"send it as {_DIRECT} or as a form",
            {"Accept-Post": f"{_DIRECT}, {_FORM}"},
        )
    return None


def _told(
    status: int, detail: str, hint: str, headers: dict[str, str] | None = None
) -> Response:
    return tell(Problem(status, phrase(status), detail, hint), headers)


def _query_text() -> str | None:
    """Return the one query of a request; None where it has none.

    Raises:
        UsageError: it has two, or what it has is no UTF-8 text.
    """
    if request.method == "POST" and request.mimetype == _DIRECT:
        try:
            return request.get_data().decode("utf-8")
        except UnicodeDecodeError as error:
            raise UsageError("The query is not UTF-8 text.") from error
    if request.args.get("update") is not None:
        raise QueryRefusedError("This endpoint is read-only: updates are refused.")
    sent = request.form if request.method == "POST" else request.args
    queries = sent.getlist("query")
    if len(queries) > 1:
        raise UsageError(
            "A request holds one query; this one holds several.",
            hint="send them one by one",
        )
    if queries and "\ufffd" in queries[0] and not _holds_replacement_character():
        raise UsageError("The query is not UTF-8 text.")
    if not queries and request.method == "POST":
        raise UsageError(
            "The form holds no query.", hint="send it as the field `query`"
        )
    return queries[0] if queries else None


def _holds_replacement_character() -> bool:
    """Tell whether U+FFFD was sent as such; else it stands for bytes that are no UTF-8."""
    sent = request.get_data() if request.method == "POST" else request.query_string
    return b"%EF%BF%BD" in sent.upper() or "\ufffd".encode() in sent


def _graphs(name: str) -> tuple[str, ...]:
    return tuple(request.values.getlist(name))


def _wanted(offers: Sequence[Offer]) -> Offer | None:
    """Return the format that `format=` or Accept chooses among some on offer."""
    named = request.values.get("format", "")
    known = (*ROW_OFFERS, *GRAPH_OFFERS, HTML)
    if any(named in _names(offer) for offer in known):
        return next((offer for offer in offers if named in _names(offer)), None)
    # SPARQLWrapper adds words of its own beside the Accept header that counts
    return choose(request.headers.get("Accept", ""), offers)


def _names(offer: Offer) -> tuple[str, ...]:
    return (offer.name, offer.ending, offer.media_type)


def _without_query(text: str) -> Response:
    """Answer with the page to write on, or with a description of the service."""
    offers = (HTML, *GRAPH_OFFERS)
    offer = choose_or_refuse(request.headers.get("Accept", ""), offers)
    if offer == HTML:
        view = QueryView(text, examples=_examples())
        return respond(offer, lambda: _page(view))
    endpoint = Iri(request.base_url)
    return respond(
        offer,
        lambda: (
            new_asker()
            .graph("service-description", endpoint=endpoint)
            .write(offer.name)
        ),
    )


def _answer(text: str) -> Response:
    as_page = _wanted((*ROW_OFFERS, *GRAPH_OFFERS, HTML)) == HTML
    query = StrangersQuery(
        text=text,
        base_iri=request.base_url,
        default_graphs=_graphs("default-graph-uri"),
        named_graphs=_graphs("named-graph-uri"),
    )
    if as_page:
        return respond(
            HTML, lambda: _page(_view(answer_stranger(site().source, query), text))
        )
    query = replace(query, rows_as=_wanted(ROW_OFFERS), graph_as=_wanted(GRAPH_OFFERS))
    if query.rows_as is None and query.graph_as is None:
        raise NotAcceptableError(
            "None of the formats asked for is on offer here.",
            hint="on offer are "
            + ", ".join(one.media_type for one in (*ROW_OFFERS, *GRAPH_OFFERS, HTML)),
        )
    form = f"{query.rows_as} {query.graph_as}"
    response = unchanged(form)
    if response is None:
        written = answer_stranger(site().source, query)
        response = Response(written.body, mimetype=written.offer.media_type)
        mark_version(response, form)
    return response


def _view(written: Written, text: str) -> QueryView:
    asked = Asked("", "", text)
    if written.offer in GRAPH_OFFERS:
        shown = written.body.decode()
        return QueryView(text, graph=shown, downloads=_downloads(asked, GRAPH_OFFERS))
    view = QueryView(text, downloads=_downloads(asked, ROW_OFFERS))
    answer = answer_from_bytes(written.body, written.offer.media_type)
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
