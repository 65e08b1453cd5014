"""What nobody honest sends, class by class, with the status that is the right answer."""

from __future__ import annotations

from urllib.parse import quote

FEDERATED = (
    "SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent <{at}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SeRvIcE <{at}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE# a comment <\n<{at}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE\t\r\nSILENT\n<{at}>{{}} }}",
    "ASK {{ FILTER NOT EXISTS {{ SERVICE <{at}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{at}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ BIND(<{at}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{at}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "PREFIX c: <{at}> SELECT * {{ SERVICE c:x {{ ?s ?p ?o }} }}",
    "BASE <{at}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
    "SELECT * {{ OPTIONAL {{ SERVICE <{at}> {{}} }} }}",
    "SELECT * {{ {{}} UNION {{ SERVICE <{at}> {{}} }} }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <{at}> {{}} }} }}",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{at}> {{}} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s WHERE {{ SERVICE <{at}> {{ ?s ?p ?o }} }}",
    "ASK {{ ?s ?p 'it''s' . SERVICE <{at}> {{}} }}",
    "ASK {{ ?s ?p '\\'' SERVICE <{at}> {{}} }}",
    "ASK {{ ?s ?p ''' ' '''  SERVICE <{at}> {{}} }}",
    "ASK {{ FILTER(?a<?b) SERVICE <{at}> {{}} FILTER(?c>?d) }}",
    "ASK {{ S\\u0045RVICE <{at}> {{}} }}",
    "ASK {{ \\u0053ERVICE <{at}> {{}} }}",
    "ASK {{ SERVIC\\U00000045 <{at}> {{}} }}",
)
HARMLESS = (
    'SELECT ?service {{ ?service ?p "SERVICE <{at}>" }}',
    "SELECT * {{ ?s <{at}SERVICE> ?o }} # SERVICE <{at}> {{}}",
    "PREFIX service: <{at}> SELECT * {{ ?s service:insert ?o }}",
    "SELECT * {{ ?s ?p '''SERVICE <{at}> {{}}''' }}",
    "SELECT * {{ ?s ?p 'DROP ALL; LOAD <{at}>' }}",
    "SELECT * {{ ?drop ?load ?clear }} LIMIT 1",
    "ASK FROM <{at}> {{ ?s ?p ?o }}",
    "ASK FROM NAMED <{at}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ASK FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "ASK FROM NAMED <file:///etc/passwd> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ASK {{ GRAPH <{at}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{at}>",
    "ASK {{ ?s (!<{at}>)* ?o }}",
    'ASK {{ FILTER(REGEX("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")) }}',
    "ASK {{ FILTER(1 IN (2" + ", 3" * 5_000 + ")) }}",
    "ASK {{ VALUES ?x {{ " + "<{at}> " * 2_000 + "}} }}",
    "ASK {{ VALUES (?x ?y) {{ " + "(1 2) " * 2_000 + "}} }}",
    "ASK {{ ?s ?p '\u202e\ufeff\u200b' }}",
)
UPDATES = (
    "INSERT DATA { <a:a> <a:b> 1 }",
    "insert data { <a:a> <a:b> 1 }",
    "DELETE DATA { <a:a> <a:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "INSERT { <a:a> <a:b> 1 } WHERE {}",
    "PREFIX select: <http://x/> CLEAR ALL",
    "BASE <http://x/> DROP SILENT ALL",
    "CLEAR DEFAULT",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DROP GRAPH <a:g>",
    "CREATE GRAPH <a:g>",
    "COPY DEFAULT TO <a:g>",
    "MOVE <a:g> TO DEFAULT",
    "ADD <a:g> TO DEFAULT",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <a:g>",
    "# SELECT\nDROP ALL",
    "INSERT DATA { <a:a> <a:b> 1 } ; SELECT * { ?s ?p ?o }",
)
NOT_SPARQL = (
    "",
    " ",
    "\x00",
    "ASK {\x00}",
    "ASK { ?s ?p '\x00",
    "SELECT",
    "SELECT *",
    "SELECT * {",
    "SELECT * { ?s ?p }",
    "SELECT * { ?s foaf:name ?n }",
    "ASK {} ; DROP ALL",
    "ASK {} INSERT DATA { <a:a> <a:b> 1 }",
    "SELECT * {} ; INSERT DATA { <a:a> <a:b> 1 }",
    "ASK { ?s ?p 'abc }",
    'ASK { ?s ?p """abc" }',
    "ASK { ?s ?p <a b> }",
    "ASK { ?s ?p <> ",
    "SELECT (COUNT(?x) AS ?c) ?y { ?x ?p ?y }",
    "SELECT ?x ?x {}",
    "ASK { FILTER(nothing(1)) }",
    "SELECT * { ?s ?p ?o } LIMIT -1",
    "SELECT * { ?s ?p ?o } OFFSET 99999999999999999999999999",
    "<script>alert(1)</script>",
    "ASK { ?s ?p <javascript:alert(1) }",
    "\ufeff\u202e\u200b",
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/}",
    "' OR 1=1 --",
    "../../../../etc/passwd",
    "%n%s%x",
)


