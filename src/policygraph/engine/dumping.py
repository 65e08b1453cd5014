"""From the files of a release to dumps of the whole dataset, packed, the same bytes each time.

A dump holds every quad that queries see. Blank nodes, which only the vocabulary has, are named after
their file and their place in it; in formats without graphs, all graphs are merged. Lines go from file
to file, a part at a time: memory does not grow with the dataset.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox

from policygraph.engine.answers import PREFIXES, write_triples
from policygraph.engine.formats import GRAPH_FORMATS, Format, engine_graph_format
from policygraph.engine.release_store import file_digest
from policygraph.engine.store import merge_sorted_lines
from policygraph.iris import Iri

DUMPS: Final = "dumps"
DUMP_NAME: Final = "dataset"
DUMP_FORMATS: Final = tuple(
    one
    for name in ("nquads", "trig", "turtle", "jsonld")
    for one in GRAPH_FORMATS
    if one.name == name
)
_LEVEL: Final = 6
_GZIP_BITS: Final = 31
_PART_BYTES: Final = 2**22


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
    known = sorted(
        f"{quad} .\n".encode()
        for path, graph in vocabulary
        for quad in _vocabulary_quads(path, graph)
    )
    found: list[Dump] = []
    with TemporaryDirectory(dir=target) as place:
        ordered, by_graph = Path(place) / "ordered.nq", Path(place) / "by-graph.nq"
        with data.open("rb") as stream, ordered.open("wb") as output:
            merge_sorted_lines([stream, io.BytesIO(b"".join(known))], output)
        _order_by_graph(ordered, by_graph)
        prefixes = _used_prefixes(ordered)
        for wanted in DUMP_FORMATS:
            plain = ordered
            if wanted.name != "nquads":
                plain = Path(place) / "plain"
                source = by_graph if wanted.holds_graphs else ordered
                _rewrite(source, plain, wanted, prefixes)
            declared = len(prefixes) if wanted.name in ("trig", "turtle") else 0
            found += _pack(plain, target, wanted, declared)
    return tuple(found)


def rewrite_vocabulary(path: Path, graph: Iri, wanted: Format) -> bytes:
    """Write a Turtle file in another format, without its graph and the same each time."""
    triples = {quad.triple for quad in _vocabulary_quads(path, graph)}
    return write_triples(sorted(triples, key=str), wanted)


def rewrite_rdf(content: bytes, source: Format, wanted: Format) -> bytes:
    """Write RDF in another format, without graphs and in order.

    Each literal stays as it stands: a store would bring some to the form in which queries see them.
    """
    quads = ox.parse(content, format=engine_graph_format(source))
    return write_triples(sorted({quad.triple for quad in quads}, key=str), wanted)


def _vocabulary_quads(path: Path, graph: Iri) -> ox.Store:
    """Read a Turtle file as quads, its blank nodes numbered in their order."""
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
    return store


def _order_by_graph(source: Path, target: Path) -> None:
    """Write the lines of a file graph by graph, those of one graph in the order that they have.

    It is read twice: to learn where each graph begins, and to put its lines there, part by part.
    """
    sizes: Counter[bytes] = Counter()
    with source.open("rb") as stream:
        for graph, lines in groupby(stream, _graph_of):
            sizes[graph] += sum(map(len, lines))
    places, end = {}, 0
    for graph in sorted(sizes):
        places[graph] = end
        end += sizes[graph]
    with source.open("rb") as stream, target.open("wb") as output:
        while part := stream.readlines(_PART_BYTES):
            for graph, lines in groupby(sorted(part, key=_graph_of), _graph_of):
                output.seek(places[graph])
                places[graph] += output.write(b"".join(lines))


def _graph_of(line: bytes) -> bytes:
    """Return the name of the graph at the end of a line: what stands before the last space.

    >>> _graph_of(b'<a:a> <a:b> "c" <a:g> .')
    b'<a:g>'
    """
    return line.rsplit(b" ", 2)[1]


def _used_prefixes(source: Path) -> dict[str, str]:
    unseen = dict(PREFIXES)
    with source.open("rb") as stream:
        while unseen and (part := b"".join(stream.readlines(_PART_BYTES))):
            for name, iri in tuple(unseen.items()):
                if b"<" + iri.encode() in part:
                    del unseen[name]
    return {name: iri for name, iri in PREFIXES.items() if name not in unseen}


def _rewrite(
    source: Path, target: Path, wanted: Format, prefixes: Mapping[str, str]
) -> None:
    """Write N-Quads in another format, in their order; where it has no graphs, no triple twice."""
    # lenient: the engine wrote these IRIs itself and need not look at each again
    quads = ox.parse(path=str(source), format=ox.RdfFormat.N_QUADS, lenient=True)
    triples = (triple for triple, _ in groupby(quad.triple for quad in quads))
    ox.serialize(
        quads if wanted.holds_graphs else triples,
        str(target),
        format=engine_graph_format(wanted),
        prefixes=dict(prefixes),
    )


def _pack(
    plain: Path, target: Path, wanted: Format, declared: int
) -> tuple[Dump, Dump]:
    """Pack a file into a directory, its first lines sorted: the engine declares prefixes in no certain order."""
    name, size_bytes, checksum = f"{DUMP_NAME}.{wanted.ending}", 0, hashlib.sha256()
    packed = target / f"{name}.gz"
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP_BITS)
    with plain.open("rb") as stream, packed.open("wb") as output:
        head = b"".join(sorted(islice(stream, declared)))
        for part in chain([head], iter(lambda: stream.read(_PART_BYTES), b"")):
            size_bytes += len(part)
            checksum.update(part)
            output.write(packer.compress(part))
        output.write(packer.flush())
    of_packed = packed.stat().st_size, file_digest(packed)
    return (
        Dump(name, wanted.media_type, size_bytes, checksum.hexdigest(), False),
        Dump(packed.name, wanted.media_type, *of_packed, True),
    )
