"""Queries that are right and need more time or memory than there is, class by class."""

from __future__ import annotations

from tests.hostile.classes import Case
from tests.hostile.queries import cases


def free(patterns: int) -> str:
    """So many patterns that share no variable."""
    return " ".join(f"?s{one} ?p{one} ?o{one} ." for one in range(patterns))


def grown(times: int) -> str:
    """A text that is four times as long after each step."""
    steps = "".join(
        f"BIND(CONCAT(?t{n}, ?t{n}, ?t{n}, ?t{n}) AS ?t{n + 1}) " for n in range(times)
    )
    return f"BIND('0123456789abcdef' AS ?t0) {steps}"


def replaced(times: int) -> str:
    """A text of which every letter becomes eight, again and again."""
    return "REPLACE(" * times + "'aaaaaaaa'" + ", 'a', 'aaaaaaaa')" * times


# What must come to an end, by time or by memory: 503, and never an answer.
STOPPED = (
    *cases(
        25,
        {
            "count": f"SELECT (COUNT(*) AS ?n) {{ {free(4)} }}",
            "count five": f"SELECT (COUNT(*) AS ?n) {{ {free(5)} }}",
            "count distinct": f"SELECT (COUNT(DISTINCT ?o0) AS ?n) {{ {free(4)} }}",
            "sum": f"SELECT (SUM(STRLEN(STR(?o3))) AS ?n) {{ {free(4)} }}",
            "largest": f"SELECT (MAX(STR(?o3)) AS ?n) {{ {free(4)} }}",
            "in graphs": f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {free(4)} }} }}",
            "by group": f"SELECT ?p0 (COUNT(*) AS ?n) {{ {free(4)} }} GROUP BY ?p0",
            "never equal": f"ASK {{ {free(4)} FILTER(CONCAT(STR(?o0), STR(?o3)) = '?') }}",
            "in sub-select": f"SELECT * {{ {{ SELECT (COUNT(*) AS ?n) {{ {free(4)} }} }} }}",
            "union": f"SELECT (COUNT(*) AS ?n) {{ {{ {free(4)} }} UNION {{ {free(4)} }} }}",
            "construct": f"CONSTRUCT {{ <a:a> <a:b> ?n }} {{ {{ SELECT (COUNT(*) AS ?n) {{ {free(4)} }} }} }}",
        },
    ),
    *cases(
        27,
        {
            "three": f"SELECT (GROUP_CONCAT(?o0) AS ?n) {{ {free(3)} }}",
            "distinct": f"SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?o0), STR(?o1), STR(?o2))) AS ?n) {{ {free(3)} }}",
            "by group": f"SELECT ?s0 (GROUP_CONCAT(STR(?o1)) AS ?n) {{ {free(4)} }} GROUP BY ?s0",
        },
    ),
    *cases(
        28,
        {
            "three": f"SELECT * {{ {free(3)} }} ORDER BY ?o0 ?o1 ?o2 LIMIT 1",
            "falling": f"SELECT * {{ {free(3)} }} ORDER BY DESC(?o2) LIMIT 1",
            "computed": f"SELECT * {{ {free(3)} }} ORDER BY CONCAT(STR(?o0), STR(?o2)) LIMIT 1",
            "random": f"SELECT * {{ {free(3)} }} ORDER BY RAND() LIMIT 1",
        },
    ),
    *cases(
        29,
        {
            "distinct": f"SELECT DISTINCT * {{ {free(4)} }} OFFSET 100000000",
            "plain": f"SELECT * {{ {free(5)} }} OFFSET 10000000000",
            "reduced": f"SELECT REDUCED * {{ {free(5)} }} LIMIT 1 OFFSET 10000000000",
        },
    ),
    *cases(
        30,
        {
            "sixteen": f"SELECT (STRLEN(?t16) AS ?n) {{ {grown(16)} }}",
            "asked": f"ASK {{ {grown(16)} FILTER(CONTAINS(?t16, 'x')) }}",
            "encoded": f"SELECT (STRLEN(ENCODE_FOR_URI(?t16)) AS ?n) {{ {grown(16)} }}",
            "digest": f"SELECT (SHA256(?t16) AS ?n) {{ {grown(16)} }}",
        },
    ),
    *cases(
        31,
        {
            "twelve": f"SELECT (STRLEN({replaced(12)}) AS ?n) {{}}",
            "filtered": f"ASK {{ FILTER(STRLEN({replaced(12)}) = 1) }}",
        },
    ),
    *cases(
        35,
        {
            "product of values": "SELECT (COUNT(*) AS ?n) {"
            + "".join(
                f" VALUES ?v{n} {{ {' '.join(map(str, range(1_000)))} }}"
                for n in range(4)
            )
            + " }",
            "product of texts": "SELECT (COUNT(*) AS ?n) {"
            + "".join(
                f" VALUES ?v{n} {{ {' '.join(repr(str(m)) for m in range(1_000))} }}"
                for n in range(4)
            )
            + " FILTER(CONCAT(?v0, ?v1, ?v2, ?v3) = '') }",
        },
    ),
)
# What may be answered, refused or stopped, as long as it comes to an end in time.
IN_LIMIT = (
    *cases(
        32,
        {
            "star": "SELECT (COUNT(*) AS ?n) { ?s (!<a:x>)* ?o }",
            "plus": "SELECT (COUNT(*) AS ?n) { ?s (!<a:x>)+ ?o }",
            "both ways": "SELECT (COUNT(*) AS ?n) { ?s (!<a:x>|^<a:y>)* ?o }",
            "there and back": "SELECT (COUNT(*) AS ?n) { ?s (!<a:x>)* ?o . ?o (!<a:x>)* ?z }",
            "twice": "SELECT (COUNT(*) AS ?n) { ?s (!<a:x>)*/(!<a:x>)* ?o }",
            "star of star": "SELECT (COUNT(*) AS ?n) { ?s ((!<a:x>)*)* ?o }",
            "optional": "SELECT (COUNT(*) AS ?n) { ?s (!<a:x>)?/(!<a:x>)?/(!<a:x>)? ?o }",
            "inverse": "SELECT (COUNT(*) AS ?n) { ?s (^(!<a:x>))+ ?o }",
            "free": "SELECT * { ?s (!<a:x>)* ?o . ?a (!<a:x>)* ?b }",
        },
    ),
    *cases(
        33,
        {
            "nested plus": f'ASK {{ FILTER(REGEX("{"a" * 40}!", "^(a+)+$")) }}',
            "alternatives": f'ASK {{ FILTER(REGEX("{"a" * 40}!", "^(a|aa)+$")) }}',
            "stars": f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "(.*)(.*)(.*)(.*)x")) }}',
            "lazy": f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "(a*?)*b")) }}',
            "in replace": f'SELECT (REPLACE("{"a" * 5_000}!", "(a+)+$", "$1$1") AS ?x) {{}}',
            "over data": 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?o), "^(([a-z])+.)+[A-Z]([a-z])+$")) }',
            "backreference": 'ASK { FILTER(REGEX("aaaa", "(a+)\\\\1+$")) }',
        },
    ),
    *cases(
        34,
        {
            "long pattern": f'ASK {{ FILTER(REGEX("a", "{"(a|b)" * 20_000}")) }}',
            "counted": 'ASK { FILTER(REGEX("a", "a{100000}")) }',
            "counted twice": 'ASK { FILTER(REGEX("a", "(a{1000}){1000}")) }',
            "counted thrice": 'ASK { FILTER(REGEX("a", "((a{100}){100}){100}")) }',
            "unicode counted": 'ASK { FILTER(REGEX("a", "\\\\w{2000}\\\\W{2000}")) }',
            "deep": f'ASK {{ FILTER(REGEX("a", "{"(" * 5_000 + "a" + ")" * 5_000}")) }}',
            "wrong": 'ASK { FILTER(REGEX("a", "([")) }',
            "flags": 'ASK { FILTER(REGEX("a", "a", "zzzz")) }',
        },
    ),
    *cases(
        35,
        {
            "long in list": "ASK { FILTER(1 IN ("
            + ", ".join(str(n) for n in range(2, 120_000))
            + ")) }",
            "in list over data": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o IN ("
            + ", ".join(str(n) for n in range(2, 20_000))
            + ")) }",
            "long values": "SELECT (COUNT(*) AS ?n) { VALUES ?x { "
            + "1 " * 400_000
            + "} }",
        },
    ),
    *cases(
        28,
        {
            "two": f"SELECT * {{ {free(2)} }} ORDER BY ?o0 ?o1 LIMIT 1",
            "every": "SELECT * { ?s ?p ?o } ORDER BY MD5(STR(?o)) STRUUID()",
        },
    ),
)
# Rows without end: cut where that is said, broken off where they are streamed.
ENDLESS = f"SELECT * {{ {free(4)} }}"
ENDLESS_GRAPH = f"CONSTRUCT {{ ?s0 ?p1 ?o2 }} {{ {free(3)} }}"


def runaways() -> tuple[Case, ...]:
    """All of them, for whoever wants to be a burden."""
    return (
        *STOPPED,
        *IN_LIMIT,
        Case(26, "rows", ENDLESS),
        Case(26, "graph", ENDLESS_GRAPH),
    )
