"""From a file of the pages to its bytes as the client takes them: packed by gzip, or as they are.

Each form has an ETag of its own, so that no cache joins parts of the two; ranges count the bytes that
are sent. Packed in memory and once, since a packed copy on the disk could outlive its original.

Source: RFC 9110, sections 8.4 (Content-Encoding), 8.8.3.3 (a tag for each coding) and 12.5.3.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, request, send_file
from werkzeug.security import safe_join

_PACKED: Final = {".css": "text/css", ".js": "text/javascript"}
_FILES: Final = 16


def install_packing(app: Flask) -> None:
    """Send the style sheet and the script of an application packed to whoever takes that."""
    app.view_functions["static"] = _send


def _send(filename: str) -> Response:
    """Send a file of the pages.

    Raises:
        NotFound: there is none of that name.
    """
    path = _packable(filename)
    if path is None:
        return current_app.send_static_file(filename)
    if _takes_gzip():
        facts = path.stat()
        body, tag = _pack(str(path), facts.st_mtime_ns)
        response = send_file(
            io.BytesIO(body),
            mimetype=_PACKED[path.suffix],
            etag=tag,
            last_modified=facts.st_mtime,
        )
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = current_app.send_static_file(filename)
    response.vary.add("Accept-Encoding")
    return response


def _packable(filename: str) -> Path | None:
    place = safe_join(str(current_app.static_folder), filename)
    path = Path(place) if place else None
    if path is None or path.suffix not in _PACKED or not path.is_file():
        return None
    return path


def _takes_gzip() -> bool:
    taken = request.accept_encodings
    return bool(taken["gzip"]) and taken["gzip"] >= taken["identity"]


@lru_cache(maxsize=_FILES)
def _pack(path: str, _edition: int) -> tuple[bytes, str]:
    """Pack a file; a file that has changed is another."""
    body = gzip.compress(Path(path).read_bytes(), 9, mtime=0)
    return body, hashlib.sha256(body).hexdigest()[:32]
