"""Every shape and every rule has one file that breaks it and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import SH
from tests.shapes.agreement import (
    HERE,
    REPORT,
    ask_pyshacl,
    ask_the_engine,
    load_whole,
)

from policygraph.check.axioms import derive_shapes
from policygraph.check.findings import SEVERITIES, Finding, plain_name
from policygraph.engine import open_store
from policygraph.resources import vocabulary_files

VALID = sorted((HERE / "valid").glob("*.ttl"))
INVALID = sorted((HERE / "invalid").glob("*.ttl"))


def by_name(path: Path) -> str:
    return path.stem


def shape_of(finding: Finding) -> str:
    return plain_name(finding.shape)


def together() -> list[list[Path]]:
    """Take the files that break a rule one by one, the others a hundred at a time: beside them they cost nothing."""
    alone = [[path] for path in [*VALID, *INVALID] if path.stem.startswith("Dataset")]
    others = [path for path in INVALID if [path] not in alone]
    many = [others[start : start + 100] for start in range(0, len(others), 100)]
    return [VALID, *alone, *many]


@pytest.fixture(scope="session")
def nothing_wrong(check) -> frozenset[Finding]:
    return check(REPORT)


@pytest.mark.parametrize("path", VALID, ids=by_name)
def test_a_valid_file_is_content_with_every_shape_and_rule(path, check):
    found = check(REPORT, path)

    assert [str(one) for one in found] == []


@pytest.mark.parametrize("path", INVALID, ids=by_name)
def test_an_invalid_file_breaks_the_shape_of_its_name_and_no_other(
    path, check, nothing_wrong
):
    found = check(REPORT, path, concepts=path.stem.startswith("Concept"))
    new = found - nothing_wrong

    grave = {
        SEVERITIES.index(one.severity) for one in new if shape_of(one) == path.stem
    }
    limit = min(grave, default=len(SEVERITIES))
    as_grave = {shape_of(one) for one in new if SEVERITIES.index(one.severity) <= limit}
    assert as_grave == {path.stem}


@pytest.mark.parametrize("paths", together(), ids=lambda paths: paths[0].stem)
def test_the_engine_and_pyshacl_agree_on_every_rule(
    paths, rules, dataset_shapes, vocabulary
):
    store = load_whole(vocabulary, REPORT, *paths)

    found = ask_the_engine(store, rules)

    assert found == ask_pyshacl(store, dataset_shapes)


def test_every_shape_and_rule_has_a_file_that_breaks_it():
    shapes = rdflib.Graph().parse(vocabulary_files()["shapes"])
    ontology = open_store([(vocabulary_files()["ontology"], None)])
    derived = derive_shapes(ontology.dump("ntriples"))

    named = {*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)}
    named |= set(derived.subjects(SH.severity))

    assert {plain_name(str(shape)) for shape in named} == {
        path.stem for path in INVALID
    }


def test_every_written_shape_says_what_it_is_why_it_is_and_what_to_do():
    shapes = rdflib.Graph().parse(vocabulary_files()["shapes"])
    named = {*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)}

    poor = {
        plain_name(str(shape))
        for shape in named
        for fact in (SH.name, SH.description, SH.message)
        if len(list(shapes.objects(shape, fact))) != 1
    }

    assert poor == set()


def test_no_message_shows_an_iri():
    shapes = rdflib.Graph().parse(vocabulary_files()["shapes"])

    messages = {str(message) for message in shapes.objects(None, SH.message)}

    assert [text for text in messages if "://" in text or text.count(".") != 1] == []


def test_a_rule_leaves_the_dataset_node_alone_so_that_it_runs_set_wise(rules):
    def tells_of_this(query: str) -> bool:
        where = query.partition("WHERE")[2]
        return "$this" in where.replace("GROUP BY $this", "")

    assert [rule.iri for rule in rules if tells_of_this(rule.query)] == []
