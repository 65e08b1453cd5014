"""A store that answers SPARQL: made from files, read by queries, thrown away with its release.

Nothing outside this package can tell which engine runs.
"""

from __future__ import annotations

import heapq
import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from policygraph.engine.answers import (
    Answer,
    Graph,
    Rows,
    Truth,
    _quad,
    write_ordered,
    write_triples,
)
from policygraph.engine.formats import (
    GRAPH_FORMATS,
    Format,
    engine_graph_format,
    graph_format,
    names_of,
)
from policygraph.engine.mistakes import explain_syntax
from policygraph.engine.refusing import what_no_file_holds
from policygraph.engine.scan import (
    MAX_NESTING,
    names_its_graphs,
    read_closely,
    refuse_what_is_never_done,
)
from policygraph.engine.terms import Quad, Term, to_engine
from policygraph.errors import (
    DataError,
    Fault,
    NotFoundError,
    OutsideError,
    QueryError,
    UsageError,
)
from policygraph.iris import Iri, file_iri


class Store:
    """Quads in memory. Queries see the union of all graphs as their default graph.

    `max_nesting` is how deep the brackets of a query may nest.
    """

    def __init__(self) -> None:
        self._store = ox.Store()
        self.max_nesting = MAX_NESTING

    def __len__(self) -> int:
        """Count the quads."""
        return len(self._store)

    def load_file(self, path: Path, graph: Iri | None = None) -> None:
        """Load a Turtle, TriG, N-Quads, N-Triples, RDF/XML or JSON-LD file, told by its ending.

        `graph` names the graph for formats that have none; None is the default graph.

        Raises:
            NotFoundError: there is no such file.
            DataError: it is not what its ending says; the line is told.
            UsageError: the ending is not known.
        """
        found = graph_format(path.suffix)
        if found is None:
            endings = ", ".join("." + one.ending for one in GRAPH_FORMATS)
            raise UsageError(
                f"{path.name} has an ending that no RDF format has.",
                hint=f"known are {endings}",
            )
        if not path.is_file():
            raise NotFoundError(f"There is no file {path}.", hint="check the path")
        to_graph = None if graph is None or found.holds_graphs else ox.NamedNode(graph)
        try:
            _refuse_file(path, found)
            self._store.bulk_load(
                path=str(path),
                format=engine_graph_format(found),
                to_graph=to_graph,
                base_iri=file_iri(path.name),
            )
        except SyntaxError as error:
            raise _file_fault(
                path, str(error), getattr(error, "lineno", None)
            ) from error
        except MemoryError as error:
            raise _file_fault(
                path, "one text in it has more than 16 MB", None
            ) from error
        except (OSError, ValueError) as error:
            raise OutsideError(
                f"{path} cannot be loaded: {error}.",
                hint="look at the rights of the file and at the disk",
            ) from error

    def load_bytes(self, data: bytes, wanted: str, graph: Iri | None = None) -> None:
        """Load RDF from memory, in the format named.

        Raises:
            DataError: the bytes are not in that format.
        """
        found = graph_format(wanted)
        if found is None:
            raise _no_format(wanted)
        to_graph = None if graph is None or found.holds_graphs else ox.NamedNode(graph)
        _refuse(data, found, Path("RDF"))
        try:
            self._store.bulk_load(
                data, format=engine_graph_format(found), to_graph=to_graph
            )
        except SyntaxError as error:
            raise _file_fault(Path("RDF"), str(error), None) from error

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        self._store.bulk_extend(_to_engine_quad(quad) for quad in quads)

    def answer(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer a query over the union of all graphs, or over the graphs named.

        Raises:
            QueryRefusedError: an update, or a call to another server.
            QueryError: the text is not SPARQL; line and column are told.

        Source: SPARQL 1.1 Protocol, section 2.1.4 (specifying an RDF dataset).
        """
        refuse_what_is_never_done(query, max_nesting=self.max_nesting)
        names_graphs = bool(default_graphs or named_graphs)
        try:
            result = self._store.query(
                query,
                base_iri=base_iri,
                use_default_graph_as_union=not (
                    names_graphs or names_its_graphs(query)
                ),
                default_graph=(
                    [_graph(name) for name in default_graphs] if names_graphs else None
                ),
                named_graphs=(
                    [_graph(name) for name in named_graphs] if names_graphs else None
                ),
            )
        except SyntaxError as error:
            # what looked plain may have a text that is not closed, which is then the better thing to say
            read_closely(query, self.max_nesting)
            raise explain_syntax(query, str(error)) from error
        except ValueError as error:
            raise QueryError(f"The query cannot be answered: {error}.") from error
        except (OSError, RuntimeError) as error:
            raise OutsideError("The query could not be answered.") from error
        if isinstance(result, ox.QueryBoolean):
            return Truth(bool(result))
        if isinstance(result, ox.QueryTriples):
            return Graph(result)
        return Rows(result)

    def rows(self, query: str) -> list[dict[str, Term | None]]:
        """Answer a SELECT at once, each row by column name; values are terms or None.

        Raises:
            UsageError: the query is no SELECT.
        """
        answer = self.answer(query)
        if not isinstance(answer, Rows):
            raise UsageError("This query gives no rows.")
        return answer.as_dicts()

    def dump(self, wanted: str, graph: Iri | None = None) -> bytes:
        """Write everything, or one graph. N-Quads come sorted; formats without graphs merge them.

        Raises:
            UsageError: the format is not known.
        """
        found = graph_format(wanted)
        if found is None:
            raise _no_format(wanted)
        where = None if graph is None else ox.NamedNode(graph)
        quads = self._store.quads_for_pattern(None, None, None, where)
        if found.name == "nquads":
            return b"".join(sorted({_line(quad) for quad in quads}))
        if found.holds_graphs:
            ordered: list[ox.Quad] = sorted(
                quads, key=lambda quad: (str(quad.graph_name), str(quad.triple))
            )
            return write_ordered(ordered, found)
        triples = sorted({quad.triple for quad in quads}, key=str)
        return write_triples(triples, found)


def open_store(files: Iterable[tuple[Path, Iri | None]]) -> Store:
    """Make a store from files, each with the graph that its triples fill (None: its own graphs)."""
    store = Store()
    for path, graph in files:
        store.load_file(path, graph)
    return store


def parse_quads(data: bytes, wanted: str, graph: Iri | None = None) -> Iterator[Quad]:
    """Read RDF bytes as quads; triples go to `graph`.

    Raises:
        DataError: the bytes are not in that format.
    """
    found = graph_format(wanted)
    if found is None:
        raise _no_format(wanted)
    _refuse(data, found, Path("RDF"))
    try:
        for quad in ox.parse(data, format=engine_graph_format(found)):
            name = quad.graph_name
            own = Iri(name.value) if isinstance(name, ox.NamedNode) else graph
            yield _quad(quad.subject, quad.predicate, quad.object, own)
    except SyntaxError as error:
        raise _file_fault(Path("RDF"), str(error), None) from error


def sorted_nquads(data: bytes) -> list[bytes]:
    """Rewrite N-Quads as the engine writes them: one line a quad, sorted, none twice.

    The engine brings some literals to their canonical form ("01" as an integer becomes "1"), and what
    it writes is what a release holds.

    Raises:
        DataError: the bytes are no N-Quads.
    """
    store = ox.Store()
    try:
        store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise _file_fault(Path("RDF"), str(error), None) from error
    return sorted({_line(quad) for quad in store})


def merge_sorted_lines(inputs: Sequence[BinaryIO], output: BinaryIO) -> int:
    """Merge sorted files of lines into one, none twice; return the number of lines."""
    previous = b""
    count = 0
    for line in heapq.merge(*inputs):
        if line != previous:
            output.write(line)
            previous = line
            count += 1
    return count


def _graph(name: str) -> ox.NamedNode:
    node = to_engine(Iri(name))
    assert isinstance(node, ox.NamedNode)  # noqa: S101 - an Iri becomes a NamedNode
    return node


def _line(quad: ox.Quad) -> bytes:
    return f"{quad} .\n".encode()


def _to_engine_quad(quad: Quad) -> ox.Quad:
    graph = ox.DefaultGraph() if quad.graph is None else ox.NamedNode(quad.graph)
    subject = to_engine(quad.subject)
    predicate = to_engine(quad.predicate)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise UsageError("A triple starts with a thing and has an IRI in its middle.")
    return ox.Quad(subject, predicate, to_engine(quad.object), graph)


def _refuse_file(path: Path, found: Format) -> None:
    with path.open("rb") as file:
        # a map of the file, as a release may be larger than what is to be had twice
        if path.stat().st_size:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                _refuse(data, found, path)


def _refuse(data: bytes | mmap.mmap, found: Format, path: Path) -> None:
    wrong = what_no_file_holds(data, found.name)
    if wrong:
        raise _file_fault(path, wrong, None)


def _no_format(wanted: str) -> UsageError:
    return UsageError(
        f"There is no RDF format {wanted!r}.",
        hint=f"known are {names_of(GRAPH_FORMATS)}",
    )


def _file_fault(path: Path, message: str, line: int | None) -> DataError:
    found = re.search(r"line (\d+)", message)
    number = line or (int(found[1]) if found else 0)
    return DataError(
        f"{path} cannot be read: {message}",
        faults=(Fault(str(path), number, f"This is not valid RDF: {message}."),),
    )
