"""Data and parameters with hostile words in them, on every page: classes 43 to 49, 55, 56, 73, 74."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.hostile.asking import TELLTALE
from tests.hostile.classes import case_id, rows
from tests.protocol.conftest import BASE, app_of

from policygraph.engine import Literal, Quad, Store, open_store, parse_quads
from policygraph.errors import UsageError
from policygraph.iris import ONTOLOGY, Iri

RDF_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")
SEE_ALSO = Iri("http://www.w3.org/2000/01/rdf-schema#seeAlso")
PREFLABEL = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")

WORDS = {
    (43, "byte order mark"): "\ufeffQuay",
    (43, "direction"): "safe\u202egnp.exe",
    (43, "isolates"): "\u2066\u2067x\u2069 y",
    (43, "zero width"): "pa\u200bypal",
    (43, "homoglyph"): "p\u0430ypal",
    (43, "combining"): "a" + "\u0301" * 300,
    (43, "astral"): "\U0001f9ea\U0010fffd",
    (43, "controls"): "a\x01\x1b[31mb\x7f",
    (43, "line ends"): "a\r\nb\u2028c\u2029d\x85e",
    (43, "long"): "word " * 4_000,
    (43, "no space"): "x" * 20_000,
    (44, "script"): "<script>alert(1)</script>",
    (44, "image"): "<img src=x onerror=alert(1)>",
    (44, "svg"): '"><svg onload=alert(1)>',
    (44, "single quote"): "' onmouseover='alert(1)",
    (44, "back quote"): "` onmouseover=`alert(1)",
    (44, "end of script"): "</script><script>alert(1)</script>",
    (44, "comment"): "<!-- <script>",
    (44, "end of comment"): "--><script>alert(1)</script>",
    (44, "cdata"): "]]><script>alert(1)</script>",
    (44, "end of title"): "</title></textarea></style><script>alert(1)</script>",
    (44, "entities"): "&lt;script&gt;&#60;script&#62;&amp;",
    (44, "template"): "{{ 7*7 }}{% raw %}{#x#}${7*7}<%= 7*7 %>",
    (44, "style"): "<style>*{display:none}</style>",
    (44, "frame"): "<iframe srcdoc='<script>alert(1)</script>'>",
    (44, "base"): "<base href='//evil.example/'>",
    (44, "meta"): '<meta http-equiv="refresh" content="0;url=//evil.example">',
    (44, "form"): "</form><form action='//evil.example'><input name=q>",
    (44, "mathml"): "<math><mtext><style><img src onerror=alert(1)></style>",
    (44, "foreign"): "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    (44, "markdown"): "[x](javascript:alert(1)) ![x](//evil.example)",
    (45, "iri as text"): "javascript:alert(1)",
    (45, "data as text"): "data:text/html,<script>alert(1)</script>",
    (45, "odd case"): "JaVaScRiPt:alert(1)",
    (45, "tab inside"): "java\tscript:alert(1)",
    (45, "broken address"): "http://[x/",
    (45, "http in words"): "https://evil.example/ is not a link, is it",
    (45, "user in address"): "https://good.example@evil.example/",
    (49, "line break"): "x\r\nSet-Cookie: a=b",
    (55, "equals"): '=HYPERLINK("http://evil.example","x")',
    (55, "plus"): "+1+1",
    (55, "minus"): "-2+3",
    (55, "at"): "@SUM(1)",
    (55, "tab"): "\t=1+1",
    (55, "carriage return"): "\r=1+1",
    (55, "command"): "=cmd|' /C calc'!A0",
}
IRIS = {
    "javascript": "javascript:alert(1)",
    "odd case": "JaVaScRiPt:alert(1)",
    "data": "data:text/html,x",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "blob": "blob:https://x/y",
    "view source": "view-source:https://x/",
    "escaped": "javascript:%61lert(1)",
}


@pytest.fixture(scope="module")
def hostile(quayside: Store) -> Store:
    """The small graph, with things whose every text is hostile."""
    store = open_store([])
    store.add(parse_quads(quayside.dump("nquads"), "nquads"))
    graph = Iri(f"{BASE}graphs/shared")
    for number, words in enumerate(WORDS.values()):
        for kind, folder in (("Place", "places"), ("Actor", "actors")):
            thing = Iri(f"{BASE}id/{folder}/h{number}")
            store.add(
                [
                    Quad(thing, RDF_TYPE, Iri(f"{ONTOLOGY}#{kind}"), graph),
                    Quad(thing, LABEL, Literal(words), graph),
                    Quad(thing, PREFLABEL, Literal(words, "en"), graph),
                    *(Quad(thing, SEE_ALSO, Iri(one), graph) for one in IRIS.values()),
                ]
            )
    return store


@pytest.fixture(scope="module")
def site(hostile: Store) -> FlaskClient:
    return app_of(hostile).test_client()


class Inert(HTMLParser):
    """Reads a page as a browser does, and notes whatever would run or lead somewhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        is_data = facts.get("type") == "application/ld+json"
        # pictures of ours are SVG; of one that is not, the script or the address below is found
        if tag in ("iframe", "object", "embed", "base", "style", "math"):
            self.found.append(tag)
        if tag == "script" and not is_data and not facts.get("src", "").startswith("/"):
            self.found.append("script")
        if tag == "meta" and "http-equiv" in facts:
            self.found.append("meta")
        self.found += [name for name in facts if name.startswith("on")]
        self.found += [
            facts[name]
            for name in ("href", "xlink:href", "src", "action", "formaction")
            if urlsplit(facts.get(name, "").replace("[", "")).scheme
            not in ("", "http", "https", "mailto")
        ]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def assert_inert(body: str) -> None:
    page = Inert()
    page.feed(body)
    assert page.found == []


