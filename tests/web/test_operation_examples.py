"""The examples for operators say what systemd and the command line understand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.cli import serve

UNIT = "docs/examples/policygraph.service"
DOCKERFILE = "docs/examples/Dockerfile"


def options_of(words: list[str]) -> dict[str, object]:
    """What the command line makes of the words after `policygraph serve`."""
    return dict(serve.make_context("serve", words).params)


def test_systemd_understands_the_unit(project: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not on this machine")
    text = (project / UNIT).read_text(encoding="utf-8")
    unit = tmp_path / "policygraph.service"
    unit.write_text(re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", text))

    done = subprocess.run(
        [program, "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_starts_a_server(project: Path) -> None:
    text = (project / UNIT).read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=\S+/policygraph serve (.*)$", text, re.MULTILINE)

    assert found is not None
    assert options_of(found[1].split())["port"] == 8000


def test_the_image_starts_a_server_without_a_shell(project: Path) -> None:
    text = (project / DOCKERFILE).read_text(encoding="utf-8")
    found = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)

    assert found is not None
    program, command, corpus, *options = json.loads(found[1])
    assert (program, command) == ("policygraph", "serve")
    assert corpus.endswith("/corpus")
    assert options_of(options)["host"] == "0.0.0.0"


def test_the_image_holds_no_text_of_others(project: Path) -> None:
    ignored = (project / f"{DOCKERFILE}.dockerignore").read_text(encoding="utf-8")
    lines = ignored.splitlines()

    assert lines.index("corpus/*/source.*") < lines.index(
        "!corpus/harbourfield-roundtable/source.txt"
    )
    assert {".git", ".venv", "releases"} <= set(lines)
