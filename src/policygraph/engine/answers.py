"""What a query gives back: rows, yes or no, or a graph; each can be read as values or written as bytes."""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final, cast

import pyoxigraph as ox

from policygraph.engine.cutting import EnoughRowsError, RowCutter
from policygraph.engine.formats import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    Format,
    engine_graph_format,
    engine_row_format,
    graph_format,
    names_of,
    row_format,
)
from policygraph.engine.refusing import what_no_file_holds
from policygraph.engine.terms import Blank, Literal, Quad, Term, from_engine
from policygraph.engine.wellformed import (
    CheckedRows,
    checked_rdfxml,
    refusal_of_rdfxml,
)
from policygraph.errors import NotAcceptableError, OutsideError
from policygraph.iris import ONTOLOGY, SHAPES, THEMES, Iri

PREFIXES: Final[Mapping[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pgo": f"{ONTOLOGY}#",
    "pgs": f"{SHAPES}#",
    "pgt": THEMES,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: read it once, as values or as bytes."""

    _solutions: ox.QuerySolutions

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(variable.value for variable in self._solutions.variables)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """Yield one tuple a row, in the order of `variables`; None where nothing is bound."""
        width = len(self._solutions.variables)
        with _told_as_outside():
            for solution in self._solutions:
                cells = (solution[column] for column in range(width))
                yield tuple(
                    None if cell is None else from_engine(cell) for cell in cells
                )

    def as_dicts(self) -> list[dict[str, Term | None]]:
        """Return all rows, each by column name."""
        names = self.variables
        return [dict(zip(names, row, strict=True)) for row in self]

    def write(self, wanted: str) -> bytes:
        """Write the rows as `json`, `xml`, `csv` or `tsv`.

        Raises:
            NotAcceptableError: rows cannot be written so.
        """
        written = io.BytesIO()
        self.write_to(written, wanted)
        return written.getvalue()

    def write_to(self, file: IO[bytes], wanted: str) -> None:
        """Write the rows to a file as they come, as `json`, `xml`, `csv` or `tsv`.

        Raises:
            NotAcceptableError: rows cannot be written so.
        """
        form = _rows_as(wanted)
        found = engine_row_format(form)
        if form.name == "xml":
            # the engine asks of a file no more than these two: write and flush
            file = cast("IO[bytes]", CheckedRows(file))
        with _told_as_outside():
            self._solutions.serialize(file, format=found)

    def write_first(self, limit_rows: int) -> tuple[bytes, bool]:
        """Write at most so many rows as JSON; tell whether there were more."""
        cutter = RowCutter(limit_rows)
        with contextlib.suppress(EnoughRowsError):
            # the engine asks of a file no more than these two: write and flush
            self.write_to(cast("IO[bytes]", cutter), "json")
        return cutter.whole(), cutter.is_cut


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer of an ASK."""

    value: bool

    def write(self, wanted: str) -> bytes:
        """Write yes or no as `json`, `xml`, `csv` or `tsv`.

        Raises:
            NotAcceptableError: it cannot be written so.
        """
        found = _rows_as(wanted)
        source = (
            b'{"head":{},"boolean":true}'
            if self.value
            else b'{"head":{},"boolean":false}'
        )
        answer = ox.parse_query_results(source, format=ox.QueryResultsFormat.JSON)
        return answer.serialize(format=engine_row_format(found)) or b""


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE: read it once."""

    _triples: Iterator[ox.Triple] | ox.QueryTriples

    def __iter__(self) -> Iterator[Quad]:
        """Yield the triples as quads of the default graph."""
        with _told_as_outside():
            for triple in self._triples:
                yield _quad(triple.subject, triple.predicate, triple.object)

    def write(self, wanted: str) -> bytes:
        """Write the triples in any graph format, prefixes declared where the format has them.

        Raises:
            NotAcceptableError: a graph cannot be written so.
        """
        found = graph_format(wanted)
        if found is None:
            raise NotAcceptableError(
                f"A graph cannot be written as {wanted}.",
                hint=f"it can be as {names_of(GRAPH_FORMATS)}",
            )
        with _told_as_outside():
            if found.name == "ntriples" and isinstance(self._triples, ox.QueryTriples):
                # a line is a triple, so lines can be put in order without making objects of them
                lines = (
                    self._triples.serialize(format=engine_graph_format(found)) or b""
                )
                return b"".join(sorted(set(lines.splitlines(keepends=True))))
            triples = sorted(set(self._triples), key=str)
        return write_triples(triples, found)

    def first(self, limit_triples: int) -> tuple[Graph, bool]:
        """Return at most so many triples; tell whether there were more."""
        kept = list(itertools.islice(self._triples, limit_triples + 1))
        is_cut = len(kept) > limit_triples
        return Graph(iter(kept[:limit_triples])), is_cut


Answer = Rows | Truth | Graph


def write_triples(triples: list[ox.Triple], wanted: Format) -> bytes:
    """Write triples with the prefixes they use, and no others."""
    quads: list[ox.Triple] | list[ox.Quad] = triples
    if wanted.name == "nquads":
        quads = [ox.Quad(*triple) for triple in triples]
    return write_ordered(quads, wanted)


def write_ordered(statements: list[ox.Triple] | list[ox.Quad], wanted: Format) -> bytes:
    """Write statements in the order given, with the prefixes that their IRIs use."""
    text = "\n".join(str(statement) for statement in statements)
    used = {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in text}
    return write_with_prefixes(statements, wanted, used)


def write_with_prefixes(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    wanted: Format,
    prefixes: Mapping[str, str],
) -> bytes:
    """Write statements in the order given, with these prefixes.

    The engine declares prefixes in no certain order; they are sorted, so that equal graphs become
    equal bytes.

    Raises:
        NotAcceptableError: RDF/XML is wanted, and cannot write them.
    """
    try:
        written = ox.serialize(
            statements, format=engine_graph_format(wanted), prefixes=dict(prefixes)
        )
    except OSError as error:
        if wanted.name != "rdfxml":
            raise
        # nothing is written to a disk here: the engine says so of names that RDF/XML keeps
        raise refusal_of_rdfxml() from error
    if wanted.name == "rdfxml":
        return checked_rdfxml(written or b"")
    if wanted.name not in ("turtle", "trig"):
        return written or b""
    lines = (written or b"").split(b"\n", len(prefixes))
    declared = sorted(
        line for line in lines[: len(prefixes)] if line.startswith(b"@prefix")
    )
    return b"\n".join([*declared, *lines[len(declared) :]])


def answer_from_bytes(body: bytes, media_type: str) -> Answer:
    """Read the answer of an endpoint elsewhere.

    Raises:
        OutsideError: the bytes are not what the media type says.
    """
    try:
        rows = row_format(media_type)
        if rows is not None:
            _refuse(body, rows)
            found = ox.parse_query_results(body, format=engine_row_format(rows))
            if isinstance(found, ox.QueryBoolean):
                return Truth(bool(found))
            return Rows(found)
        graph = graph_format(media_type)
        if graph is not None:
            _refuse(body, graph)
            quads = ox.parse(body, format=engine_graph_format(graph))
            return Graph(iter([quad.triple for quad in quads]))
    except (SyntaxError, ValueError, MemoryError) as error:
        raise OutsideError(
            f"The endpoint announced {media_type} and sent something else."
        ) from error
    raise OutsideError(
        f"The endpoint answered in a format not known here: {media_type}."
    )


def _refuse(body: bytes, announced: Format) -> None:
    wrong = what_no_file_holds(body, announced.name)
    if wrong:
        raise OutsideError(f"The answer of the endpoint is not read: {wrong}.")


@contextlib.contextmanager
def _told_as_outside() -> Iterator[None]:
    """Tell what goes wrong while an answer is read: answers are made as they are read.

    Raises:
        OutsideError: the engine or the endpoint failed in the middle of the answer.
    """
    try:
        yield
    except (SyntaxError, OSError, RuntimeError, ValueError) as error:
        raise OutsideError("The answer broke off before its end.") from error


def _rows_as(wanted: str) -> Format:
    found = row_format(wanted)
    if found is None:
        raise NotAcceptableError(
            f"Rows cannot be written as {wanted}.",
            hint=f"they can be as {names_of(ROW_FORMATS)}",
        )
    return found


def _quad(
    subject: ox.NamedNode | ox.BlankNode | ox.Triple,
    predicate: ox.NamedNode,
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    graph: Iri | None = None,
) -> Quad:
    name = from_engine(subject)
    if isinstance(name, Literal):
        name = Blank(name.value)
    return Quad(name, Iri(predicate.value), from_engine(value), graph)