def nested(count: int) -> dict[str, str]:
    """Queries of one shape repeated so often that the stack of an engine would end."""
    return {
        "parentheses": "ASK { FILTER(" + "(" * count + "1" + ")" * count + ") }",
        "braces": "ASK " + "{" * count + "}" * count,
        "open braces": "ASK " + "{" * count,
        "not": "ASK { FILTER(" + "!" * count + "true) }",
        "OPTIONAL": "ASK {" + "OPTIONAL {" * count + "}" * count + "}",
        "NOT EXISTS": "ASK {" + "FILTER NOT EXISTS {" * count + "}" * count + "}",
        "sub-SELECT": "SELECT * {" * count + "}" * count,
        "functions": "ASK { FILTER(" + "STR(" * count + "1" + ")" * count + ") }",
        "path groups": "ASK { ?s " + "(" * count + "<a:b>" + ")*" * count + " ?o }",
        "negated paths": "ASK { ?s " + "!(" * count + "<a:b>" + ")" * count + " ?o }",
        "inverse paths": "ASK { ?s " + "^" * count + "<a:b> ?o }",
        "triple terms": "ASK { ?s ?p "
        + "<<( <a:a> <a:b> " * count
        + "1"
        + " )>>" * count
        + " }",
        "quoted triples": "ASK { ?s ?p "
        + "<< <a:a> <a:b> " * count
        + "1"
        + " >>" * count
        + " }",
        "annotations": "ASK { ?s ?p ?o " + "{| ?p ?o " * count + "|}" * count + " }",
        "lists": "ASK { ?s ?p " + "(" * count + ")" * count + " }",
        "blank nodes": "ASK { ?s ?p " + "[ ?p " * count + "1" + "]" * count + " }",
        "a long list": "ASK { ?s ?p (" + "1 " * count + ") }",
        "many triples": "ASK {" + "?s ?p ?o . " * count + "}",
        "many objects": "ASK { ?s ?p 1" + ", 1" * count + " }",
        "many OPTIONAL": "ASK {" + "OPTIONAL { ?s ?p ?o }" * count + "}",
        "many UNION": "ASK { {}" + " UNION {}" * count + " }",
        "many MINUS": "ASK {" + "MINUS { ?s ?p ?o }" * count + "}",
        "many GRAPH": "ASK {" + "GRAPH ?g { ?s ?p ?o }" * count + "}",
        "many FILTER": "ASK { ?s ?p ?o" + " FILTER(?o > 1)" * count + " }",
        "many BIND": "ASK {"
        + "".join(f"BIND(1 AS ?v{one})" for one in range(count))
        + "}",
        "many VALUES": "ASK {" + "VALUES ?x { 1 }" * count + "}",
        "a sum": "ASK { FILTER(1" + "+1" * count + " = 1) }",
        "a product": "ASK { FILTER(1" + "*1" * count + " = 1) }",
        "or": "ASK { FILTER(?x" + " || ?x" * count + ") }",
        "and": "ASK { FILTER(?x" + " && ?x" * count + ") }",
        "a sum in IN": "ASK { FILTER(1 IN (1" + "+1" * count + ")) }",
        "a long path": "ASK { ?s <a:b>" + "/<a:b>" * count + " ?o }",
        "a wide path": "ASK { ?s <a:b>" + "|<a:b>" * count + " ?o }",
        "HAVING": "SELECT (COUNT(*) AS ?c) {} HAVING " + "(1) " * count,
        "columns": "SELECT "
        + " ".join(f"(1 AS ?v{one})" for one in range(count))
        + " {}",
    }


PATHS = tuple(
    f"/{start}{way}"
    for start in ("", "id/", "reports/", "static/", "ontology/", "query/")
    for way in (
        "../../etc/passwd",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "%252e%252e%252fetc%252fpasswd",
        "..%5c..%5cetc%5cpasswd",
        "%00",
        "x%00.ttl",
        "%2fetc%2fpasswd",
        "//evil.example/",
        "%0d%0aSet-Cookie:%20a=b",
        quote("<script>alert(1)</script>"),
        quote("> } ; CLEAR ALL #"),
        quote('"><svg onload=alert(1)>'),
        quote("javascript:alert(1)"),
        "%ff%fe",
        "%ed%a0%80",
        "a" * 5_000,
    )
)
ACCEPTS = (
    "x" * 8_000,
    ",".join(["text/turtle;q=0.1"] * 1_000),
    ";" * 5_000,
    "," * 5_000,
    "text/turtle;q=NaN",
    "text/turtle;q=2",
    "text/turtle;q=-1",
    "text/turtle;q=",
    "text/turtle;q=1e999",
    "/",
    "*",
    "text/*;q=0.0000000001",
    "\x7f",
    "text/html;" + "a=b;" * 1_000,
)