NUMBERED = [
    pytest.param(number, words, id=case_id(key[0], key[1]))
    for number, (key, words) in enumerate(WORDS.items())
]


@pytest.mark.parametrize("folder", ["places", "actors"])
@pytest.mark.parametrize(("number", "words"), NUMBERED)
def test_words_of_the_data_are_shown_and_nothing_else(
    site: FlaskClient, number: int, words: str, folder: str
) -> None:
    response = site.get(f"/{folder}/h{number}", headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert_inert(response.text)
    page = Inert()
    page.feed(response.text)
    shown = " ".join("".join(page.text).split())
    assert " ".join(as_seen(words).split())[:200] in shown


def as_seen(words: str) -> str:
    """Return words as a page shows them: a sign without a shape by its number."""
    return "".join(
        f"U+{ord(one):04X}"
        if unicodedata.category(one) in ("Cc", "Cf") and one not in "\t\r\n"
        else one
        for one in words
    )


@pytest.mark.parametrize(("number", "words"), NUMBERED)
def test_words_of_the_data_are_exact_in_every_format(
    site: FlaskClient, number: int, words: str
) -> None:
    label = Literal(words)

    for ending, name in (("ttl", "turtle"), ("nt", "ntriples"), ("rdf", "rdfxml")):
        response = site.get(f"/places/h{number}.{ending}")
        if ending == "rdf" and any(one < " " and one not in "\t\r\n" for one in words):
            continue  # no XML can hold them
        assert response.status_code == 200
        found = {one.object for one in parse_quads(response.data, name)}
        assert label in found


@pytest.mark.parametrize(("number", "words"), NUMBERED)
def test_words_of_the_data_are_exact_in_rows(
    site: FlaskClient, number: int, words: str
) -> None:
    query = f"SELECT ?label {{ <{BASE}id/places/h{number}> <{LABEL}> ?label }}"

    as_json = site.get("/sparql", query_string={"query": query, "format": "json"})
    as_csv = site.get("/sparql", query_string={"query": query, "format": "csv"})
    as_page = site.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    )

    bindings = json.loads(as_json.data)["results"]["bindings"]
    assert [one["label"]["value"] for one in bindings] == [words]
    assert as_csv.mimetype == "text/csv"
    assert as_csv.headers["X-Content-Type-Options"] == "nosniff"
    if "\x00" not in words and "\x01" not in words:
        cells = list(csv.reader(io.StringIO(as_csv.data.decode(), newline="")))
        assert cells[1] == [words]
    assert_inert(as_page.text)


