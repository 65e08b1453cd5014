"""Our JSON-LD, read by four programs that others wrote, none of which may load anything: the same graph."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from rdflib import Dataset, Graph

from policygraph.engine import parse_quads

pytestmark = [
    pytest.mark.engine,
    # rdflib 7.6 warns about itself when it reads JSON-LD into a dataset
    pytest.mark.filterwarnings(
        "ignore:(Dataset.default_context|ConjunctiveGraph) is deprecated"
    ),
]
PATHS = (
    "reports/socitm-casa-smart-places",
    "reports/socitm-casa-smart-places/s33",
    "reports/harbourfield-roundtable/s01",
    "themes/public-trust",
    "actors/socitm",
    "schemes/stages",
    "dataset",
    "catalog",
)
Documents = dict[str, tuple[bytes, set[str]]]


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as reply:
        return bytes(reply.read())


def lines_of(ntriples: str) -> set[str]:
    """Bring N-Triples to one form; no document here has blank nodes, so equal sets are equal graphs."""
    graph = Graph().parse(data=ntriples, format="nt")
    return {" ".join(term.n3() for term in triple) for triple in graph}


@pytest.fixture(scope="module")
def documents(server: str) -> Documents:
    """Each document as JSON-LD, and its triples as the N-Triples of the same address have them."""
    return {
        path: (
            fetch(f"{server}{path}.jsonld"),
            lines_of(fetch(f"{server}{path}.nt").decode()),
        )
        for path in PATHS
    }


def test_the_documents_hold_something(documents: Documents) -> None:
    assert all(len(triples) > 5 for _, triples in documents.values())


def test_pyoxigraph_reads_the_same_graph(documents: Documents) -> None:
    for path, (document, triples) in documents.items():
        lines = [str(quad) for quad in parse_quads(document, "jsonld")]

        assert len(lines) == len(triples), path


def test_rdflib_reads_the_same_graph(documents: Documents) -> None:
    for path, (document, triples) in documents.items():
        found = Dataset().parse(data=document, format="json-ld")

        read = {" ".join(term.n3() for term in quad[:3]) for quad in found.quads()}
        assert read == triples, path


def test_pyld_reads_the_same_graph(documents: Documents) -> None:
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")

    def refuse(address: str, _: Any) -> None:
        raise AssertionError(f"a context was to be loaded from {address}")

    for path, (document, triples) in documents.items():
        written = jsonld.to_rdf(
            json.loads(document),
            {"format": "application/n-quads", "documentLoader": refuse},
        )

        assert lines_of(written) == triples, path


def test_jsonld_js_reads_the_same_graph(
    documents: Documents, script: Callable[[str, str], list[str]]
) -> None:
    sent = {path: json.loads(document) for path, (document, _) in documents.items()}

    done = subprocess.run(
        script("jsonld", "expand.mjs"),
        input=json.dumps(sent),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    written = json.loads(done.stdout)
    for path, (_, triples) in documents.items():
        assert lines_of(written[path]) == triples, path
