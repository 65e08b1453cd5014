"""A page of documentation, turned into steps that a test can do as a reader would.

A fenced `sh` block is run, one command a line; a `text` block after it is what the last command
prints, where `…` stands for anything, and on a line of its own for any lines. A `yaml` or `sparql` block goes into
the file that the paragraph before it names last: SPARQL as the whole file, YAML in place of the parts
or items of the same name, or behind the last of its kind.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.web.running import PATIENCE_S, first_line

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w./-]+\.(?:yaml|rq))`")
PAGE = re.compile(r"`(/[\w/-]*)`")
PROGRAM = [sys.executable, "-c", "from policygraph.cli import main; main()"]
MINUTES_S = 120.0
ELSEWHERE = {"make", "git", "python", "python3", "py", "source", "cd"}


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block, the line it starts on, and the file that the words before it name."""

    language: str
    text: str
    line: int
    file: str


def blocks_of(document: Path) -> list[Block]:
    """Return the fenced blocks of a page, top to bottom."""
    text = document.read_text(encoding="utf-8")
    blocks, end = [], 0
    for found in FENCE.finditer(text):
        named = FILE.findall(text[end : found.start()])
        line = text.count("\n", 0, found.start()) + 1
        file = named[-1] if named else ""
        blocks.append(Block(found[1], found[2], line, file))
        end = found.end()
    return blocks


def commands_of(block: Block) -> list[list[str]]:
    """Return the commands of a `sh` block, each as its words."""
    lines = (line for line in block.text.splitlines() if line.strip())
    return [words for line in lines if (words := shlex.split(line, comments=True))]


class Reader:
    """Somebody who does what a page says, in one folder, and remembers what was printed last."""

    def __init__(self, folder: Path, document: Path) -> None:
        self.folder = folder
        self.pages = PAGE.findall(document.read_text(encoding="utf-8"))
        self.printed = ""
        self.opened: list[tuple[str, int]] = []
        self.codes: list[int] = []

    def do(self, block: Block) -> None:
        """Run the commands of a block, or write its text into the file that it is for."""
        if block.language == "sh":
            for words in commands_of(block):
                if words[0] == "policygraph":
                    self.run(words[1:])
                elif words == ["make", "serve"]:
                    self.run(["serve"])
        elif block.language == "sparql":
            (self.folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "yaml":
            path = self.folder / block.file
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(put_in(before, block.text), encoding="utf-8")

    def run(self, words: list[str]) -> None:
        """Run one command; of a server, wait for its first line, then stop it."""
        if words[0] == "serve":
            self._serve(words)
            return
        if words[0] == "query" and not {"--format", "--list"} & set(words):
            words = [*words, "--format", "table"]  # as on a terminal
        done = subprocess.run(
            [*PROGRAM, *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=MINUTES_S,
        )
        self.printed = done.stdout
        self.codes.append(done.returncode)

    def _serve(self, words: list[str]) -> None:
        """Serve at a free port instead of the one asked for, and open the pages named."""
        asked = words[words.index("--port") + 1] if "--port" in words else "8000"
        server = subprocess.Popen(
            [*PROGRAM, *words, "--port", "0"],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        try:
            line = first_line(server)
            url = line.split()[-1]
            for page in self.pages:
                with urllib.request.urlopen(
                    url.rstrip("/") + page, timeout=PATIENCE_S
                ) as answer:
                    self.opened.append((page, answer.status))
            self.printed = re.sub(r":\d+/$", f":{asked}/", line.strip())
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE_S)


def is_as_printed(shown: str, printed: str) -> bool:
    """Tell whether a page shows what was printed; `…` stands for anything, alone for any lines."""
    pattern = "\n".join(
        r"(?s:.*)" if line == "…" else re.escape(line).replace("…", ".*")
        for line in shown.strip("\n").splitlines()
    )
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.fullmatch(pattern, lines.strip("\n")) is not None


def put_in(record: str, addition: str) -> str:
    """Put the parts of a YAML text in place of those of the same name, or add them."""
    if addition.startswith("  - id:"):
        return _put_items(record, addition)
    parts = _split(record, r"^(?=[a-z][\w-]*:)")
    for part in _split(addition, r"^(?=[a-z][\w-]*:)"):
        parts = _replaced(parts, part, part.partition(":")[0] + ":")
    return "".join(parts)


def _put_items(record: str, addition: str) -> str:
    before, after = record.split("\nstatements:\n")
    items = _split(after, r"^(?=  - id:|[a-z#])")
    own = [item for item in items if item.startswith("  - id:")]
    rest = items[len(own) :]
    for item in _split(addition, r"^(?=  - id:)"):
        own = _replaced(own, item, item.partition("\n")[0] + "\n")
    return f"{before}\nstatements:\n{''.join(own)}{''.join(rest)}"


def _split(text: str, before: str) -> list[str]:
    pieces = (piece for piece in re.split(before, text, flags=re.M) if piece)
    return [piece.rstrip("\n") + "\n\n" for piece in pieces]


def _replaced(parts: list[str], part: str, start: str) -> list[str]:
    if any(one.startswith(start) for one in parts):
        return [part if one.startswith(start) else one for one in parts]
    return [*parts, part]
