"""Bytes of one kind of document into its running text.

One loader a kind. The slow libraries load when a document of their kind comes.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from policygraph.errors import DataError

MAX_UNPACKED_BYTES = 200_000_000

# What parsers of foreign formats throw at a broken file; each is told as one sentence.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    SyntaxError,  # what lxml says of broken XML
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Loader:
    """How one kind of document becomes text. `extract` takes the bytes and the name for messages."""

    name: str
    media_type: str
    endings: tuple[str, ...]
    extract: Callable[[bytes, str], str]


def read_text(data: bytes, place: str) -> str:
    """Return the text of UTF-8 bytes, unchanged.

    Raises:
        DataError: the bytes are UTF-16, binary, or in another encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(
            f"{place} is encoded as UTF-16; a text must be UTF-8.",
            hint="save it again with the encoding UTF-8",
        )
    if b"\0" in data:
        raise DataError(
            f"{place} is a binary file, not a text.",
            hint="give a PDF, DOCX or HTML file its own ending",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{place} is not UTF-8 (byte {error.start}).",
            hint="save it again with the encoding UTF-8",
        ) from error


def _read_html(data: bytes, place: str) -> str:
    if b"\0" in data:
        raise DataError(
            f"{place} is a binary file, not HTML.",
            hint="a PDF or Word file needs the ending .pdf or .docx",
        )
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(data, include_comments=False, include_tables=True)
    return _lines(text or "")


def _read_pdf(data: bytes, place: str) -> str:
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DataError(
                f"{place} is locked by a password.", hint="save an open copy"
            )
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_BROKEN) as error:
        raise DataError(
            f"{place} cannot be read as a PDF.",
            hint="see whether a reader opens it; then print it to a new PDF",
        ) from error
    return _lines("\n\n".join(pages))


def _read_docx(data: bytes, place: str) -> str:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked_bytes = sum(entry.file_size for entry in archive.infolist())
        if unpacked_bytes > MAX_UNPACKED_BYTES:
            raise DataError(
                f"{place} unpacks to more than a document holds.",
                hint="save its text alone, without pictures",
            )
        blocks = list(_blocks(docx.Document(io.BytesIO(data))))
    except (OpcError, *_BROKEN) as error:
        raise DataError(
            f"{place} cannot be read as a DOCX.",
            hint="see whether Word opens it; then save it again as .docx",
        ) from error
    return _lines("\n\n".join(blocks))


def _blocks(document: Any) -> Iterator[str]:  # python-docx ships no types
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(cell.text for cell in row.cells)
        else:
            yield block.text


def _lines(text: str) -> str:
    """Return text with LF only, and without the half characters that some PDFs hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text)


LOADERS = (
    Loader("text", "text/plain", (".txt",), read_text),
    Loader("text", "text/markdown", (".md", ".markdown"), read_text),
    Loader("trafilatura", "text/html", (".html", ".htm", ".xhtml"), _read_html),
    Loader("pypdf", "application/pdf", (".pdf",), _read_pdf),
    Loader(
        "python-docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
        _read_docx,
    ),
)


def loader_for(name: str, *, media_type: str = "") -> Loader | None:
    """Return the loader for a file's name or, where one is given, a media type; None for neither.

    >>> loader_for("Report.PDF").name
    'pypdf'
    """
    if media_type == "application/xhtml+xml":
        media_type = "text/html"
    ending = "." + name.lower().rpartition(".")[2]
    by_ending = next((each for each in LOADERS if ending in each.endings), None)
    by_type = next((each for each in LOADERS if each.media_type == media_type), None)
    # servers send Markdown, and files they do not know, as plain text or plain bytes
    if media_type in ("", "text/plain", "application/octet-stream") and by_ending:
        return by_ending
    return by_type
