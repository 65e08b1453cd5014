"""The classes of hostile input, counted: each that can touch what exists has cases, over a thousand in all."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.hostile.classes import CLASSES, DOES_NOT_APPLY

PROJECT = Path(__file__).resolve().parent.parent.parent
MANY = 1_000


@pytest.fixture(scope="module")
def cases() -> Counter[int]:
    """How many cases each class has; what hypothesis makes up is not among them."""
    listed = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            "-p",
            "no:xdist",
            "tests/hostile",
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = re.findall(
        r"^[^:\n]+::.*?\bclass-(\d\d)-([a-z-]+)", listed.stdout, re.MULTILINE
    )
    counted: Counter[int] = Counter()
    for number, rest in found:
        assert rest.startswith(CLASSES[int(number)])
        counted[int(number)] += 1
    return counted


def test_every_class_that_can_touch_what_exists_has_cases(cases: Counter[int]) -> None:
    assert sorted(CLASSES) == list(range(1, 81))
    assert set(cases) == set(CLASSES) - set(DOES_NOT_APPLY)


def test_there_are_over_a_thousand_cases(cases: Counter[int]) -> None:
    assert cases.total() > MANY


def test_why_a_class_does_not_apply_is_told_in_the_documentation() -> None:
    page = (PROJECT / "docs" / "limits.md").read_text(encoding="utf-8")

    for number in DOES_NOT_APPLY:
        assert f"| {number} |" in page, CLASSES[number]
