from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.errors import DataError, NotFoundError
from policygraph.iris import VOCABULARY_BASE
from policygraph.record import (
    ReadRecord,
    find_conflicts,
    find_records,
    read_corpus_description,
    read_record,
    read_vocabulary,
    shared_names,
)

GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")
CORPUS = """\
title: Lamps
description: Reports about lamps.
publisher: The Lamp Forum
licence: https://creativecommons.org/licenses/by/4.0/
"""


def read(corpus: Path, slug: str, *changes: tuple[str, str]) -> ReadRecord:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = corpus / slug / "record.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return read_record(path, read_vocabulary())


def test_records_are_found_by_folder_in_order(tmp_path: Path) -> None:
    for slug in ("b", "a"):
        read(tmp_path, slug)
    (tmp_path / "empty").mkdir()

    found = find_records(tmp_path)

    assert [path.parent.name for path in found] == ["a", "b"]


def test_a_corpus_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        find_records(tmp_path / "none")


def test_a_description_has_the_vocabularys_base_unless_it_says_another(
    tmp_path: Path,
) -> None:
    (tmp_path / "corpus.yaml").write_text(CORPUS, "utf-8")

    description = read_corpus_description(tmp_path)

    assert description.base_iri == VOCABULARY_BASE
    assert description.withdrawn == ()


def test_withdrawn_things_are_named_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        CORPUS + "withdrawn: [reports/x, actors/y, reports/z/s01]\n", "utf-8"
    )

    description = read_corpus_description(tmp_path)

    assert description.withdrawn == ("reports/x", "actors/y", "reports/z/s01")


def test_all_faults_of_a_description_are_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        CORPUS.replace("title:", "titles:")
        + "base-iri: https://example.org/lamps\nwithdrawn:\n  - x\n",
        "utf-8",
    )

    with pytest.raises(DataError) as raised:
        read_corpus_description(tmp_path)

    told = [(fault.line, fault.message) for fault in raised.value.faults]
    assert [line for line, _ in told] == [0, 1, 5, 7]
    assert "has no title" in told[0][1]
    assert "unknown key 'titles'" in told[1][1]
    assert "a base ends with /" in told[2][1]


def test_a_corpus_without_description_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"corpus\.yaml"):
        read_corpus_description(tmp_path)


def test_one_thing_under_two_names_is_told_with_both_places(tmp_path: Path) -> None:
    one = read(tmp_path, "one")
    two = read(
        tmp_path,
        "two",
        ("name: The Lamp Forum", "name: Lamp Friends"),
        ("type: organisation", "type: group"),
    )

    conflicts = find_conflicts([*shared_names(two), *shared_names(one)])

    line = one.lines["actors/forum"]
    assert [(fault.file, fault.line) for fault in conflicts] == [(two.file, line)] * 2
    assert (
        "the name 'Lamp Friends' here, and 'The Lamp Forum' at" in conflicts[0].message
    )
    assert f"{one.file}:{line}" in conflicts[0].message
    assert "the type 'group' here" in conflicts[1].message


def test_things_said_alike_are_no_conflict(tmp_path: Path) -> None:
    names = [
        name for slug in ("one", "two") for name in shared_names(read(tmp_path, slug))
    ]

    assert find_conflicts(names) == ()
    assert len(names) == 4
