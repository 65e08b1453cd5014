"""Queries that nobody honest sends, class by class. `{at}` stands for a listener nobody may reach."""

from __future__ import annotations

from tests.hostile.classes import Case


def cases(number: int, table: dict[str, str]) -> tuple[Case, ...]:
    return tuple(Case(number, name, text) for name, text in table.items())


FEDERATED = (
    *cases(
        1,
        {
            "plain": "SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
            "mixed case": "SELECT * {{ SeRvIcE <{at}> {{ ?s ?p ?o }} }}",
            "prefixed": "PREFIX c: <{at}> SELECT * {{ SERVICE c:x {{ ?s ?p ?o }} }}",
            "relative": "BASE <{at}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
            "optional": "SELECT * {{ OPTIONAL {{ SERVICE <{at}> {{}} }} }}",
            "union": "SELECT * {{ {{}} UNION {{ SERVICE <{at}> {{}} }} }}",
            "minus": "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <{at}> {{}} }} }}",
            "graph": "SELECT * {{ GRAPH ?g {{ SERVICE <{at}> {{}} }} }}",
            "construct": "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
            "describe": "DESCRIBE ?s WHERE {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
            "twice": "ASK {{ SERVICE <{at}> {{ SERVICE <{at}> {{}} }} }}",
            "no space": "ASK{{SERVICE<{at}>{{}}}}",
            "after text": "ASK {{ ?s ?p 'it''s' . SERVICE <{at}> {{}} }}",
            "after escape": "ASK {{ ?s ?p '\\'' SERVICE <{at}> {{}} }}",
            "after long text": "ASK {{ ?s ?p ''' ' '''  SERVICE <{at}> {{}} }}",
            "between comparisons": "ASK {{ FILTER(?a<?b) SERVICE <{at}> {{}} FILTER(?c>?d) }}",
            "in exists": "ASK {{ FILTER EXISTS {{ SERVICE <{at}> {{ ?s ?p ?o }} }} }}",
            "after number": "ASK {{ ?s ?p 1.SERVICE <{at}> {{}} }}",
            "after language": "ASK {{ ?s ?p 'x'@en.SERVICE <{at}> {{}} }}",
            "after values": "ASK {{ VALUES ?x {{ 1 }}SERVICE <{at}> {{}} }}",
        },
    ),
    *cases(
        2,
        {
            "lower": "SELECT * {{ service silent <{at}> {{ ?s ?p ?o }} }}",
            "upper": "SELECT * {{ SERVICE SILENT <{at}> {{ ?s ?p ?o }} }}",
            "spread": "SELECT * {{ SERVICE\t\r\nSILENT\n<{at}>{{}} }}",
        },
    ),
    *cases(
        3,
        {
            "between": "SELECT * {{ SERVICE# a comment <\n<{at}> {{ ?s ?p ?o }} }}",
            "quote in comment": "SELECT * {{ # it's\nSERVICE <{at}> {{}} }}",
            "carriage return": "SELECT * {{ # x\rSERVICE <{at}> {{}} }}",
            "sign in iri": "ASK {{ ?s <a:#b> 'x' . SERVICE <{at}> {{}} }}",
        },
    ),
    *cases(
        4,
        {
            "plain": "ASK {{ FILTER NOT EXISTS {{ SERVICE <{at}> {{ ?s ?p ?o }} }} }}",
            "in bind": "SELECT * {{ BIND(EXISTS {{ SERVICE <{at}> {{}} }} AS ?x) }}",
            "in having": "SELECT (1 AS ?x) {{}} HAVING (NOT EXISTS {{ SERVICE <{at}> {{}} }})",
        },
    ),
    *cases(
        5,
        {
            "plain": "SELECT * {{ {{ SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }} }} }}",
            "twice": "SELECT * {{{{SELECT * {{{{SELECT * {{SERVICE <{at}> {{}}}}}}}}}}}}}}",
        },
    ),
    *cases(
        6,
        {
            "bind": "SELECT * {{ BIND(<{at}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            "values": "SELECT * {{ VALUES ?x {{ <{at}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
            "dollar": "SELECT * {{ BIND(<{at}> AS $x) SERVICE $x {{}} }}",
        },
    ),
    *cases(
        7,
        {
            "one letter": "ASK {{ S\\u0045RVICE <{at}> {{}} }}",
            "first letter": "ASK {{ \\u0053ERVICE <{at}> {{}} }}",
            "eight digits": "ASK {{ SERVIC\\U00000045 <{at}> {{}} }}",
            "whole word": "ASK {{ \\u0053\\u0045\\u0052\\u0056\\u0049\\u0043\\u0045 <{at}> {{}} }}",
        },
    ),
)
HARMLESS = (
    *cases(
        8,
        {
            "text and variable": 'SELECT ?service {{ ?service ?p "SERVICE <{at}>" }}',
            "iri and comment": "SELECT * {{ ?s <{at}SERVICE> ?o }} # SERVICE <{at}> {{}}",
            "prefix": "PREFIX service: <{at}> SELECT * {{ ?s service:insert ?o }}",
            "local name": "PREFIX x: <{at}> SELECT * {{ ?s x:SERVICE ?o }}",
            "long text": "SELECT * {{ ?s ?p '''SERVICE <{at}> {{}}''' }}",
            "updates in text": "SELECT * {{ ?s ?p 'DROP ALL; LOAD <{at}>' }}",
            "updates as variables": "SELECT * {{ ?drop ?load ?clear }} LIMIT 1",
            "graph": "ASK {{ GRAPH <{at}> {{ ?s ?p ?o }} }}",
            "describe": "DESCRIBE <{at}>",
        },
    ),
    *cases(
        9,
        {
            "ask": "ASK FROM <{at}> {{ ?s ?p ?o }}",
            "select": "SELECT * FROM <{at}> {{ ?s ?p ?o }}",
            "metadata": "ASK FROM <http://169.254.169.254/latest/> {{ ?s ?p ?o }}",
        },
    ),
    *cases(
        10,
        {
            "ask": "ASK FROM NAMED <{at}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            "both": "ASK FROM <{at}> FROM NAMED <{at}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        },
    ),
    *cases(
        11,
        {
            "from": "ASK FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
            "from named": "ASK FROM NAMED <file:///etc/passwd> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            "base": "BASE <file:///etc/> ASK FROM <passwd> {{ ?s ?p ?o }}",
        },
    ),
    *cases(
        32,
        {"one step": "ASK {{ ?s (!<{at}>)* ?o }}"},
    ),
    *cases(
        33,
        {
            "forty": 'ASK {{ FILTER(REGEX("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")) }}',
        },
    ),
    *cases(
        35,
        {
            "in list": "ASK {{ FILTER(1 IN (2" + ", 3" * 5_000 + ")) }}",
            "values": "ASK {{ VALUES ?x {{ " + "<{at}> " * 2_000 + "}} }}",
            "pairs": "ASK {{ VALUES (?x ?y) {{ " + "(1 2) " * 2_000 + "}} }}",
        },
    ),
    *cases(
        43,
        {
            "direction": "ASK {{ ?s ?p '\u202e\ufeff\u200b' }}",
            "homoglyph": "ASK {{ ?s ?p 'p\u0430ypal' }}",
            "combining": "ASK {{ ?s ?p 'a" + "\u0301" * 500 + "' }}",
            "variable": "ASK {{ ?\u00fcber ?p ?o }}",
        },
    ),
)
UPDATES = (
    *cases(
        13,
        {
            "file": "LOAD <file:///etc/passwd>",
            "http": "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <a:g>",
            "escaped word": "L\\u004FAD <file:///etc/passwd>",
        },
    ),
    *cases(
        14,
        {
            "upper": "INSERT DATA { <a:a> <a:b> 1 }",
            "lower": "insert data { <a:a> <a:b> 1 }",
            "where": "INSERT { <a:a> <a:b> 1 } WHERE {}",
            "delete data": "DELETE DATA { <a:a> <a:b> 1 }",
            "delete where": "DELETE WHERE { ?s ?p ?o }",
            "delete": "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "with": "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "comment": "# SELECT\nINSERT DATA { <a:a> <a:b> 1 }",
        },
    ),
    *cases(
        15,
        {
            "all": "CLEAR ALL",
            "prefix": "PREFIX select: <http://x/> CLEAR ALL",
            "default": "CLEAR DEFAULT",
            "named": "CLEAR SILENT NAMED",
        },
    ),
    *cases(
        16,
        {
            "base": "BASE <http://x/> DROP SILENT ALL",
            "graph": "DROP GRAPH <a:g>",
            "create": "CREATE GRAPH <a:g>",
            "copy": "COPY DEFAULT TO <a:g>",
            "move": "MOVE <a:g> TO DEFAULT",
            "add": "ADD <a:g> TO DEFAULT",
            "comment": "# SELECT\nDROP ALL",
        },
    ),
    *cases(
        17, {"update first": "INSERT DATA { <a:a> <a:b> 1 } ; SELECT * { ?s ?p ?o }"}
    ),
)
NOT_SPARQL = (
    *cases(
        17,
        {
            "ask then drop": "ASK {} ; DROP ALL",
            "ask then insert": "ASK {} INSERT DATA { <a:a> <a:b> 1 }",
            "select then insert": "SELECT * {} ; INSERT DATA { <a:a> <a:b> 1 }",
        },
    ),
    *cases(
        42,
        {
            "empty": "",
            "space": " ",
            "nul": "\x00",
            "nul inside": "ASK {\x00}",
            "nul in text": "ASK { ?s ?p '\x00",
            "marks alone": "\ufeff\u202e\u200b",
        },
    ),
    *cases(
        47,
        {
            "form alone": "SELECT",
            "star alone": "SELECT *",
            "open": "SELECT * {",
            "two terms": "SELECT * { ?s ?p }",
            "undeclared": "SELECT * { ?s foaf:name ?n }",
            "open text": "ASK { ?s ?p 'abc }",
            "open long text": 'ASK { ?s ?p """abc" }',
            "space in iri": "ASK { ?s ?p <a b> }",
            "open iri": "ASK { ?s ?p <> ",
            "no group": "SELECT (COUNT(?x) AS ?c) ?y { ?x ?p ?y }",
            "twice": "SELECT ?x ?x {}",
            "no function": "ASK { FILTER(nothing(1)) }",
            "negative": "SELECT * { ?s ?p ?o } LIMIT -1",
            "huge offset": "SELECT * { ?s ?p ?o } OFFSET 99999999999999999999999999",
            "script": "<script>alert(1)</script>",
            "script in query": "ASK { <script>alert(1)</script> }",
            "image": "ASK { <img src=x onerror=alert(1)> }",
            "running iri": "ASK { ?s ?p <javascript:alert(1) }",
            "template": "{{7*7}}",
            "lookup": "${jndi:ldap://127.0.0.1/}",
            "sql": "' OR 1=1 --",
            "path": "../../../../etc/passwd",
            "format": "%n%s%x",
            "python": "__import__('os').system('id')",
        },
    ),
)


def nested(count: int) -> tuple[Case, ...]:
    """Queries of one shape repeated so often that the stack of an engine would end."""
    deep = {
        19: {
            "filter": "ASK { FILTER(" + "(" * count + "1" + ")" * count + ") }",
            "functions": "ASK { FILTER(" + "STR(" * count + "1" + ")" * count + ") }",
            "lists": "ASK { ?s ?p " + "(" * count + ")" * count + " }",
            "blank nodes": "ASK { ?s ?p " + "[ ?p " * count + "1" + "]" * count + " }",
            "bind": "ASK { BIND(" + "(" * count + "1" + ")" * count + " AS ?x) }",
            "order by": "SELECT * {} ORDER BY " + "(" * count + "1" + ")" * count,
            "in list": "ASK { FILTER(1 IN "
            + "(1 IN " * count
            + "(1)"
            + ")" * count
            + ") }",
        },
        20: {
            "groups": "ASK " + "{" * count + "}" * count,
            "open": "ASK " + "{" * count,
            "sub-SELECT": "SELECT * {" * count + "}" * count,
            "graph": "ASK {" + "GRAPH ?g {" * count + "}" * count + "}",
            "union": "ASK {" + "{} UNION {" * count + "}" * count + "}",
            "minus": "ASK {" + "MINUS {" * count + "}" * count + "}",
        },
        21: {
            "not": "ASK { FILTER(" + "!" * count + "true) }",
            "minus": "ASK { FILTER(" + "-" * count + "1) }",
            "a sum": "ASK { FILTER(1" + "+1" * count + " = 1) }",
            "a product": "ASK { FILTER(1" + "*1" * count + " = 1) }",
            "or": "ASK { FILTER(?x" + " || ?x" * count + ") }",
            "and": "ASK { FILTER(?x" + " && ?x" * count + ") }",
            "sum in IN": "ASK { FILTER(1 IN (1" + "+1" * count + ")) }",
            "having": "SELECT (COUNT(*) AS ?c) {} HAVING " + "(1) " * count,
        },
        22: {
            "optional": "ASK {" + "OPTIONAL {" * count + "}" * count + "}",
            "not exists": "ASK {" + "FILTER NOT EXISTS {" * count + "}" * count + "}",
            "many optional": "ASK {" + "OPTIONAL { ?s ?p ?o }" * count + "}",
            "many union": "ASK { {}" + " UNION {}" * count + " }",
            "many minus": "ASK {" + "MINUS { ?s ?p ?o }" * count + "}",
            "many graph": "ASK {" + "GRAPH ?g { ?s ?p ?o }" * count + "}",
            "many filter": "ASK { ?s ?p ?o" + " FILTER(?o > 1)" * count + " }",
            "many values": "ASK {" + "VALUES ?x { 1 }" * count + "}",
            "many bind": "ASK {"
            + "".join(f"BIND(1 AS ?v{one})" for one in range(count))
            + "}",
            "many triples": "ASK {" + "?s ?p ?o . " * count + "}",
            "many objects": "ASK { ?s ?p 1" + ", 1" * count + " }",
            "long list": "ASK { ?s ?p (" + "1 " * count + ") }",
            "columns": "SELECT "
            + " ".join(f"(1 AS ?v{one})" for one in range(count))
            + " {}",
        },
        23: {
            "groups": "ASK { ?s " + "(" * count + "<a:b>" + ")*" * count + " ?o }",
            "negated": "ASK { ?s " + "!(" * count + "<a:b>" + ")" * count + " ?o }",
            "inverse": "ASK { ?s " + "^" * count + "<a:b> ?o }",
            "long": "ASK { ?s <a:b>" + "/<a:b>" * count + " ?o }",
            "wide": "ASK { ?s <a:b>" + "|<a:b>" * count + " ?o }",
        },
        24: {
            "terms": "ASK { ?s ?p "
            + "<<( <a:a> <a:b> " * count
            + "1"
            + " )>>" * count
            + " }",
            "quoted": "ASK { ?s ?p "
            + "<< <a:a> <a:b> " * count
            + "1"
            + " >>" * count
            + " }",
            "annotations": "ASK { ?s ?p ?o "
            + "{| ?p ?o " * count
            + "|}" * count
            + " }",
            "values": "ASK { VALUES ?x { "
            + "<<( <a:a> <a:b> " * count
            + "1"
            + " )>>" * count
            + " } }",
        },
    }
    return tuple(one for number, table in deep.items() for one in cases(number, table))


HONEST_DEPTH = (
    (19, "filter"),
    (19, "functions"),
    (20, "groups"),
    (23, "groups"),
)
