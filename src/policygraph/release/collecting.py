"""From a folder with every release ever made to one with those that are used or recent."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from policygraph.engine import find_release
from policygraph.engine.holding import alone, is_held
from policygraph.engine.release_store import MANIFEST, NAME_CHARACTERS
from policygraph.errors import OutsideError
from policygraph.release.directory import BUILDING, remove_abandoned

KEPT = 2


@dataclass(frozen=True, slots=True)
class Collected:
    """What was taken away and what stayed, as names, newest first; and the bytes won."""

    removed: tuple[str, ...]
    kept: tuple[str, ...]
    freed_bytes: int


def collect_releases(
    releases: Path, *, keep: int = KEPT, is_rehearsal: bool = False
) -> Collected:
    """Remove old releases, and what builds that were killed left behind.

    The current release stays, so does each one that a server on this machine serves, and the `keep`
    newest besides. What is no release is not touched. A rehearsal removes nothing.

    Raises:
        NotFoundError: there is no current release, so nothing tells what is old.
        OutsideError: the disk does not let go of a release.
    """
    try:
        find_release(releases)
        with alone(releases):
            return _collect(releases, keep, is_rehearsal)
    except OSError as error:
        raise OutsideError(
            f"Old releases in {releases} could not be removed: {error.strerror or error}.",
            hint="the current release is untouched",
        ) from error


def _collect(releases: Path, keep: int, is_rehearsal: bool) -> Collected:
    current = find_release(releases)
    found = _releases_newest_first(releases)
    others = [path for path in found if path != current]
    old = [path for path in others[keep:] if not is_held(path)]
    freed = sum(_size_bytes(path) for path in old)
    if not is_rehearsal:
        remove_abandoned(releases)
        for path in old:
            _remove(path, releases)
    kept = tuple(path.name for path in found if path not in old)
    return Collected(tuple(path.name for path in old), kept, freed)


def _releases_newest_first(releases: Path) -> list[Path]:
    found = [
        path
        for path in releases.iterdir()
        if len(path.name) == NAME_CHARACTERS
        and (path / MANIFEST).is_file()
        and not path.is_symlink()
    ]
    return sorted(
        found,
        key=lambda path: ((path / MANIFEST).stat().st_mtime_ns, path.name),
        reverse=True,
    )


def _remove(path: Path, releases: Path) -> None:
    """Take the name away first, so that a release is there whole or not at all."""
    trash = Path(tempfile.mkdtemp(prefix=f"{BUILDING}{os.getpid()}-", dir=releases))
    path.rename(trash / path.name)
    shutil.rmtree(trash)


def _size_bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
