"""A file on this machine into its bytes, never more of them than a limit: what curators give may be anything."""

from __future__ import annotations

from pathlib import Path

from policygraph.errors import DataError, Fault, NotFoundError, OutsideError


def read_file(
    path: Path,
    *,
    max_bytes: int,
    shown: str = "",
    if_absent: str = "check the path",
    if_too_large: str,
) -> bytes:
    """Read a file. Messages call it `shown`; `if_absent` and `if_too_large` are their hints.

    Raises:
        NotFoundError: there is no such file.
        DataError: it has more than `max_bytes`; no more than that is read.
        OutsideError: it cannot be read.
    """
    name = shown or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {name}.", hint=if_absent) from error
    except OSError as error:
        raise OutsideError(
            f"{name} cannot be read: {error.strerror}.",
            hint="look at the rights of the file",
        ) from error
    if len(data) > max_bytes:
        message = f"The file is larger than {max_bytes // 1_000_000} MB."
        fault = Fault(name, 0, message, if_too_large)
        raise DataError(message, hint=if_too_large, faults=(fault,))
    return data
