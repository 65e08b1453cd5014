"""Grammars of hostile input: queries, addresses, headers and whole requests, as hypothesis strategies."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

AT = "CANARY"
ODD = st.text(
    alphabet="\x00\x01\t\n\r\x1b \"'#<>\\{}|^`%\x7f\x85\u200b\u2028\u202e\ufeff\U0001f9ea",
    max_size=6,
)
GAPS = st.sampled_from(
    (" ", "\n", "\t", "\r\n", "  ", "#x\n", "# ' \"\n", "#\r", "", "\u00a0", "\ufeff")
)
TERMS = st.sampled_from(
    (
        "?s", "?p", "?o", "$x", "?SERVICE", "_:b", "[]", "()", "a", "rdf:type", ":x", "x:", "x:SERVICE",
        "<a:b>", "<x>", "<>", f"<{AT}>", f"<{AT}#SERVICE>", "<a b>", "<\\u0041:b>", "<javascript:x>",
        "1", "-1", "1.5e3", "0x1", "true", "'x'", '"y"@en', "'''z'''", '"""z"""', "'SERVICE <x> {}'",
        "'it\\'s'", "'\\u0053'", "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>", "'x'@en--ltr",
        "<<?s ?p ?o>>", "<<( ?s ?p ?o )>>", "\U0001f9ea", "?\u00fc", "UNDEF",
    )
)  # fmt: skip
SERVICES = st.tuples(
    st.sampled_from(("SERVICE", "service", "SeRvIcE", "S\\u0045RVICE", "\\u0053ERVICE", "SERVICE\\u0020", "SERVI\u200bCE", "\uff33ERVICE", "\u017fERVICE")),
    GAPS,
    st.sampled_from(("", "SILENT", "silent", "SI\\u004CENT")),
    GAPS,
    st.sampled_from((f"<{AT}>", "?x", "x:y", "<x>", "$x", f"<{AT}", "<http://127.0.0.1:1/>")),
    GAPS,
    st.sampled_from(("{}", "{ ?s ?p ?o }", "{ SELECT * {} }", "", "{")),
).map("".join)  # fmt: skip
PATHS = st.recursive(
    st.sampled_from(("<a:b>", "a", "!<a:b>", "^<a:b>", "x:y", "!(<a:b>|^<a:c>)")),
    lambda inner: st.one_of(
        inner.map("({})*".format),
        inner.map("({})+".format),
        inner.map("^({})".format),
        inner.map("({})?".format),
        st.tuples(inner, st.sampled_from(("/", "|")), inner).map("".join),
    ),
    max_leaves=6,
)
EXPRESSIONS = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(("<", ">", "=", "!=", "&&", "||", "+", "-", "*", "/", " IN ", "<<", ">>")), inner).map("".join),
        st.sampled_from(("STR", "REGEX", "CONCAT", "REPLACE", "COALESCE", "IF", "BOUND", "STRLEN", "SUM", "nothing", "EXISTS", "TRIPLE", "STRDT", "IRI", "UUID", "BNODE", "NOW")).flatmap(
            lambda name: st.lists(inner, max_size=4).map(lambda of: f"{name}({', '.join(of)})")
        ),
        inner.map("!{}".format),
        inner.map("({})".format),
        inner.map("-{}".format),
    ),
    max_leaves=8,
)  # fmt: skip
TRIPLES = st.one_of(
    st.tuples(TERMS, st.one_of(TERMS, PATHS), TERMS).map(" ".join),
    st.tuples(TERMS, TERMS, TERMS, TERMS, TERMS).map(
        "{0[0]} {0[1]} {0[2]} ; {0[3]} {0[4]}".format
    ),
    st.tuples(TERMS, TERMS, TERMS, TERMS).map("{0[0]} {0[1]} {0[2]} , {0[3]}".format),
)
GROUPS = st.recursive(
    st.one_of(
        TRIPLES.map("{} .".format),
        EXPRESSIONS.map("FILTER({})".format),
        EXPRESSIONS.map("BIND({} AS ?v)".format),
        TERMS.map("VALUES ?v {{ {} }}".format),
        SERVICES,
        ODD,
    ),
    lambda inner: st.tuples(
        st.sampled_from(("{{ {} }}", "OPTIONAL {{ {} }}", "{{ {} }} UNION {{}}", "MINUS {{ {} }}", "GRAPH ?g {{ {} }}", "FILTER NOT EXISTS {{ {} }}", "FILTER EXISTS {{ {} }}", "{{ SELECT * {{ {} }} }}", "LATERAL {{ {} }}", "{{ {}")),
        st.lists(inner, max_size=4).map(" ".join),
    ).map(lambda both: both[0].format(both[1])),
    max_leaves=10,
)  # fmt: skip
PROLOGUES = st.lists(
    st.sampled_from(("PREFIX x: <a:>", f"BASE <{AT}>", "PREFIX : <a:>", "# x", "PREFIX service: <a:>", "VERSION '1.2'", "BASE <file:///etc/>", "PREFIX x: <x")),
    max_size=3,
).map("\n".join)  # fmt: skip
FORMS = st.sampled_from(
    ("SELECT *", "SELECT ?s", "SELECT (COUNT(*) AS ?n)", "SELECT DISTINCT ?o", "ASK", "CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s", "DESCRIBE *", "SELECT (GROUP_CONCAT(?o) AS ?n)", "INSERT DATA", "CONSTRUCT", "")
)  # fmt: skip
DATASETS = st.sampled_from(
    ("", f" FROM <{AT}>", f" FROM NAMED <{AT}>", " FROM <file:///etc/passwd>")
)
TAILS = st.sampled_from(
    ("", " LIMIT 1", " OFFSET 9", " LIMIT -1", " ORDER BY ?s", " GROUP BY ?s", " HAVING(1)", " VALUES ?s { <a:b> }", " ; DROP ALL", "}", " #", " LIMIT 99999999999999999999", " ORDER BY RAND()")
)  # fmt: skip
QUERIES = st.tuples(
    PROLOGUES,
    GAPS,
    FORMS,
    DATASETS,
    GAPS,
    st.lists(GROUPS, max_size=4).map(" ".join),
    TAILS,
).map(lambda of: f"{of[0]}{of[1]}{of[2]}{of[3]}{of[4]}{{ {of[5]} }}{of[6]}")
WORDS = st.lists(
    st.one_of(
        TERMS,
        SERVICES,
        FORMS,
        GAPS,
        ODD,
        st.sampled_from(tuple("{}()[].;,*/|^!+-=<>#\\'\"")),
    ),
    max_size=40,
).map(" ".join)
REPEATED = st.tuples(
    st.sampled_from(("(", "{", "!", "[ ?p ", "OPTIONAL {", "<<", "<<( ", "^", "-", "STR(", "?s ?p ?o .", "{| ", "(<a:b>", "'", '"""', "#", "<", "\\", "SELECT * {", "1+", "x:y/", "?x||")),
    st.integers(1, 3_000),
    st.sampled_from(("", "?s ?p ", "ASK { FILTER(", "SELECT * {", "ASK { ?s ", "ASK {")),
).map(lambda of: of[2] + of[0] * of[1])  # fmt: skip
SPARQL = st.one_of(QUERIES, QUERIES, WORDS, REPEATED, st.text(max_size=60))

