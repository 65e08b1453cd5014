"""Our dumps, loaded by parsers that others wrote: each finds as many triples as the catalogue says."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import VOID

from policygraph.engine import ReleaseStore
from policygraph.engine.release_store import CATALOG

WHOLE = URIRef("https://w3id.org/policygraph/id/dataset")
OF_RAPPER = {"nq": "nquads", "trig": "trig", "ttl": "turtle"}
OF_SERDI = {"nq": "nquads", "trig": "trig", "ttl": "turtle"}


@pytest.fixture(scope="module")
def triples(release: ReleaseStore) -> int:
    """How many triples the catalogue says there are."""
    catalogue = Graph().parse(release.path / CATALOG, format="turtle")
    return int(str(catalogue.value(WHOLE, VOID.triples)))


@pytest.fixture(scope="module")
def dumps(release: ReleaseStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dumps, unpacked."""
    folder = tmp_path_factory.mktemp("dumps")
    for packed in (release.path / "dumps").glob("*.gz"):
        (folder / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    return folder


def run(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr.lower(), done.stderr
    assert "warning" not in done.stderr.lower(), done.stderr
    return done.stdout


@pytest.mark.parametrize(("ending", "form"), OF_RAPPER.items())
def test_rapper_loads_a_dump(dumps: Path, triples: int, ending: str, form: str) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper is absent: it is in Debian's raptor2-utils")

    printed = run(
        ["rapper", "-q", "-i", form, "-o", "ntriples", str(dumps / f"dataset.{ending}")]
    )

    # without graphs; rapper keeps a triple that two graphs share twice
    assert len(set(printed.splitlines())) == triples


@pytest.mark.parametrize(("ending", "form"), OF_SERDI.items())
def test_serdi_loads_a_dump(dumps: Path, triples: int, ending: str, form: str) -> None:
    if shutil.which("serdi") is None:
        pytest.skip("serdi is absent: it is in Debian's package of that name")

    printed = run(
        ["serdi", "-i", form, "-o", "ntriples", str(dumps / f"dataset.{ending}")]
    )

    assert len(set(printed.splitlines())) == triples


# rdflib 7.6 warns about itself when it reads quads
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")
def test_rdflib_loads_the_quads_and_the_triples(dumps: Path, triples: int) -> None:
    quads = Dataset().parse(dumps / "dataset.nq", format="nquads")
    merged = Graph().parse(dumps / "dataset.ttl", format="turtle")

    assert len({quad[:3] for quad in quads.quads()}) == triples
    assert len(merged) == triples
