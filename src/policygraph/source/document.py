"""A file or a web address into frozen text.

Text and Markdown are kept byte for byte; from HTML, PDF and DOCX the running text is extracted, with
LF between its blocks. Nothing is composed, trimmed or straightened: positions must stay valid.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from policygraph.errors import DataError
from policygraph.source.fetching import fetch
from policygraph.source.files import read_file
from policygraph.source.loaders import LOADERS, Loader, loader_for

MAX_DOCUMENT_BYTES = 20_000_000
_REPORT_ALONE = "give the report alone, as text, HTML, PDF or DOCX"


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a report, as every later step counts it.

    `sha256` is the digest of `text` in UTF-8: for a text file, the digest of the file.
    `loader` tells what made the text; `media_type` is that of the document it was made from.
    """

    text: str = field(repr=False)
    sha256: str
    loader: str
    media_type: str

    @classmethod
    def of_text(
        cls, text: str, *, loader: str = "text", media_type: str = "text/plain"
    ) -> Document:
        """Return the document that a text is, with its digest.

        >>> Document.of_text("").sha256[:8]
        'e3b0c442'
        """
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return cls(text, digest, loader, media_type)


def read_document(place: str) -> Document:
    """Read a report from a file or an http(s) address.

    The kind is told by the ending of the file's name, or by the media type that the server sends.

    Raises:
        NotFoundError: there is no such file.
        DataError: the document is empty, too large, binary, not UTF-8, or of an unknown kind.
        OutsideError: the disk or the network failed.
    """
    if place.lower().startswith(("http://", "https://")):
        answer = fetch(place, max_bytes=MAX_DOCUMENT_BYTES)
        loader = loader_for(answer.name, media_type=answer.media_type)
        return _load(place, data=answer.data, loader=loader)
    path = Path(place)
    loader = loader_for(path.name)
    data = read_file(path, max_bytes=MAX_DOCUMENT_BYTES, if_too_large=_REPORT_ALONE)
    return _load(place, data=data, loader=loader)


def _load(place: str, *, data: bytes, loader: Loader | None) -> Document:
    if loader is None:
        known = ", ".join(sorted({end for each in LOADERS for end in each.endings}))
        raise DataError(
            f"{place} is of a kind that is not read here.",
            hint=f"known endings: {known}",
        )
    text = loader.extract(data, place)
    if not text.strip():
        raise DataError(
            f"{place} holds no text.",
            hint="a scanned document needs text recognition first",
        )
    return Document.of_text(text, loader=loader.name, media_type=loader.media_type)