SEGMENTS = st.one_of(
    st.sampled_from(
        ("reports", "id", "claims", "themes", "actors", "query", "static", "ontology", "sparql", "dumps", "..", ".", "", "s01", "s33", "socitm-casa-smart-places", "public-trust", "not-said", "void", ".well-known", "catalog", "graphs", "shapes", "problems", "about", "context.jsonld", "sitemap.xml", "robots.txt", "linkset", "healthz", "readyz", "metrics", "style.css", "ontology.ttl", "0.1.0")
    ),
    st.text(max_size=8),
    ODD,
)  # fmt: skip
ENDINGS = st.sampled_from(("", "", ".ttl", ".jsonld", ".nt", ".rdf", ".html", ".bib", ".ris", ".json", ".csv", ".nq", ".trig", ".exe", ".", "..", "/"))  # fmt: skip
ADDRESSES = st.tuples(st.lists(SEGMENTS, max_size=5), ENDINGS).map(
    lambda of: "/" + "/".join(quote(one, safe="") for one in of[0]) + of[1]
)
RAW_ADDRESSES = st.tuples(
    st.sampled_from(("/", "//", "/id/", "/%2e%2e/", "/reports/..%2f", "http://x/", "")),
    st.text(alphabet="ab/.%25c0aef;:@&=+$,?#!*'()[]~-_\\|<>\"", max_size=30),
).map("".join)
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(("query", "format", "timeout", "default-graph-uri", "named-graph-uri", "update", "edit", "theme", "report", "statement", "recommendation", "after", "q", "page", "callback", "x", "")),
        st.one_of(st.text(max_size=20), TERMS, QUERIES, ODD, st.sampled_from(("json", "csv", "xml", "html", "turtle", "1", "-1", "1e9", "nan", "public-trust", "socitm-casa-smart-places", "reports/socitm-casa-smart-places/s33", AT))),
    ),
    max_size=5,
).map(lambda of: urlencode([(name, value.encode("utf-8", "replace")) for name, value in of]))  # fmt: skip
NAMES_OF_QUESTIONS = st.sampled_from(
    ("recommendations-concluded", "statements-under-a-theme", "words-behind-a-statement", "support-for-a-recommendation", "concerns", "actors-with-several-roles", "recommendations-by-addressee", "statements-by-place-level", "nothing")
)  # fmt: skip
QUESTIONS = st.tuples(NAMES_OF_QUESTIONS, ENDINGS, FIELDS).map(
    lambda of: f"/query/{of[0]}{of[1]}?{of[2]}"
)
RANGES = st.tuples(
    st.sampled_from(("text/html", "text/turtle", "application/ld+json", "text/csv", "*/*", "text/*", "application/sparql-results+json", "application/json", "x", "/", "*", "", "application/rdf+xml", "text/turtle;version=1.2")),
    st.sampled_from(("", ";q=0", ";q=0.5", ";q=1", ";q=NaN", ";q=-1", ";q=1e9", ";q=", ";q", ";;;", ";q=0.5;q=1", ';x="a,b"', ";profile=x", " ; q = 1")),
).map("".join)  # fmt: skip
ACCEPTS = st.one_of(
    st.lists(RANGES, max_size=6).map(", ".join),
    st.text(alphabet='abc/*;=,q.0159" \t+-', max_size=60),
)
HEADER_NAMES = st.sampled_from(
    ("Accept", "Content-Type", "If-None-Match", "If-Modified-Since", "Range", "Host", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "X-Request-ID", "User-Agent", "Content-Encoding", "Accept-Encoding", "Accept-Language", "Cookie", "Authorization", "Expect", "Connection", "X", "Access-Control-Request-Method", "Prefer", "TE", "Content-Length", "Transfer-Encoding")
)  # fmt: skip
HEADER_VALUES = st.one_of(
    ACCEPTS,
    st.sampled_from(
        ("", "*", '"x"', 'W/"x"', "gzip", "chunked", "-1", "0", "bytes=0-", "bytes=9-1,1-2", "evil.example", "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "multipart/form-data; boundary=x", "text/plain; charset=utf-16", "Thu, 01 Jan 1970 00:00:00 GMT", "100-continue", "close", "keep-alive", "POST")
    ),
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
)  # fmt: skip
METHODS = st.sampled_from(
    ("GET", "GET", "GET", "HEAD", "POST", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "PROPFIND", "X", "")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `is_malformed` says that a server may close without an answer."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    is_malformed: bool = False

    def as_bytes(self, canary: str) -> bytes:
        """The bytes that are sent; CANARY becomes the address of the listener."""
        address = self.address.replace(AT, quote(canary, safe=""))
        lines = [f"{self.method} {address} HTTP/1.1", "Host: x", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body or self.method == "POST":
            body = self.body.replace(AT.encode(), canary.encode())
            lines.append(f"Content-Length: {len(body)}")
        else:
            body = b""
        head = "\r\n".join([*lines, "", ""])
        return head.encode("latin-1", "replace") + body


DIRECT = (("Content-Type", "application/sparql-query"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
ANY_HEADERS = st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES), max_size=4).map(tuple)


def _asked(of: tuple[str, str, str]) -> Request:
    way, query, accept = of
    wanted = (("Accept", accept),)
    if way == "direct":
        return Request(
            "POST", "/sparql", (*DIRECT, *wanted), query.encode("utf-8", "replace")
        )
    field = urlencode({"query": query.encode("utf-8", "replace")})
    if way == "form":
        return Request("POST", "/sparql", (*FORM, *wanted), field.encode())
    return Request("GET", f"/sparql?{field}", wanted)


ASKED: SearchStrategy[Request] = st.tuples(
    st.sampled_from(("direct", "form", "get")), SPARQL, ACCEPTS
).map(_asked)
VISITED: SearchStrategy[Request] = st.builds(
    lambda address, accept: Request("GET", address, (("Accept", accept),)),
    st.one_of(ADDRESSES, QUESTIONS, st.tuples(ADDRESSES, FIELDS).map("?".join)),
    ACCEPTS,
)
ODDLY_SENT: SearchStrategy[Request] = st.builds(
    lambda method, address, headers, body: Request(
        method, address, headers, body, True
    ),
    METHODS,
    st.one_of(ADDRESSES, RAW_ADDRESSES, FIELDS.map("/sparql?{}".format)),
    ANY_HEADERS,
    st.one_of(st.binary(max_size=60), SPARQL.map(str.encode), FIELDS.map(str.encode)),
)
KINDS: dict[str, SearchStrategy[Request]] = {
    "asked": ASKED,
    "visited": VISITED,
    "oddly sent": ODDLY_SENT,
}