@pytest.mark.parametrize("path", ["/actors", "/", "/places/h0"])
def test_no_iri_that_runs_is_a_link(site: FlaskClient, path: str) -> None:
    response = site.get(path, headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert_inert(response.text)


@pytest.mark.parametrize(
    "text",
    rows(
        45,
        {
            "tab": "java\tscript:alert(1)",
            "line feed": "java\nscript:alert(1)",
            "space": "http://a b/",
            "angle": "http://a>b/",
            "quote": 'http://a"b/',
            "brace": "http://a{b}/",
        },
    ),
)
def test_an_iri_with_what_no_iri_holds_gets_into_no_store(text: str) -> None:
    store = open_store([])

    with pytest.raises(UsageError):
        store.add([Quad(Iri(text), LABEL, Literal("x"))])

    assert len(store) == 0


VALUES = {
    "end of iri": "> } ; CLEAR ALL #",
    "end of values": "UNDEF ) }",
    "second term": "<a:a> <a:b>",
    "quotes": '"\'\'\'"""',
    "backslash": "\\",
    "escape": "\\u0022 } #",
    "line feed": "a\nb",
    "variable": "?theme",
    "call": "SERVICE <http://127.0.0.1:1/> {}",
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}}",
    "nul": "\x00",
    "direction": "\u202eabc",
    "dots": "../../../etc/passwd",
    "iri": "http://evil.example/x",
    "running": "javascript:alert(1)",
    "long": "x" * 10_000,
    "spaces": "   ",
    "percent": "%00%0d%0a",
    "emoji": "\U0001f9ea",
    "operators": 'a AND b OR NOT (c* ~ d^2) "e',
    "pattern": "(a+)+$[",
    "nothing": "",
}


@pytest.mark.parametrize("value", rows(56, dict(VALUES)))
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("statements-under-a-theme", "theme"),
        ("words-behind-a-statement", "statement"),
        ("recommendations-concluded", "report"),
    ],
)
def test_a_value_of_a_question_is_one_term_or_refused(
    site: FlaskClient, hostile: Store, question: str, name: str, value: str, accept: str
) -> None:
    before = len(hostile)

    response = site.get(
        f"/query/{question}", query_string={name: value}, headers={"Accept": accept}
    )

    assert response.status_code in (200, 400, 404, 406)
    assert not TELLTALE.search(response.data)
    assert len(hostile) == before
    if response.mimetype == "text/html":
        assert_inert(response.text)


@pytest.mark.parametrize("value", rows(74, dict(VALUES)))
@pytest.mark.parametrize("path", ["/claims", "/reports", "/recommendations", "/actors"])
def test_a_list_begins_after_a_thing_or_is_refused(
    site: FlaskClient, path: str, value: str
) -> None:
    response = site.get(path, query_string={"after": value})

    assert response.status_code in (200, 400, 404)
    assert not TELLTALE.search(response.data)
    if response.mimetype == "text/html":
        assert_inert(response.text)


@pytest.mark.parametrize(
    "address",
    rows(
        74,
        {
            "page": "/claims?page=-1",
            "large page": "/claims?page=1000000000000000000",
            "size": "/claims?size=1000000000",
            "offset": "/claims?offset=x",
            "twice": "/claims?after=urn:a&after=urn:b",
            "many": "/claims?" + "&".join(f"x{n}=1" for n in range(2_000)),
        },
    ),
)
def test_a_page_that_no_list_has_is_refused_in_words(
    site: FlaskClient, address: str
) -> None:
    response = site.get(address)

    assert response.status_code in (200, 400, 404)
    assert len(response.data) < 1_000_000


@pytest.mark.parametrize("value", rows(73, dict(VALUES)))
@pytest.mark.parametrize("path", ["/", "/themes", "/claims", "/nothing"])
def test_what_looks_like_a_search_finds_nothing_and_harms_nothing(
    site: FlaskClient, path: str, value: str
) -> None:
    response = site.get(path, query_string={"q": value})

    assert response.status_code in (200, 400, 404)
    assert b"<script>alert" not in response.data
    if response.mimetype == "text/html":
        assert_inert(response.text)


@pytest.mark.parametrize("words", rows(47, dict(VALUES)))
@pytest.mark.parametrize(
    "address",
    ["/{}", "/reports/{}", "/id/{}", "/query/{}", "/sparql?query={}&edit=yes"],
)
def test_nothing_that_was_sent_comes_back_as_markup(
    site: FlaskClient, address: str, words: str
) -> None:
    response = site.get(
        address.format(quote(words, safe="")), headers={"Accept": "text/html"}
    )

    assert response.status_code in (200, 303, 308, 400, 404)
    assert "Content-Security-Policy" in response.headers
    if response.data and response.mimetype == "text/html":
        assert_inert(response.text)


def test_the_reader_of_pages_sees_what_would_run() -> None:
    page = Inert()

    page.feed("<script>x</script><a href='javascript:x' onclick='y'>z</a><base>")

    assert sorted(page.found) == ["base", "javascript:x", "onclick", "script"]
