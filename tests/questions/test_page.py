"""The page of the thirty questions: each one is there, in its own words, with a command that works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from policygraph.cli import main
from policygraph.engine import read_query_file
from policygraph.release import Built
from policygraph.resources import query_files

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
LINES = re.findall(
    r"^\| \d+ \| (.+) \| `policygraph (query .+)` \| .+ \|$",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE,
)
WITH_VALUES = [command for _, command in LINES if "--param" in command]


def test_the_page_asks_each_question_in_the_words_of_its_file() -> None:
    files = query_files("questions")

    told = {command.split()[1]: words for words, command in LINES}

    assert told == {path.stem: read_query_file(path).answers for path in files}


@pytest.mark.parametrize("command", WITH_VALUES)
def test_a_command_with_a_value_gives_rows(
    built: Built, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    words = [*shlex.split(command), "--release", str(built.path), "--format", "csv"]

    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 0
    assert len(capfd.readouterr().out.splitlines()) > 1
