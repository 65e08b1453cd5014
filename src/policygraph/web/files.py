"""The files of a release that are served as they are: its context, its catalogue, its dumps."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from policygraph.engine import DUMP_FORMATS, DUMPS
from policygraph.engine.dumping import DUMP_NAME
from policygraph.errors import NotFoundError, OutsideError
from policygraph.exchange import read_context
from policygraph.exchange.jsonld import Context
from policygraph.resources import folder
from policygraph.web.sites import site
from policygraph.web.source import Source

_CONTEXT: Final = "context.jsonld"
_CHUNK_BYTES: Final = 65_536


def release_file(name: str) -> Path:
    """Return a file of the release that is served.

    Raises:
        NotFoundError: what is served is no release, or has no such file.
    """
    release = site().source.release
    path = None if release is None else release / name
    if path is None or not path.is_file():
        raise NotFoundError(
            "There is no such file here.",
            hint="a server that was started with a release has one",
        )
    return path


def context_bytes() -> bytes:
    """Return the JSON-LD context of the release; without one, that of this program."""
    release = site().source.release
    place = folder("ontology") if release is None else release / "vocabulary"
    try:
        return (place / _CONTEXT).read_bytes()
    except OSError as error:
        raise OutsideError("The context of the release cannot be read.") from error


def read_release_context() -> Context:
    """Return the terms of the JSON-LD context."""
    return read_context(context_bytes())


def dumps_of(source: Source) -> tuple[tuple[str, str], ...]:
    """Return the dumps of a release, each with its media type; none without a release."""
    if source.release is None:
        return ()
    found = []
    for one in DUMP_FORMATS:
        name = f"{DUMP_NAME}.{one.ending}"
        found += [(name, one.media_type), (f"{name}.gz", "application/gzip")]
    return tuple(found)


def stream_dump(name: str) -> Iterator[bytes]:
    """Read a dump piece by piece; a plain one is unpacked on the way.

    Raises:
        NotFoundError: there is no such dump.
    """
    is_packed = name.endswith(".gz")
    path = release_file(f"{DUMPS}/{name}" if is_packed else f"{DUMPS}/{name}.gz")
    return _pieces(path, is_packed=is_packed)


def _pieces(path: Path, *, is_packed: bool) -> Iterator[bytes]:
    with path.open("rb") if is_packed else gzip.open(path) as stream:
        while piece := stream.read(_CHUNK_BYTES):
            yield piece
