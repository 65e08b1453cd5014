"""Every shipped question, answered over HTTP to clients that others wrote: the rows of the engine."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.term import BNode, Identifier
from rdflib.term import Literal as RdfLiteral
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from tests.clients.conftest import Answers, Cell, in_order

from policygraph.engine import ReleaseStore, query_form

LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
STRING = "http://www.w3.org/2001/XMLSchema#string"
REPORT = "reports/socitm-casa-smart-places"

pytestmark = pytest.mark.engine


def cell_of_json(value: dict[str, str]) -> Cell:
    if value["type"] == "uri":
        return ("iri", value["value"])
    if value["type"] == "bnode":
        return ("blank", "")
    language = value.get("xml:lang", "").lower()
    datatype = LANG_STRING if language else value.get("datatype", STRING)
    return ("literal", value["value"], language, datatype)


def cell_of_rdflib(term: Identifier) -> Cell:
    if isinstance(term, RdfLiteral):
        language = (term.language or "").lower()
        datatype = LANG_STRING if language else str(term.datatype or STRING)
        return ("literal", str(term), language, datatype)
    return ("blank", "") if isinstance(term, BNode) else ("iri", str(term))


def test_sparqlwrapper_reads_the_rows_of_every_question(
    server: str, questions: dict[str, str], expected: Answers
) -> None:
    read = {}

    for name, text in questions.items():
        client = SPARQLWrapper(f"{server}sparql")
        client.setMethod(POST)
        client.setReturnFormat(JSON)
        client.setQuery(text)
        client.queryType = query_form(text)
        found: Any = client.query().convert()
        rows = found["results"]["bindings"]
        read[name] = in_order(
            {column: cell_of_json(value) for column, value in row.items()}
            for row in rows
        )

    assert len(read) >= 30
    assert read == expected


def test_rdflib_reads_the_rows_of_every_question(
    server: str, questions: dict[str, str], expected: Answers
) -> None:
    remote = SPARQLStore(f"{server}sparql", returnFormat="xml", method="POST")
    read = {}

    for name, text in questions.items():
        result = remote.query(text)
        read[name] = in_order(
            {str(column): cell_of_rdflib(term) for column, term in row.items()}
            for row in result.bindings
        )

    assert read == expected


def test_comunica_reads_the_rows_of_every_question(
    server: str, questions: dict[str, str], expected: Answers, comunica: list[str]
) -> None:
    source = {"type": "sparql", "value": f"{server}sparql"}

    answers = asked(comunica, questions, source)

    read = {
        name: in_order(
            {column: cell(value) for column, value in row.items()} for row in rows
        )
        for name, rows in answers.items()
    }
    tags = {
        one[2] for rows in read.values() for row in rows for _, one in row if one[2:]
    }
    assert "en" in tags
    assert read == expected


def test_comunica_reads_a_document_and_keeps_its_language_tags(
    server: str, comunica: list[str]
) -> None:
    labels = {
        "labels": "SELECT ?label { ?concept <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
    }
    source = {"type": "file", "value": f"{server}themes/public-trust"}

    answers = asked(comunica, labels, source)

    languages = {row["label"][2] for row in answers["labels"]}
    assert languages == {"en"}


def asked(
    command: list[str], questions: dict[str, str], source: dict[str, str]
) -> dict[str, list[dict[str, list[str]]]]:
    done = subprocess.run(
        command,
        input=json.dumps({"questions": questions, "source": source}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, list[dict[str, list[str]]]] = json.loads(done.stdout)
    return answers


def cell(value: list[str]) -> Cell:
    return ("blank", "") if value[0] == "blank" else tuple(value)


def test_rdflib_follows_an_iri_to_the_same_graph_in_every_format(
    server: str, release: ReleaseStore
) -> None:
    iri = release.iris.of_path(REPORT)
    address = f"{server}id/{REPORT}"

    graphs = [Graph().parse(address, format=name) for name in ("turtle", "xml")]
    graphs += [
        Graph().parse(f"{server}{REPORT}.{ending}", format=name)
        for ending, name in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"))
    ]

    assert (URIRef(iri), None, None) in graphs[0]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_the_engine_itself_has_language_tags_to_lose(expected: Answers) -> None:
    cells = [one for rows in expected.values() for row in rows for _, one in row]

    assert any(one[0] == "literal" and one[2] == "en" for one in cells)
