"""A web address into bytes, within a limit of size and time."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import cast

from policygraph.errors import DataError, OutsideError, UsageError

TIMEOUT_S = 30.0
_BLOCK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent: the bytes, their media type, the last part of the address."""

    data: bytes
    media_type: str
    name: str


def fetch(address: str, *, max_bytes: int, timeout_s: float = TIMEOUT_S) -> Fetched:
    """Get a document over HTTP.

    `timeout_s` bounds every wait and the whole download.

    Raises:
        UsageError: the address is not an http or https one.
        DataError: the document is larger than `max_bytes`.
        OutsideError: the server does not answer, is too slow, or answers with an error.
    """
    if urllib.parse.urlsplit(address).scheme.lower() not in ("http", "https"):
        raise UsageError(
            f"{address} is no http or https address.",
            hint="save the document and give the file instead",
        )
    # the scheme is checked above, and urllib follows redirections to http(s) and ftp only
    request = urllib.request.Request(  # noqa: S310
        address, headers={"User-Agent": "policygraph", "Accept": "*/*"}
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:  # noqa: S310
            response = cast("HTTPResponse", answer)
            data = _read(response, max_bytes=max_bytes, timeout_s=timeout_s)
            media_type = response.headers.get_content_type()
            name = urllib.parse.urlsplit(response.url).path.rpartition("/")[2]
    except urllib.error.HTTPError as error:
        reason = f"{error.code} {error.reason}"
        error.close()
        raise OutsideError(
            f"{address} answers {reason}.",
            hint="look whether a browser gets it; then save it and give the file",
        ) from error
    except (OSError, HTTPException, ValueError) as error:
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        told = cause.strerror if isinstance(cause, OSError) else cause
        raise OutsideError(
            f"{address} cannot be fetched: {told}.",
            hint="save the document and give the file instead",
        ) from error
    return Fetched(data, media_type, name)


def _read(response: HTTPResponse, *, max_bytes: int, timeout_s: float) -> bytes:
    deadline = time.monotonic() + timeout_s
    data = bytearray()
    while block := response.read1(_BLOCK_BYTES):
        data += block
        if len(data) > max_bytes:
            raise DataError(
                f"{response.url} is larger than {max_bytes // 1_000_000} MB.",
                hint="give the report alone",
            )
        if time.monotonic() > deadline:
            raise TimeoutError(f"no end after {timeout_s:g} seconds")
    return bytes(data)
