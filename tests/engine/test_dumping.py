"""Dumps: the same quads in each format, in order, without holding them all."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from pathlib import Path

import pytest

from policygraph.engine import Dump, parse_quads, write_dumps
from policygraph.iris import Iri

GRAPHS = "https://a.example/graphs"
VOCABULARY = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<a:scheme> skos:hasTopConcept [ skos:prefLabel "top"@en ] .
"""
DATA = f"""\
<a:one> <a:says> "b" <{GRAPHS}/2> .
<a:one> <a:says> "b"@en <{GRAPHS}/1> .
<a:two> <a:says> "two words, and <http://www.w3.org/ns/prov#>" <{GRAPHS}/1> .
<a:two> <a:says> "two words, and <http://www.w3.org/ns/prov#>" <{GRAPHS}/2> .
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with data and vocabulary."""
    (tmp_path / "data.nq").write_text(DATA, encoding="utf-8")
    (tmp_path / "scheme.ttl").write_text(VOCABULARY, encoding="utf-8")
    return tmp_path


def dump(place: Path) -> tuple[Dump, ...]:
    """Write dumps of the data and the vocabulary of a folder."""
    vocabulary = [(place / "scheme.ttl", Iri(f"{GRAPHS}/scheme"))]
    return write_dumps(place / "data.nq", vocabulary, place / "dumps")


def unpacked(place: Path, name: str) -> str:
    """Return the text of a dump."""
    return gzip.decompress((place / "dumps" / f"{name}.gz").read_bytes()).decode()


def test_each_format_has_the_same_quads(place: Path) -> None:
    dump(place)

    texts = {name: unpacked(place, f"dataset.{name}") for name in ("nq", "trig")}
    found = [
        sorted(str(quad) for quad in parse_quads(text.encode(), name))
        for name, text in texts.items()
    ]
    assert found[0] == found[1]
    assert len(found[0]) == DATA.count("\n") + 2


def test_lines_of_the_vocabulary_stand_in_order_among_the_data(place: Path) -> None:
    dump(place)

    lines = unpacked(place, "dataset.nq").splitlines()
    assert lines == sorted(lines)
    assert sum("_:scheme-1" in line for line in lines) == 2


def test_a_dump_with_graphs_has_each_graph_once(place: Path) -> None:
    dump(place)

    lines = unpacked(place, "dataset.trig").splitlines()
    graphs = [line for line in lines if line.endswith("{")]
    assert graphs == [f"<{GRAPHS}/{name}> {{" for name in ("1", "2", "scheme")]


def test_a_dump_without_graphs_says_nothing_twice(place: Path) -> None:
    dump(place)

    assert unpacked(place, "dataset.ttl").count('"two words') == 1


def test_prefixes_that_are_used_are_declared_in_order(place: Path) -> None:
    dump(place)

    first, second, *others = unpacked(place, "dataset.ttl").splitlines()
    assert first.startswith("@prefix prov:")
    assert second.startswith("@prefix skos:")
    assert not any(line.startswith("@prefix") for line in others)


def test_size_and_checksum_are_those_of_the_bytes(place: Path) -> None:
    for one in dump(place):
        packed = (place / "dumps" / f"{one.name.removesuffix('.gz')}.gz").read_bytes()
        content = packed if one.is_packed else gzip.decompress(packed)

        assert one.size_bytes == len(content)
        assert one.sha256 == hashlib.sha256(content).hexdigest()


def test_nothing_is_left_beside_the_dumps(place: Path) -> None:
    dumps = dump(place)

    left = sorted(path.name for path in (place / "dumps").iterdir())
    assert left == sorted(one.name for one in dumps if one.is_packed)


def test_memory_does_not_grow_with_the_dataset(place: Path) -> None:
    words = "so many words that the dataset is far larger than a part of it " * 40
    lines = sorted(
        f'<a:{number}> <a:says> "{words}" <{GRAPHS}/{number % 7}> .\n'
        for number in range(10_000)
    )
    (place / "data.nq").write_text("".join(lines), encoding="utf-8")

    tracemalloc.start()
    try:
        dump(place)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak_bytes < (place / "data.nq").stat().st_size
