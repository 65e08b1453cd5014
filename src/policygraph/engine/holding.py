"""Which releases are in use: whoever serves one holds it, whoever tidies asks first.

A hold is a shared lock on the manifest. Nothing is written, and it ends with the process that has it.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policygraph.errors import NotFoundError

_MANIFEST = "manifest.json"


class Hold:
    """A release that somebody uses, until `release` is called or the process ends."""

    def __init__(self, handle: int) -> None:
        self._end = weakref.finalize(self, _let_go, handle)

    def release(self) -> None:
        """Say that the release is used no more. Twice is as once."""
        self._end()


def hold_release(path: Path) -> Hold:
    """Say that a release is used.

    Raises:
        NotFoundError: there is no release at this path.
    """
    try:
        handle = os.open(path / _MANIFEST, os.O_RDONLY)
    except OSError as error:
        raise NotFoundError(
            f"There is no release in {path}.", hint="make one: policygraph build"
        ) from error
    _lock(handle, is_shared=True)
    return Hold(handle)


def is_held(path: Path) -> bool:
    """Tell whether a process on this machine uses a release."""
    try:
        handle = os.open(path / _MANIFEST, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _lock(handle, is_shared=False)
    finally:
        _let_go(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others that ask the same from a folder of releases while the block runs.

    Two that switch and tidy at one moment could else take away what was switched to.
    """
    if os.name != "posix":
        yield  # a folder cannot be locked there
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        _let_go(handle)


def _lock(handle: int, *, is_shared: bool) -> bool:
    """Lock an open file without waiting; tell whether that could be done."""
    if os.name != "posix":
        return True
    import fcntl

    kind = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _let_go(handle: int) -> None:
    """Unlock and close, also where a child process has inherited the file."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_UN)
    os.close(handle)
