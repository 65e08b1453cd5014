"""RDF and answers of others, as `serve --dataset`, `query --endpoint` and the audit read them: classes 24, 59 to 66."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.classes import case_id
from tests.isolated.canary import Canary

from policygraph.engine import answer_from_bytes, open_store, parse_quads
from policygraph.errors import DataError, OutsideError, PolicygraphError
from policygraph.iris import Iri, Iris

DEEP = 20_000
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(8))


def rdf_xml(document_type: str, value: str) -> str:
    return (
        f'<?xml version="1.0"?>{document_type}<rdf:RDF xmlns:rdf="{RDF}" xmlns:a="urn:a:">'
        f'<rdf:Description rdf:about="urn:s"><a:p>{value}</a:p></rdf:Description></rdf:RDF>'
    )


REFUSED = {
    (24, "terms"): ("ttl", "<a:s> <a:p> " + "<<( <a:a> <a:b> " * DEEP + "1" + " )>>" * DEEP + " ."),
    (24, "quoted"): ("ttl", "<a:s> <a:p> " + "<< <a:a> <a:b> " * DEEP + "1" + " >>" * DEEP + " ."),
    (24, "open"): ("ttl", "<a:s> <a:p> " + "<<( <a:a> <a:b> " * DEEP),
    (24, "annotations"): ("ttl", "<a:s> <a:p> 1 " + "{| <a:p> 1 " * DEEP + "|}" * DEEP + " ."),
    (24, "in trig"): ("trig", "<a:g> { <a:s> <a:p> " + "<<( <a:a> <a:b> " * DEEP + "1" + " )>>" * DEEP + " }"),
    (24, "in lines"): ("nt", "<a:s> <a:p> " + "<<( <a:a> <a:b> " * DEEP + "<a:o>" + " )>>" * DEEP + " .\n"),
    (24, "in quads"): ("nq", "<a:s> <a:p> " + "<<( <a:a> <a:b> " * DEEP + "<a:o>" + " )>>" * DEEP + " <a:g> .\n"),
    (59, "file"): ("rdf", rdf_xml('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;")),
    (59, "http"): ("rdf", rdf_xml('<!DOCTYPE r [<!ENTITY x SYSTEM "{at}">]>', "&x;")),
    (59, "external subset"): ("rdf", rdf_xml('<!DOCTYPE r SYSTEM "{at}">', "x")),
    (59, "parameter"): ("rdf", rdf_xml('<!DOCTYPE r [<!ENTITY % x SYSTEM "{at}"> %x;]>', "x")),
    (59, "public"): ("rdf", rdf_xml('<!DOCTYPE r PUBLIC "-//x" "{at}">', "x")),
    (60, "laughs"): ("rdf", rdf_xml(f'<!DOCTYPE r [<!ENTITY e0 "aaaaaaaaaa">{ENTITIES}]>', "&e8;")),
    (60, "quadratic"): ("rdf", rdf_xml(f'<!DOCTYPE r [<!ENTITY e "{"a" * 50_000}">]>', "&e;" * 5_000)),
    (60, "recursive"): ("rdf", rdf_xml('<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;")),
    (60, "behind a comment"): ("rdf", rdf_xml('<!-- x --><!DOCTYPE r [<!ENTITY a "x">]>', "&a;")),
    (60, "deep elements"): ("rdf", f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:a="urn:a:">' + "<rdf:Description><a:p>" * DEEP + "</a:p></rdf:Description>" * DEEP + "</rdf:RDF>"),
    (61, "http"): ("jsonld", '{"@context":"{at}","@id":"a:s","a:p":1}'),
    (61, "file"): ("jsonld", '{"@context":"file:///etc/passwd","@id":"a:s","a:p":1}'),
    (61, "import"): ("jsonld", '{"@context":{"@version":1.1,"@import":"{at}"},"@id":"a:s"}'),
    (61, "list"): ("jsonld", '{"@context":[{"x":"a:x"},"{at}"],"x":1}'),
    (61, "scoped"): ("jsonld", '{"@context":{"x":{"@id":"a:x","@context":"{at}"}},"x":{"@id":"a:y","y":1}}'),
    (61, "relative"): ("jsonld", '{"@context":"context.jsonld","x":1}'),
    (62, "objects"): ("jsonld", '{"@id":"a:s","a:p":' * DEEP + "1" + "}" * DEEP),
    (62, "arrays"): ("jsonld", "[" * DEEP + "]" * DEEP),
    (62, "open"): ("jsonld", '{"a:p":[' * DEEP),
    (62, "in context"): ("jsonld", '{"@context":' + '{"a":' * DEEP + "1" + "}" * DEEP + "}"),
    (62, "lists"): ("jsonld", '{"a:p":' + '{"@list":[' * DEEP + "]}" * DEEP + "}"),
    (63, "long literal"): ("ttl", '<a:s> <a:p> "' + "x" * 20_000_000 + '" .'),
    (63, "long iri"): ("ttl", "<a:" + "x" * 20_000_000 + "> <a:p> 1 ."),
    (63, "no end"): ("ttl", '<a:s> <a:p> """' + "x\n" * 100_000),
    (64, "undefined prefix"): ("ttl", "<a:s> x:p 1 ."),
    (64, "language"): ("ttl", '<a:s> <a:p> "x"@-- .'),
    (64, "space in iri"): ("ttl", "<a:s s> <a:p> 1 ."),
    (64, "literal subject"): ("ttl", '"x" <a:p> 1 .'),
    (64, "wrong escape"): ("ttl", '<a:s> <a:p> "\\ud800" .'),
    (64, "no utf-8"): ("ttl", "LATIN"),
    (64, "binary"): ("nt", "\x00\x01\x02"),
    (64, "relative in lines"): ("nq", "<s> <p> <o> .\n"),
    (64, "json"): ("jsonld", '{"@id": }'),
}  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "text"),
    [pytest.param(*row, id=case_id(*key)) for key, row in REFUSED.items()],
)
def test_a_file_that_is_no_honest_rdf_is_refused_in_a_sentence(
    tmp_path: Path, canary: Canary, ending: str, text: str
) -> None:
    path = tmp_path / f"data.{ending}"
    sent = text.replace("{at}", canary.url).encode()
    path.write_bytes(b'<a:s> <a:p> "\xe9" .' if text == "LATIN" else sent)

    with pytest.raises(DataError) as raised:
        open_store([(path, None)])

    assert raised.value.faults[0].message.endswith(".")
    assert "root:" not in str(raised.value)
    assert canary.hits == 0


