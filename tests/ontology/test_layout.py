"""How the Turtle files are written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.resources import folder

ONTOLOGY = folder("ontology")
FILES = sorted([*ONTOLOGY.rglob("*.ttl"), *Path(__file__).parent.rglob("*.ttl")])


def _formatter() -> str:
    beside = shutil.which("turtlefmt", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("turtlefmt")
    if found is None:
        pytest.skip("turtlefmt is not installed: the layout of Turtle is not judged")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_turtlefmt_would_change_nothing(path: Path) -> None:
    done = subprocess.run(
        [_formatter(), "--check", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_prefix_declared_is_used(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    declared = [line.split()[1] for line in lines if line.startswith("@prefix")]
    body = "\n".join(line for line in lines if not line.startswith("@prefix"))

    unused = [
        prefix
        for prefix in declared
        if f" {prefix}" not in f" {body}"
        and f"\n{prefix}" not in body
        and f"^^{prefix}" not in body
    ]

    assert unused == []


def test_terms_stand_by_kind_and_by_alphabet() -> None:
    lines = (ONTOLOGY / "policygraph.ttl").read_text(encoding="utf-8").splitlines()
    own = [line.split() for line in lines if line.startswith("pgo:")]

    classes = [words[0] for words in own if words[2] == "owl:Class"]
    properties = [words[0] for words in own if words[2] != "owl:Class"]

    assert [words[0] for words in own] == classes + properties
    assert classes == sorted(classes)
    assert properties == sorted(properties, key=str.lower)
