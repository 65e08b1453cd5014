"""L8 to L10: the SPARQL protocol, the description of the service, and rows equal in every format.

The W3C's own tests need their data loaded; these cases ask the same of a server with any data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlencode

from policygraph.audit.figures import check_service_figures, counts
from policygraph.audit.reading import Graph, fingerprint, read_graph, typed, values
from policygraph.audit.scoring import Check, found, tallied
from policygraph.audit.site import (
    JSON_ROWS,
    TURTLE,
    Site,
    answer_of,
    question,
    rows_of,
)
from policygraph.audit.visiting import Reply
from policygraph.engine import Literal, Rows, Truth, read_query_file
from policygraph.errors import OutsideError
from policygraph.resources import folder, query_files

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ROW_TYPES: Final = (
    JSON_ROWS,
    "application/sparql-results+xml",
    "text/tab-separated-values",
)


def check_protocol(site: Site) -> Iterator[Check]:
    """L8: ways of asking and of writing, each with the statuses that are right."""
    yield tallied(
        "L8a",
        "ways of asking",
        (
            (f"{name}: {reply.status}", reply.status in right)
            for name, right, reply in _asking(site)
        ),
    )
    before = site.select(question("size"))
    yield tallied(
        "L8b",
        "writing is refused",
        (
            (f"{name}: {reply.status}", 400 <= reply.status < 500)
            for name, reply in _writing(site)
        ),
    )
    after = site.select(question("size"))
    same = "the same" if before == after and before else "not the same, or no answer"
    passed = bool(before) and before == after
    yield found("L8c", "the data afterwards", "the same", same, passed=passed)
    wrong = _post(site, _DIRECT, b"SELEKT", {})
    told = wrong.media_type + " " + wrong.text
    words = wrong.status == 400 and "line" in told.lower() and "Traceback" not in told
    yield found(
        "L8d", "a wrong query is told its line", "400 and the line", told, passed=words
    )
    calls = _get(site, {"query": question("federated")})
    refused = 400 <= calls.status < 500
    yield found(
        "L8e", "calls to other servers", "refused", calls.status, passed=refused
    )
    yield from _graph_checks(site)
    yield from _manner_checks(site)


def _graph_checks(site: Site) -> Iterator[Check]:
    """L8: the graphs named in a request are those that are asked, and no others.

    Source: SPARQL 1.1 Protocol, section 2.1.4 (specifying an RDF dataset).
    """
    absent = "https://example.org/no-such-graph"
    reply = _get(site, {"query": question("any"), "default-graph-uri": absent})
    answer = answer_of(reply)
    empty = reply.status == 400 or (isinstance(answer, Truth) and not answer.value)
    told = f"{reply.status} {getattr(answer, 'value', '')}"
    yield found("L8f", "a graph that is not there", "empty, or 400", told, passed=empty)
    sizes = list(counts(site, "graphs").items())
    some = [sizes[place * len(sizes) // 3] for place in range(3)] if sizes else []
    outcomes = []
    for graph, number in some:
        fields = {"query": question("size"), "default-graph-uri": graph}
        rows = rows_of(_get(site, fields)) or [{}]
        triples = rows[0].get("triples")
        outcomes.append(
            (graph, isinstance(triples, Literal) and triples.value == number)
        )
    yield tallied("L8g", "default-graph-uri chooses the graph", outcomes)


def _manner_checks(site: Site) -> Iterator[Check]:
    """L8: what a refusal tells so that the next try is right, and how other origins are let in."""
    put = _post(site, _DIRECT, b"ASK {}", {}, "PUT")
    allowed = {one.strip() for one in put.all_of("Allow").split(",")}
    passed = {"GET", "HEAD", "POST", "OPTIONS"} <= allowed
    yield found(
        "L8h", "405 names the methods", "all", put.all_of("Allow"), passed=passed
    )
    other = _post(site, "text/plain", b"ASK {}", {})
    told = other.all_of("Accept-Post")
    yield found("L8i", "415 names what is read", _DIRECT, told, passed=_DIRECT in told)
    strange = _get(site, {"query": question("some")}, "application/foo")
    passed = strange.status == 406 and "application/sparql-results+json" in strange.text
    yield found("L8j", "406 lists what is on offer", "406", strange.text, passed=passed)
    long = _get(site, {"query": question("any") + " " * 40_000})
    passed = long.status in (200, 413, 414, 431)
    yield found("L8k", "a very long address", "414", long.status, passed=passed)
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    told_all = site.visitor.ask("OPTIONS", site.endpoint, asked)
    methods = told_all.all_of("Access-Control-Allow-Methods")
    names = told_all.all_of("Access-Control-Allow-Headers").lower()
    passed = "POST" in methods and ("content-type" in names or names == "*")
    told = f"{told_all.status} {methods}; {names}"
    yield found(
        "L8l", "other origins may POST", "POST, content-type", told, passed=passed
    )


def _get(site: Site, fields: dict[str, str], accept: str = JSON_ROWS) -> Reply:
    return site.visitor.get(f"{site.endpoint}?{urlencode(fields)}", accept)


def _post(
    site: Site, kind: str, body: bytes, fields: dict[str, str], method: str = "POST"
) -> Reply:
    address = site.endpoint + (f"?{urlencode(fields)}" if fields else "")
    headers = {"Content-Type": kind} if kind else {}
    return site.visitor.ask(method, address, {**headers, "Accept": JSON_ROWS}, body)


def _asking(site: Site) -> Iterator[tuple[str, tuple[int, ...], Reply]]:
    ask = question("any")
    form = urlencode({"query": ask}).encode()
    graph = {"default-graph-uri": "https://example.org/no-such-graph"}
    named = {"named-graph-uri": "https://example.org/no-such-graph"}
    two = f"{site.endpoint}?query={quote(ask)}&query={quote(ask)}"
    yield "GET", (200,), _get(site, {"query": ask})
    yield "form", (200,), _post(site, _FORM, form, {})
    yield "form with charset", (200,), _post(site, f"{_FORM}; charset=utf-8", form, {})
    yield "direct", (200,), _post(site, _DIRECT, ask.encode(), {})
    direct = f"{_DIRECT}; charset=utf-8"
    yield "direct with charset", (200,), _post(site, direct, ask.encode(), {})
    yield "GET, a graph", (200, 400), _get(site, {"query": ask, **graph})
    yield "GET, a named graph", (200, 400), _get(site, {"query": ask, **named})
    both = urlencode({"query": ask, **graph, **named}).encode()
    yield "form, graphs", (200, 400), _post(site, _FORM, both, {})
    yield "direct, graphs", (200, 400), _post(site, _DIRECT, ask.encode(), graph)
    yield "GET, rows", (200,), _get(site, {"query": question("some")})
    yield (
        "GET, a graph back",
        (200,),
        _get(site, {"query": question("some-graph")}, TURTLE),
    )
    yield "no query", (200,), _get(site, {}, TURTLE)
    yield "two queries", (400,), site.visitor.get(two, JSON_ROWS)
    yield "no SPARQL", (400,), _get(site, {"query": "SELEKT"})
    yield "empty", (400,), _get(site, {"query": ""})
    yield "form without a query", (400,), _post(site, _FORM, b"a=b", {})
    yield "UTF-16", (400, 415), _post(site, _DIRECT, ask.encode("utf-16"), {})
    yield "another type", (415,), _post(site, "text/plain", ask.encode(), {})
    yield "no type", (400, 415), _post(site, "", ask.encode(), {})
    yield "PUT", (405,), _post(site, _DIRECT, ask.encode(), {}, "PUT")
    head = site.visitor.ask("HEAD", f"{site.endpoint}?{urlencode({'query': ask})}")
    yield "HEAD", (200,), head


def _writing(site: Site) -> Iterator[tuple[str, Reply]]:
    update = (folder("queries") / "audit" / "insert.ru").read_text(encoding="utf-8")
    form = urlencode({"update": update}).encode()
    query_form = urlencode({"query": update}).encode()
    both = urlencode({"query": question("any"), "update": update}).encode()
    yield "update by GET", _get(site, {"update": update})
    yield "update as query by GET", _get(site, {"query": update})
    yield "update by form", _post(site, _FORM, form, {})
    yield "update as query by form", _post(site, _FORM, query_form, {})
    yield "query and update", _post(site, _FORM, both, {})
    yield "update direct", _post(site, _UPDATE, update.encode(), {})
    yield "update as query direct", _post(site, _DIRECT, update.encode(), {})
    yield "clear", _post(site, _UPDATE, b"CLEAR ALL", {})


def check_description(site: Site) -> Iterator[Check]:
    """L9: the endpoint describes itself, truly.

    Source: SPARQL 1.1 Service Description, sections 2 and 3.
    """
    reply = site.visitor.get(site.endpoint, TURTLE)
    graph = read_graph(reply) or ()
    told = f"{reply.status} {reply.media_type}"
    yield found("L9a", "GET without a query", "RDF", told, passed=bool(graph))
    services = typed(graph, f"{_SD}Service")
    places = [
        one for service in services for one in values(graph, service, f"{_SD}endpoint")
    ]
    right = [one for one in places if site.visitor.local(str(one)) == site.endpoint]
    yield found(
        "L9b",
        "sd:endpoint",
        "this endpoint",
        ", ".join(map(str, places)) or "none",
        passed=bool(right),
    )
    for letter, name in (("c", "supportedLanguage"), ("d", "resultFormat")):
        got = [
            one for service in services for one in values(graph, service, _SD + name)
        ]
        yield found(
            f"L9{letter}", f"sd:{name}", "one at least", len(got), passed=bool(got)
        )
    yield from _claim_checks(site, graph)
    yield from check_service_figures(site, graph)


def _claim_checks(site: Site, graph: Graph) -> Iterator[Check]:
    """L9: what is claimed is done."""
    claims = {q.object for q in graph if q.predicate == f"{_SD}feature"}
    refuses = _get(site, {"query": question("federated")}).status >= 400
    honest = f"{_SD}BasicFederatedQuery" not in claims or not refuses
    yield found(
        "L9e",
        "federation is claimed only where it is done",
        "true",
        honest,
        passed=honest,
    )
    formats = {q.object for q in graph if q.predicate == f"{_SD}resultFormat"}
    yield tallied(
        "L9f",
        "each format claimed is answered",
        ((str(one), _is_answered(site, str(one))) for one in sorted(formats, key=str)),
    )


# Source: Unique URIs for File Formats, W3C; each with the media type that must come back.
_FORMATS: Final = {
    "SPARQL_Results_JSON": (JSON_ROWS, "some"),
    "SPARQL_Results_XML": ("application/sparql-results+xml", "some"),
    "SPARQL_Results_CSV": ("text/csv", "some"),
    "SPARQL_Results_TSV": ("text/tab-separated-values", "some"),
    "Turtle": (TURTLE, "some-graph"),
    "JSON-LD": ("application/ld+json", "some-graph"),
    "N-Triples": ("application/n-triples", "some-graph"),
    "RDF_XML": ("application/rdf+xml", "some-graph"),
    "N-Quads": ("application/n-quads", "some-graph"),
    "TriG": ("application/trig", "some-graph"),
}


def _is_answered(site: Site, name: str) -> bool:
    """Tell whether a format answers as it should; one that is not known here is taken at its word."""
    known = _FORMATS.get(name.rpartition("/")[2])
    if known is None:
        return True
    media_type, query = known
    reply = _get(site, {"query": question(query)}, media_type)
    return reply.status == 200 and reply.media_type == media_type


def check_formats(site: Site) -> Iterator[Check]:
    """L10: the shipped questions and some rows, the same in JSON, XML, TSV and CSV."""
    texts = {path.stem: read_query_file(path).text for path in query_files("questions")}
    texts["some rows"] = question("some")
    same, plain, graphs = [], [], []
    for name, text in texts.items():
        rows = [_rows(_get(site, {"query": text}, kind)) for kind in _ROW_TYPES]
        same.append((name, rows[0] is not None and all(one == rows[0] for one in rows)))
        sheet = _get(site, {"query": text}, "text/csv")
        plain.append(
            (name, rows[0] is not None and _sheet(sheet) == _plain_rows(rows[0]))
        )
    yield tallied("L10a", "questions give equal rows in JSON, XML and TSV", same)
    yield tallied("L10b", "and the same texts in CSV", plain)
    for kind in ("application/ld+json", "application/n-triples", "application/rdf+xml"):
        pair = [
            read_graph(_get(site, {"query": question("some-graph")}, one))
            for one in (TURTLE, kind)
        ]
        marks = {fingerprint(one) for one in pair if one}
        graphs.append((kind, all(pair) and len(marks) == 1))
    yield tallied("L10c", "a graph is the same in every format", graphs)


_Row = tuple[object, ...]


def _rows(reply: Reply) -> list[_Row] | None:
    """Return rows under a head of their columns; None where they cannot be read to the end."""
    answer = answer_of(reply)
    if not isinstance(answer, Rows):
        return None
    try:
        return [answer.variables, *answer]
    except OutsideError:
        return None


def _plain_rows(rows: list[_Row]) -> list[list[str]]:
    return [
        [
            "" if one is None else one.value if isinstance(one, Literal) else str(one)
            for one in row
        ]
        for row in rows
    ]


def _sheet(reply: Reply) -> list[list[str]] | None:
    if reply.status != 200 or reply.media_type != "text/csv":
        return None
    return list(csv.reader(io.StringIO(reply.text, newline="")))
