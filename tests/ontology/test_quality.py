"""The quality queries: silent on what is shipped, loud on one planted fault each."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.engine import Store, open_store, read_query_file
from policygraph.resources import query_files, vocabulary_files

FAULTS = Path(__file__).parent / "faults"
QUERIES = query_files("quality")


def _found(store: Store, path: Path) -> list[str]:
    rows = store.rows(read_query_file(path).text)
    return [" ".join(str(term) for term in row.values()) for row in rows]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_what_is_shipped_has_no_such_fault(vocabulary: Store, path: Path) -> None:
    found = _found(vocabulary, path)

    assert found == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_planted_fault_is_found(path: Path) -> None:
    files = [*vocabulary_files().values(), FAULTS / f"{path.stem}.ttl"]
    store = open_store((file, None) for file in files if file.exists())

    found = _found(store, path)

    changed = {"several-labels", "several-definitions"}
    culprit = "#Claim" if path.stem in changed else "lanted"
    assert found
    assert all(culprit in row for row in found)


def test_every_quality_query_has_its_fault() -> None:
    faults = {path.stem for path in FAULTS.glob("*.ttl")}

    assert faults == {path.stem for path in QUERIES}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_quality_query_says_what_it_asks(path: Path) -> None:
    query = read_query_file(path)

    assert query.answers.endswith("?")
    assert query.returns
    assert query.parameters == ()
