"""Directories of releases: built beside the live one, synced, then switched to in one step.

A build that fails or is killed at any moment leaves the live release as it was. One build at a time
writes to a folder of releases; the system gives its lock back however the build ends.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from policygraph.engine.holding import alone
from policygraph.engine.release_store import (
    CURRENT,
    MANIFEST,
    NAME_CHARACTERS,
    release_digest,
    verify_release,
)
from policygraph.errors import DataError, OutsideError
from policygraph.writing import UNFINISHED, write_whole

BUILDING = ".building-"
_LOCK = ".lock"


@contextmanager
def building(releases: Path) -> Iterator[Path]:
    """Give an empty directory beside the releases, and take it away however the block ends.

    Raises:
        OutsideError: the disk is full or not writable, or another build is at work.
    """
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with _only_build(releases):
            with alone(releases):
                _remove_abandoned(releases)
            staging = Path(tempfile.mkdtemp(prefix=BUILDING, dir=releases))
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise OutsideError(
            f"The release could not be written to {releases}: {error.strerror or error}.",
            hint="the release that was there before is untouched",
        ) from error


def publish(content: Path, releases: Path) -> tuple[Path, str]:
    """Give a finished content its name and make it the current release.

    Everything is synced to the disk before the name, and the name before the switch. Content that is
    already there and whole is kept; a damaged copy of it is replaced. Called inside `building`.

    Returns:
        The release's directory and its digest.
    """
    digest = release_digest((content / MANIFEST).read_bytes())
    target = releases / digest[:NAME_CHARACTERS]
    with alone(releases):
        _put_in_place(content, target, releases)
        _switch(releases, target.name)
    return target, digest


def _put_in_place(content: Path, target: Path, releases: Path) -> None:
    if not _is_whole(target):
        _sync_tree(content)
        if target.exists():
            target.rename(content.parent / "damaged")
        content.rename(target)
        _sync(releases)


def switch(releases: Path, name: str) -> None:
    """Make a release the current one, in one step that is done or not done.

    Raises:
        OutsideError: the disk is full or not writable.
    """
    with alone(releases):
        _switch(releases, name)


def _switch(releases: Path, name: str) -> None:
    write_whole(releases / CURRENT, f"{name}\n".encode())
    _sync(releases)


@contextmanager
def _only_build(releases: Path) -> Iterator[None]:
    """Hold the lock of a folder of releases. Where the system has no such locks, nothing is held."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (releases / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutsideError(
                f"Another build is writing to {releases}.",
                hint="wait until it is done, or give another folder with --releases",
            ) from error
        yield


def _is_whole(target: Path) -> bool:
    if not (target / MANIFEST).is_file():
        return False
    with suppress(DataError):
        verify_release(target)
        return True
    return False


def remove_abandoned(releases: Path) -> None:
    """Take away what killed builds left behind, unless a build is at work just now. Called inside `alone`."""
    with suppress(OutsideError), _only_build(releases):
        _remove_abandoned(releases)


def _remove_abandoned(releases: Path) -> None:
    """Take away what killed builds left behind; with both locks held nobody is at work on any of it."""
    for path in releases.glob(f"{BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in releases.glob(f"{UNFINISHED}*"):
        path.unlink(missing_ok=True)


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
        return  # only files can be synced there
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
