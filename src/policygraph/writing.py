"""Bytes into a file in one step: whoever reads sees the old file or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from policygraph.errors import OutsideError

UNFINISHED: Final = ".new-"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, sync it, and move it there.

    A process that is killed meanwhile leaves a file whose name begins with `UNFINISHED`.

    Raises:
        OutsideError: the disk is full or may not be written to; the old file stays.
    """
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise OutsideError(
            f"{path} cannot be written: {error.strerror}.",
            hint="look at the disk's space and the folder's rights",
        ) from error