ALLOWED = {
    (63, "brackets"): ("ttl", "<a:s> <a:p> " + "[ <a:p> " * DEEP + "1" + "]" * DEEP + " .", DEEP + 1),
    (63, "lists"): ("ttl", "<a:s> <a:p> " + "( " * DEEP + ")" * DEEP + " .", 2 * DEEP - 1),
    (63, "prefixes"): ("ttl", "".join(f"@prefix p{n}: <a:{n}> .\n" for n in range(200_000)), 0),
    (64, "date"): ("ttl", '<a:s> <a:p> "2020-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .', 1),
    (64, "relative"): ("ttl", "<s> <p> <o> .", 1),
    (43, "direction"): ("ttl", '<a:s> <a:p> "\u202ex" .', 1),
    (44, "markup"): ("ttl", '<a:s> <a:p> "<!DOCTYPE html><script>" .', 1),
    (62, "honest depth"): ("jsonld", '{"@id":"a:s","a:p":' * 50 + "1" + "}" * 50, 2),
}  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "text", "count"),
    [pytest.param(*row, id=case_id(*key)) for key, row in ALLOWED.items()],
)
def test_what_is_odd_but_right_is_loaded(
    tmp_path: Path, ending: str, text: str, count: int
) -> None:
    path = tmp_path / f"data.{ending}"
    path.write_text(text, encoding="utf-8")

    assert len(open_store([(path, None)])) == count


