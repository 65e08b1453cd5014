from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from policygraph.cli import policygraph
from policygraph.engine.holding import hold_release
from policygraph.errors import NotFoundError
from policygraph.release import collect_releases, switch

NAMES = tuple(letter * 16 for letter in "abcde")


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Five folders that look like releases, `a…` the oldest and `b…` the current one."""
    folder = tmp_path / "releases"
    for age, name in enumerate(NAMES):
        (folder / name).mkdir(parents=True)
        manifest = folder / name / "manifest.json"
        manifest.write_text("{}")
        os.utime(manifest, (1_000_000 + age, 1_000_000 + age))
    switch(folder, NAMES[1])
    return folder


def names(releases: Path) -> set[str]:
    return {path.name for path in releases.iterdir()} - {"current", ".lock"}


def test_the_current_release_and_the_newest_stay(releases: Path) -> None:
    done = collect_releases(releases, keep=1)

    assert names(releases) == {NAMES[1], NAMES[4]}
    assert done.removed == (NAMES[3], NAMES[2], NAMES[0])
    assert done.freed_bytes == 6


def test_a_release_that_is_held_stays(releases: Path) -> None:
    hold = hold_release(releases / NAMES[0])

    collect_releases(releases, keep=0)

    assert names(releases) == {NAMES[0], NAMES[1]}
    hold.release()
    collect_releases(releases, keep=0)
    assert names(releases) == {NAMES[1]}


def test_a_rehearsal_removes_nothing(releases: Path) -> None:
    done = collect_releases(releases, keep=0, is_rehearsal=True)

    assert len(done.removed) == 4
    assert names(releases) == set(NAMES)


def test_what_is_no_release_is_not_touched(releases: Path) -> None:
    (releases / "notes").mkdir()
    (releases / ("f" * 16)).mkdir()

    collect_releases(releases, keep=0)

    assert {"notes", "f" * 16} < names(releases)


def test_what_killed_builds_left_is_removed(releases: Path) -> None:
    (releases / ".building-999999999-x").mkdir()
    (releases / ".new-abc").write_text(NAMES[0])  # a switch that was killed

    collect_releases(releases, keep=5)

    assert names(releases) == set(NAMES)


@pytest.mark.parametrize("gone", ["current", NAMES[1]])
def test_without_a_current_release_nothing_is_removed(
    releases: Path, gone: str
) -> None:
    path = releases / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    with pytest.raises(NotFoundError):
        collect_releases(releases, keep=0)

    assert len(names(releases)) >= 4


def test_the_command_names_what_it_removes(releases: Path) -> None:
    result = CliRunner().invoke(policygraph, ["gc", str(releases), "--keep", "3"])

    assert result.exit_code == 0
    assert result.stdout.split() == [NAMES[0]]
