"""Turns ontology and data, as N-Triples, into sentences on what OWL 2 DL finds contradictory in them.

The slow and thorough gate beside the shapes: HermiT, called through owlready2, in Java. It runs on the
ontology and corpus that are shipped, never on a stranger's RDF and never while serving.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from policygraph.engine import open_store
from policygraph.errors import OutsideError
from policygraph.iris import ONTOLOGY
from policygraph.resources import vocabulary_files

JAVA_MEMORY_MB = 1000

_NOTHING = "http://www.w3.org/2002/07/owl#Nothing"
_XSD = rb"http://www\.w3\.org/2001/XMLSchema#"
# HermiT stops at datatypes that OWL 2 does not know. In N-Triples a quotation mark inside a literal is
# escaped, so what ends like this is the datatype of the object and not a part of some text.
_DATE_AT_END = re.compile(
    rb'"\^\^<'
    + _XSD
    + rb"(?:date|time|gYear|gYearMonth|gMonth|gMonthDay|gDay|duration)>\s*\.\s*\Z"
)


def is_java_present() -> bool:
    """Tell whether a `java` program is on the path."""
    return shutil.which("java") is not None


def without_dates(ntriples: bytes) -> bytes:
    r"""Leave out the triples whose value is a date of a kind that OWL 2 does not know.

    >>> without_dates(b'<a:1> <a:2> "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n')
    b''

    Source: OWL 2 Structural Specification, section 4 (datatype maps); xsd:dateTime is in it.
    """
    lines = ntriples.splitlines(keepends=True)
    return b"".join(line for line in lines if not _DATE_AT_END.search(line))


def find_contradictions(quads: Path | None = None) -> tuple[str, ...]:
    """Reason over the shipped ontology and schemes, and over the N-Quads of a corpus where given.

    Alignments and shapes are left out: they are no axioms.

    Returns:
        Sentences as of `find_inconsistency`; nothing where all is well.

    Raises:
        OutsideError: Java is absent, or failed.
    """
    files = [
        path
        for name, path in vocabulary_files().items()
        if name == "ontology" or name.startswith("schemes/")
    ]
    files += [] if quads is None else [quads]
    store = open_store((path, None) for path in files)
    return find_inconsistency(store.dump("ntriples"))


def find_inconsistency(
    ntriples: bytes, *, memory_mb: int = JAVA_MEMORY_MB
) -> tuple[str, ...]:
    """Reason over an ontology together with data.

    Args:
        ntriples: ontology, schemes and data merged, one triple a line, no graph names.
        memory_mb: the most memory that Java may take.

    Returns:
        Nothing where all is consistent and every class can have members; else one sentence for the
        inconsistency, or one for each class without possible members, sorted by IRI. HermiT gives no
        reason; the shapes, run first, mostly do.

    Raises:
        OutsideError: Java is absent, or failed: also on axioms outside OWL 2 DL.
    """
    import owlready2

    if not is_java_present():
        raise OutsideError(
            "The OWL check needs Java, and there is no `java` on the path.",
            hint="install a Java runtime (17 is tested), or leave out --owl-dl",
        )
    # The default world is shared by everything in the process, and reasoning writes into its world.
    world = owlready2.World()
    try:
        triples = BytesIO(without_dates(ntriples))
        world.get_ontology(f"{ONTOLOGY}#").load(fileobj=triples)
        with _settings(memory_mb):
            owlready2.sync_reasoner_hermit(world, debug=0)
        return tuple(
            f"No thing can be a {iri}: its definition contradicts itself."
            for iri in sorted(cls.iri for cls in world.inconsistent_classes())
            if iri != _NOTHING
        )
    except owlready2.OwlReadyInconsistentOntologyError:
        return ("Ontology and data contradict each other: they cannot all be true.",)
    except owlready2.OwlReadyJavaError as error:
        raise OutsideError(
            f"The reasoner failed: {_last_line(str(error))}",
            hint="an axiom or a datatype outside OWL 2 DL, or too little memory",
        ) from error
    finally:
        world.close()


@contextmanager
def _settings(memory_mb: int) -> Iterator[None]:
    """Cap Java's memory, and let the file that owlready2 leaves behind after a failure go with its folder."""
    from owlready2 import reasoning

    memory_before, folder_before = reasoning.JAVA_MEMORY, tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="policygraph-owl-") as folder:
        reasoning.JAVA_MEMORY, tempfile.tempdir = memory_mb, folder
        try:
            yield
        finally:
            reasoning.JAVA_MEMORY, tempfile.tempdir = memory_before, folder_before


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line for line in lines if not line.startswith("at ")]
    return (causes or lines or ["it said nothing"])[-1]
