from __future__ import annotations

import itertools
import re
import shutil
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import BaseModel
from tests.documents import (
    ELSEWHERE,
    Reader,
    blocks_of,
    commands_of,
    is_as_printed,
    put_in,
)

from policygraph.cli import policygraph
from policygraph.record import CorpusDescription, Record

PROJECT = Path(__file__).resolve().parent.parent
README = PROJECT / "README.md"
TUTORIAL = PROJECT / "docs" / "tutorial.md"
PAGES = sorted([README, *(PROJECT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def commands() -> Iterator[tuple[str, click.Command]]:
    """All commands, `source add` with two words."""
    for name, command in policygraph.commands.items():
        if isinstance(command, click.Group):
            for inner, one in command.commands.items():
                yield f"{name} {inner}", one
        else:
            yield name, command


def section_of(page: Path, heading: str) -> str:
    found = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)",
        page.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return found[1] if found else ""


def models_below(model: type[BaseModel]) -> set[type[BaseModel]]:
    found = {model}
    for field in model.model_fields.values():
        for part in flattened(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= models_below(part)
    return found


def flattened(annotation: object) -> Iterator[object]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from flattened(part)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the corpus as in a fresh clone, and no release."""
    shutil.copytree(PROJECT / "corpus", tmp_path / "corpus")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "codes"),
    [(README, {0}), (TUTORIAL, {0, 1})],
    ids=["README", "tutorial with its mistakes"],
)
def test_a_page_does_what_it_says(page: Path, codes: set[int], folder: Path) -> None:
    reader = Reader(folder, page)
    blocks = blocks_of(page)
    wrong = []

    for before, block in itertools.pairwise(blocks):
        reader.do(before)
        is_output = (before.language, block.language) == ("sh", "text")
        if is_output and not is_as_printed(block.text, reader.printed):
            wrong.append(f"{page.name}:{block.line} does not show\n{reader.printed}")

    assert not wrong, "\n".join(wrong)
    assert set(reader.codes) == codes
    assert reader.opened
    assert {status for _, status in reader.opened} == {200}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_of_other_programs_are_few(page: Path) -> None:
    others = {
        words[0]
        for block in blocks_of(page)
        if block.language == "sh"
        for words in commands_of(block)
        if words[0] != "policygraph"
    }

    assert others <= ELSEWHERE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [one for one in targets if not urllib.parse.urlsplit(one).scheme]

    missing = [
        one for one in local if not (page.parent / one.partition("#")[0]).exists()
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=[name for name, _ in commands()]
)
def test_every_command_and_option_is_explained(
    name: str, command: click.Command
) -> None:
    section = section_of(PROJECT / "docs" / "commands.md", name)
    options = [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    ]

    missing = [option for option in options if f"`{option}" not in section]

    assert section
    assert missing == []


def test_every_make_target_in_the_readme_is_there() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+)", README.read_text(encoding="utf-8")))

    missing = [name for name in named if not re.search(rf"^{name}:", makefile, re.M)]

    assert {"serve", "test"} <= named
    assert missing == []


def test_every_key_of_a_record_is_explained() -> None:
    page = (PROJECT / "docs" / "record.md").read_text(encoding="utf-8")
    keys = {
        str(field.alias)
        for model in models_below(Record) | {CorpusDescription}
        for field in model.model_fields.values()
    }

    missing = [
        key for key in keys if not re.search(rf"`{key}`|`{{?{key}:|\b{key}:", page)
    ]

    assert len(keys) > 60
    assert missing == []


def test_the_readme_is_short() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 120


def test_the_shipped_report_says_that_it_is_fictional() -> None:
    text = (PROJECT / "corpus/harbourfield-roundtable/source.txt").read_text("utf-8")

    assert text.startswith("This report is fictional.")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a\nb c\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("a\nb\n", "a\nc\n", False),
        ("a\n", "a\nb\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_shown_output_is_compared_line_by_line(
    shown: str, printed: str, same: bool
) -> None:
    assert is_as_printed(shown, printed) is same


def test_yaml_takes_the_place_of_parts_and_items_of_its_name() -> None:
    record = "a: 1\nstatements:\n  - id: s01\n    x: 1\nlinks: []\n"

    changed = put_in(put_in(record, "a: 2\nb: 3\n"), "  - id: s01\n    x: 2\n")
    extended = put_in(changed, "  - id: s02\n    x: 3\n")

    assert extended.split() == (
        [
            "a:",
            "2",
            "statements:",
            "-",
            "id:",
            "s01",
            "x:",
            "2",
            "-",
            "id:",
            "s02",
            "x:",
            "3",
            "links:",
            "[]",
            "b:",
            "3",
        ]
    )
