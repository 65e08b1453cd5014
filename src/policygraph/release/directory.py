"""Directories of releases: built beside the live one, synced, then switched to in one step.

A build that fails or is killed at any moment leaves the live release as it was.
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

BUILDING = ".building-"


@contextmanager
def building(releases: Path) -> Iterator[Path]:
    """Give an empty directory beside the releases, and take it away however the block ends.

    Raises:
        OutsideError: the disk is full or not writable.
    """
    staging = None
    try:
        releases.mkdir(parents=True, exist_ok=True)
        remove_abandoned(releases)
        prefix = f"{BUILDING}{os.getpid()}-"
        staging = Path(tempfile.mkdtemp(prefix=prefix, dir=releases))
        yield staging
    except OSError as error:
        raise OutsideError(
            f"The release could not be written to {releases}: {error.strerror or error}.",
            hint="the release that was there before is untouched",
        ) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def publish(content: Path, releases: Path) -> tuple[Path, str]:
    """Give a finished content its name and make it the current release.

    Everything is synced to the disk before the name, and the name before the switch. Content that is
    already there and whole is kept; a damaged copy of it is replaced.

    Returns:
        The release's directory and its digest.
    """
    digest = release_digest((content / MANIFEST).read_bytes())
    target = releases / digest[:NAME_CHARACTERS]
    with alone(releases):
        _put_in_place(content, target, releases)
        switch(releases, target.name)
    return target, digest


def _put_in_place(content: Path, target: Path, releases: Path) -> None:
    if not _is_whole(target):
        _sync_tree(content)
        if target.exists():
            damaged = Path(tempfile.mkdtemp(prefix=BUILDING, dir=releases))
            target.rename(damaged / target.name)
            content.rename(target)
            shutil.rmtree(damaged, ignore_errors=True)
        else:
            content.rename(target)
        _sync(releases)


def switch(releases: Path, name: str) -> None:
    """Make a release the current one, in one step that is done or not done."""
    prefix = f"{BUILDING}{os.getpid()}-"
    handle, temporary = tempfile.mkstemp(prefix=prefix, dir=releases)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).chmod(0o644)
    Path(temporary).replace(releases / CURRENT)
    _sync(releases)


def _is_whole(target: Path) -> bool:
    if not (target / MANIFEST).is_file():
        return False
    with suppress(DataError):
        verify_release(target)
        return True
    return False


def remove_abandoned(releases: Path) -> None:
    """Take away what builds left behind whose process is gone."""
    for path in releases.glob(f"{BUILDING}*"):
        owner = path.name.removeprefix(BUILDING).partition("-")[0]
        if owner.isdigit() and _is_running(int(owner)):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_running(process_id: int) -> bool:
    if os.name != "posix":  # elsewhere signal 0 is no question but a command
        return process_id == os.getpid()
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
