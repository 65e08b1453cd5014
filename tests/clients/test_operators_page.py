"""The page for operators, done from its first line to its last in a folder like a fresh clone."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.clients.conftest import serving
from tests.documents import Block, blocks_of, commands_of, is_as_printed

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "operator-start.md"
PRINTED = "http://127.0.0.1:8000/"

pytestmark = [pytest.mark.engine, pytest.mark.slow]


class Operator:
    """Somebody in two terminals: a server in the one, what stands in `bash` blocks in the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bin_folder = Path(sys.executable).parent
        self.environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}"}

    def run(self, text: str) -> str:
        """Type some lines, and return what they print; the exit code must be 0."""
        done = subprocess.run(
            ["bash", "-eo", "pipefail"],
            input=text,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    shutil.copytree(PROJECT / "corpus", tmp_path / "corpus")
    return Operator(tmp_path)


def halves(blocks: list[Block]) -> tuple[list[Block], list[str], list[Block]]:
    """Split the page at the command that serves: what is before, its words, what is after."""
    for place, block in enumerate(blocks):
        (words, *_) = commands_of(block)
        if block.language == "sh" and words[:2] == ["policygraph", "serve"]:
            return blocks[:place], words[2:], blocks[place + 2 :]
    raise AssertionError("the page serves nothing")


def title_of(address: str) -> str:
    """What the whole is called, as its own page says."""
    with urllib.request.urlopen(f"{address}dataset", timeout=30) as answer:
        page: str = answer.read().decode("utf-8")
    return page.partition("<h1")[2].partition(">")[2].partition("<")[0]


def test_the_page_for_operators_does_what_it_says(operator: Operator) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    before, options, after = halves(blocks_of(PAGE))
    wrong = []

    built = operator.run(
        "\n".join(one.text for one in before[1:] if one.language == "sh")
    )
    with serving(options, cwd=operator.folder) as address:
        for block, shown in itertools.pairwise(after):
            if block.language != "bash":
                continue
            printed = operator.run(block.text.replace(PRINTED, address))
            if not is_as_printed(shown.text, printed.replace(address, PRINTED)):
                wrong.append(f"{PAGE.name}:{shown.line} does not show\n{printed}")
        deadline = time.monotonic() + 20
        while title_of(address) != "Our reports" and time.monotonic() < deadline:
            time.sleep(0.2)
        title = title_of(address)

    assert "every byte as released" in built
    assert wrong == []
    assert title == "Our reports"
