from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.corpus import same_files
from benchmarks.measuring import (
    PROC,
    measure_command,
    print_table,
    process_tree,
    resident_bytes,
)

needs_proc = pytest.mark.skipif(
    not (PROC / "self" / "statm").exists(), reason="this system has no /proc"
)


def test_a_command_that_computes_costs_cpu() -> None:
    idle = measure_command([sys.executable, "-c", "pass"])

    busy = measure_command([sys.executable, "-c", "sum(range(20_000_000))"])

    assert busy.cpu_s > idle.cpu_s > 0
    assert busy.wall_s > 0


def test_a_command_that_fails_ends_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="exit code 7"):
        measure_command([sys.executable, "-c", "raise SystemExit(7)"])


@needs_proc
def test_the_tree_of_a_process_holds_its_children() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as child:
        tree = process_tree(os.getpid())
        memory = resident_bytes(child.pid)
        child.communicate(b"\n", timeout=10)

    assert tree[0] == os.getpid()
    assert child.pid in tree
    assert memory > 0


def test_a_process_that_has_ended_has_no_memory() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait(10)

    memory = resident_bytes(child.pid)

    assert memory == 0


def test_a_table_has_its_figures_to_the_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table("Title", ("name", "s"), [("a", "1.0"), ("longer", "10.0")])

    assert capsys.readouterr().out == (
        "\nTitle\n  name       s\n  a        1.0\n  longer  10.0\n"
    )


@pytest.mark.parametrize(
    ("other", "same"),
    [({"a": "1"}, True), ({"a": "2"}, False), ({"a": "1", "b": ""}, False)],
    ids=["equal", "another byte", "another file"],
)
def test_directories_are_compared_by_names_and_bytes(
    tmp_path: Path, other: dict[str, str], same: bool
) -> None:
    for name, files in (("one", {"a": "1"}), ("other", other)):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)

    assert same_files(tmp_path / "one", tmp_path / "other") is same