@pytest.mark.parametrize(
    "name", [pytest.param("b", id=case_id(65, "plain")), pytest.param("b0", id=case_id(65, "numbered"))]
)  # fmt: skip
def test_blank_nodes_of_two_files_stay_two(tmp_path: Path, name: str) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.ttl").write_text(f"_:{name} <a:p> {number} .")

    store = open_store([(tmp_path / "1.ttl", None), (tmp_path / "2.ttl", None)])

    found = store.rows("SELECT DISTINCT ?s { ?s ?p ?o }")
    assert len(found) == 2


@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(slug, id=case_id(66, slug))
        for slug in ("ontology", "shapes", "shared", "derived", "release", "schemes")
    ],
)
def test_the_graph_of_a_report_is_never_one_of_the_systems(slug: str) -> None:
    iris = Iris()

    assert iris.graph(f"reports/{slug}") != iris.graph(slug)


ANSWERS = {
    (80, "deep json"): ("application/sparql-results+json", '{"head":{"vars":["x"]},"results":{"bindings":[{"x":' + '{"type":"triple","value":{"subject":{"type":"uri","value":"a:s"},"predicate":{"type":"uri","value":"a:p"},"object":' * DEEP + '{"type":"uri","value":"a:o"}' + "}}" * DEEP + "}]}}"),
    (80, "deep arrays"): ("application/sparql-results+json", '{"head":{"vars":["x"]},"results":{"bindings":' + "[" * DEEP + "]" * DEEP + "}}"),
    (80, "deep xml"): ("application/sparql-results+xml", '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results><result><binding name="x">' + "<triple><subject><uri>a:s</uri></subject><predicate><uri>a:p</uri></predicate><object>" * DEEP + "<uri>a:o</uri>" + "</object></triple>" * DEEP + "</binding></result></results></sparql>"),
    (80, "xml bomb"): ("application/sparql-results+xml", f'<!DOCTYPE r [<!ENTITY e0 "aaaaaaaaaa">{ENTITIES}]><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>&e8;</boolean></sparql>'),
    (80, "deep turtle"): ("text/turtle", "<a:s> <a:p> " + "<<( <a:a> <a:b> " * DEEP + "1" + " )>>" * DEEP + " ."),
    (80, "deep tab separated"): ("text/tab-separated-values", "?x\n" + "<<( <a:a> <a:b> " * DEEP + "1" + " )>>" * DEEP + "\n"),
    (80, "html"): ("text/html", "<h1>Error</h1>"),
    (80, "html called json"): ("application/sparql-results+json", "<h1>Error</h1>"),
    (80, "nothing"): ("application/sparql-results+json", ""),
    (80, "no type"): ("", "{}"),
    (80, "half"): ("application/sparql-results+json", '{"head":{"vars":["x"]},"results":{"bindings":[{"x":'),
    (80, "error glued in"): ("application/sparql-results+json", '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}Error: timeout'),
}  # fmt: skip


@pytest.mark.parametrize(
    ("media_type", "text"),
    [pytest.param(*row, id=case_id(*key)) for key, row in ANSWERS.items()],
)
def test_an_answer_that_is_none_is_told(media_type: str, text: str) -> None:
    with pytest.raises(OutsideError) as raised:
        answer_from_bytes(text.encode(), media_type).write("json")

    assert "\n" not in raised.value.message


def test_the_command_tells_of_a_hostile_file_without_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "deep.ttl"
    path.write_text(REFUSED[24, "terms"][1])

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "policygraph",
            "serve",
            "--dataset",
            path,
            "--port",
            "0",
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert "nested deeper than 128" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_audit_reads_is_refused_alike() -> None:
    with pytest.raises(PolicygraphError):
        list(parse_quads(REFUSED[24, "terms"][1].encode(), "turtle", Iri("a:g")))
