from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph.errors import UsageError
from policygraph.record import read_record, read_vocabulary, write_skeleton

FILLED = {
    "<DAY, AS 2026-01-31>": "2026-01-31",
    "<YOUR NAME>": "A curator",
    "<FIRST WORDS OF THE REPORT>": "Lamps were discussed",
    "<THE STATEMENT IN YOUR OWN WORDS>": "Lamps burn all night.",
    "<THE SHORTEST WORDS OF THE REPORT THAT CARRY IT>": "lamps burn until dawn",
}


def test_a_skeleton_that_is_filled_in_passes(tmp_path: Path) -> None:
    path = write_skeleton(tmp_path, "lamps", "Lamps at night")
    text = path.read_text("utf-8")
    for placeholder, words in FILLED.items():
        assert placeholder in text
        text = text.replace(placeholder, words)
    path.write_text(text, "utf-8")

    read = read_record(path, read_vocabulary())

    assert read.record.report.title == "Lamps at night"
    assert not re.search(r"<[A-Z]", text)


@pytest.mark.parametrize(
    "title", ['Say "no": why?', "a\\b", "# 1 – Straße", "{x}: 012"]
)
def test_a_title_comes_back_as_it_was_given(tmp_path: Path, title: str) -> None:
    path = write_skeleton(tmp_path, "lamps", title)
    path.write_text(
        path.read_text("utf-8").replace("<DAY, AS 2026-01-31>", "2026-01-31"), "utf-8"
    )

    read = read_record(path, read_vocabulary())

    assert read.record.report.title == title


def test_a_title_may_be_filled_in_later(tmp_path: Path) -> None:
    path = write_skeleton(tmp_path, "lamps")

    assert '"<TITLE OF THE REPORT>"' in path.read_text("utf-8")


def test_a_report_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = write_skeleton(tmp_path, "lamps", "First")

    with pytest.raises(UsageError, match="there already"):
        write_skeleton(tmp_path, "lamps", "Second")

    assert "First" in path.read_text("utf-8")


@pytest.mark.parametrize(
    "slug", ["Lamps", "../lamps", "> } ; DROP", "a b", "", "x" * 81]
)
def test_a_slug_that_is_not_safe_makes_nothing(tmp_path: Path, slug: str) -> None:
    with pytest.raises(UsageError):
        write_skeleton(tmp_path, slug, "Lamps")

    assert list(tmp_path.iterdir()) == []
