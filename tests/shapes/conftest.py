"""From files of shapes that hold or break to findings, by both ways of running a rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SH
from tests.shapes.agreement import LINK_TYPES, load_whole

from policygraph.check.findings import Finding
from policygraph.check.rules import Rule, read_rules, run_rule
from policygraph.check.shapes import Validator
from policygraph.engine import open_store
from policygraph.resources import vocabulary_files

Check = Callable[..., frozenset[Finding]]


@pytest.fixture(scope="session")
def validator() -> Validator:
    return Validator()


@pytest.fixture(scope="session")
def rules() -> tuple[Rule, ...]:
    return read_rules()


@pytest.fixture(scope="session")
def vocabulary() -> dict[str, list[bytes]]:
    """The triples of ontology and schemes as lines, by subject; those of all link types together too."""
    files = vocabulary_files()
    wanted = [
        (path, None)
        for name, path in files.items()
        if name == "ontology" or name.startswith("schemes/")
    ]
    found: dict[str, list[bytes]] = {}
    for line in open_store(wanted).dump("ntriples").splitlines(keepends=True):
        subject = line.split(b" ", 1)[0].decode()
        found.setdefault(subject, []).append(line)
        if "/id/link-types/" in subject:
            found.setdefault(LINK_TYPES, []).append(line)
    return found


@pytest.fixture(scope="session")
def check(validator, rules, vocabulary) -> Check:
    """Run everything over some files together: shapes, rules, and the shapes of concepts where asked for."""

    def run(*paths: Path, concepts: bool = False) -> frozenset[Finding]:
        store = open_store([(path, None) for path in paths])
        data = store.dump("nquads")
        found = set(validator.validate(data))
        if concepts:
            found |= set(validator.validate_vocabulary(data))
        whole = load_whole(vocabulary, *paths)
        found |= {finding for rule in rules for finding in run_rule(whole, rule)}
        return frozenset(found)

    return run


@pytest.fixture(scope="session")
def dataset_shapes() -> rdflib.Graph:
    """The three node shapes of the dataset with their rules, and nothing else."""
    shapes = rdflib.Graph().parse(vocabulary_files()["shapes"])
    for focus in list(shapes.subjects(RDF.type, SH.PropertyShape)):
        shapes.remove((focus, None, None))
    for focus in list(shapes.subjects(SH.property)):
        shapes.remove((focus, None, None))
    return shapes
