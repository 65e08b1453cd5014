"""From the files of a release to dumps of the whole dataset, packed, the same bytes each time.

A dump holds every quad that queries see. Blank nodes, which only the vocabulary has, are named after
their file and their place in it; in formats without graphs, all graphs are merged.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from policygraph.engine.answers import PREFIXES, write_triples, write_with_prefixes
from policygraph.engine.formats import GRAPH_FORMATS, Format, engine_graph_format
from policygraph.iris import Iri

DUMPS: Final = "dumps"
DUMP_NAME: Final = "dataset"
DUMP_FORMATS: Final = tuple(
    one
    for name in ("nquads", "trig", "turtle", "jsonld")
    for one in GRAPH_FORMATS
    if one.name == name
)
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Dump:
    """One file to download: its name, media type, bytes and SHA-256; `is_packed` tells gzip."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    is_packed: bool


def write_dumps(
    data: Path, vocabulary: Iterable[tuple[Path, Iri]], target: Path
) -> tuple[Dump, ...]:
    """Write the dataset in every format of dumps, packed, into a directory.

    `data` is a sorted N-Quads file with all quads in named graphs; each file of the vocabulary fills
    the graph named with it.

    Returns:
        Two dumps a format: the plain one, which is unpacked when it is asked for, and the packed one.
    """
    target.mkdir(parents=True, exist_ok=True)
    ordered = data.read_bytes().splitlines()
    for path, graph in vocabulary:
        ordered += _vocabulary_lines(path, graph)
    # the data has no line of the vocabulary's graphs, and none twice
    ordered.sort()
    found: list[Dump] = []
    for wanted in DUMP_FORMATS:
        found.extend(_write(_serialised(ordered, wanted), target, wanted))
    return tuple(found)


def rewrite_vocabulary(path: Path, graph: Iri, wanted: Format) -> bytes:
    """Write a Turtle file in another format, without its graph and the same each time."""
    lines = sorted(_vocabulary_lines(path, graph))
    return _without_graphs(lines, wanted)


def rewrite_rdf(content: bytes, source: Format, wanted: Format) -> bytes:
    """Write RDF in another format, without graphs and in order.

    Each literal stays as it stands: a store would bring some to the form in which queries see them.
    """
    quads = ox.parse(content, format=engine_graph_format(source))
    return write_triples(sorted({quad.triple for quad in quads}, key=str), wanted)


def _vocabulary_lines(path: Path, graph: Iri) -> Iterator[bytes]:
    """Read a Turtle file as lines of N-Quads, its blank nodes numbered in their order."""
    stem = graph.rpartition("/graphs/")[2].replace("/", "-")
    known: dict[str, ox.BlankNode] = {}

    def named(node: ox.BlankNode) -> ox.BlankNode:
        fresh = ox.BlankNode(f"{stem}-{len(known) + 1}")
        return known.setdefault(node.value, fresh)

    quads = []
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        ends = [
            named(node) if isinstance(node, ox.BlankNode) else node
            for node in (quad.subject, quad.object)
        ]
        quads.append(ox.Quad(ends[0], quad.predicate, ends[1], ox.NamedNode(graph)))
    store = ox.Store()
    store.extend(quads)  # brings literals to the form in which queries see them
    for quad in store:
        yield f"{quad} .".encode()


def _serialised(lines: list[bytes], wanted: Format) -> bytes:
    if wanted.name == "nquads":
        return b"".join(line + b"\n" for line in lines)
    if not wanted.holds_graphs:
        return _without_graphs(lines, wanted)
    lines = sorted(lines, key=lambda line: (_graph_of(line), line))
    source = b"\n".join(lines)
    quads = ox.parse(source, format=ox.RdfFormat.N_QUADS)
    return write_with_prefixes(quads, wanted, _used_prefixes(source))


def _without_graphs(lines: list[bytes], wanted: Format) -> bytes:
    triples = {line[: -len(_graph_of(line)) - 3] + b"." for line in lines}
    source = b"\n".join(sorted(triples))
    quads = ox.parse(source, format=ox.RdfFormat.N_TRIPLES)
    found = (quad.triple for quad in quads)
    return write_with_prefixes(found, wanted, _used_prefixes(source))


def _used_prefixes(source: bytes) -> dict[str, str]:
    return {
        name: iri for name, iri in PREFIXES.items() if b"<" + iri.encode() in source
    }


def _graph_of(line: bytes) -> bytes:
    """Return the name of the graph at the end of a line: what follows the last space but one.

    >>> _graph_of(b'<a:a> <a:b> "c" <a:g> .')
    b'<a:g>'
    """
    return line[:-2].rpartition(b" ")[2]


def _write(content: bytes, target: Path, wanted: Format) -> tuple[Dump, Dump]:
    packed = gzip.compress(content, _LEVEL, mtime=0)
    name = f"{DUMP_NAME}.{wanted.ending}"
    (target / f"{name}.gz").write_bytes(packed)
    return (
        Dump(name, wanted.media_type, len(content), _sha256(content), False),
        Dump(f"{name}.gz", wanted.media_type, len(packed), _sha256(packed), True),
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
