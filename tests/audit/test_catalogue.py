"""A catalogue, spoiled in one place, loses the check that is about that place."""

from __future__ import annotations

import pytest

from policygraph.audit.catalogue import check_catalogue
from policygraph.audit.dataset import Described, Dump
from policygraph.audit.reading import read_rdf
from policygraph.engine import ReleaseStore
from policygraph.engine.release_store import CATALOG

FILE = "https://w3id.org/policygraph/dump/dataset.nq"


@pytest.fixture(scope="module")
def turtle(release: ReleaseStore) -> str:
    return (release.path / CATALOG).read_text(encoding="utf-8")


def marks_of(turtle: str, dumps: tuple[Dump, ...] = ()) -> dict[str, bool | None]:
    graph = read_rdf(turtle.encode(), "ttl")
    assert graph is not None
    described = Described(graph, graph, dumps)
    return {check.name: check.passed for check in check_catalogue(described)}


def test_our_catalogue_passes_but_for_files_that_are_not_there(turtle: str) -> None:
    marks = marks_of(turtle)

    assert {name for name, passed in marks.items() if passed is False} == {"L6e", "L6f"}


@pytest.mark.parametrize(
    ("words", "instead", "lost"),
    [
        ("dcat:theme ", "rdfs:seeAlso ", "L6b"),
        ("dcat:dataset ", "rdfs:seeAlso ", "L6a"),
        ("dcat:accessURL ", "rdfs:seeAlso ", "L6c"),
        ("dcat:servesDataset ", "rdfs:seeAlso ", "L6d"),
        ("a dcterms:LicenseDocument", "a rdfs:Resource", "L6g"),
        ("a dcterms:MediaType ", "a rdfs:Resource ", "L6g"),
        ("^^xsd:nonNegativeInteger", "^^xsd:decimal", "L6h"),
        ("^^xsd:hexBinary", "", "L6h"),
    ],
)
def test_what_is_taken_away_costs_its_check(
    turtle: str, words: str, instead: str, lost: str
) -> None:
    assert words in turtle

    marks = marks_of(turtle.replace(words, instead))

    assert marks[lost] is False


def test_a_file_of_another_size_is_found(turtle: str) -> None:
    marks = marks_of(turtle, (Dump(FILE, 200, b"not the file", None),))

    assert marks["L6e"] is False
    assert marks["L6f"] is False
