"""A report's folder into its record, its anchors and its text; and a text into that folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from policygraph.errors import NotFoundError, OutsideError
from policygraph.record.anchors import Anchors, anchor_record
from policygraph.record.reading import RECORD_NAME, ReadRecord, read_record
from policygraph.record.stored_anchors import (
    ANCHORS_NAME,
    anchors_json,
    read_anchors,
    write_anchors,
)
from policygraph.record.vocabulary import Vocabulary, read_vocabulary
from policygraph.record.yaml_tree import display_path
from policygraph.source import Document, read_document

SOURCE_NAME: Final = "source.txt"


def load_report(
    path: Path, vocabulary: Vocabulary, *, write: bool = True
) -> tuple[ReadRecord, Anchors, str | None]:
    """Read a record and place its quotations; the text is None where it is not on this machine.

    With the text at hand and everything in place, anchors that have changed are written (`write`), so
    that machines without the text find them.

    Raises:
        DataError: with every fault of the record or, if it has none, of its quotations.
        OutsideError: a file cannot be read or written.
    """
    read = read_record(path, vocabulary)
    text = _text_beside(path)
    kept = path.with_name(ANCHORS_NAME)
    anchors = anchor_record(read, text=text, stored=read_anchors(kept))
    if write and text is not None and _differs(kept, anchors_json(anchors)):
        write_anchors(kept, anchors)
    return read, anchors, text.text if text else None


def add_source(corpus: Path, slug: str, place: str, *, replace: bool = False) -> str:
    """Keep a text beside its record and verify every quotation against it; say what was found.

    The first text of a record is kept whatever the record still lacks. A text that differs from the
    one the anchors were made from is kept only with `replace`, and only if every quotation stands in it.

    Raises:
        NotFoundError: there is no such record.
        DataError: the record or its quotations are wrong, or the text is another one.
        OutsideError: the text cannot be read or kept.
    """
    record = corpus / slug / RECORD_NAME
    if not record.is_file():
        raise NotFoundError(
            f"There is no record {display_path(record)}.",
            hint=f"start one: policygraph new {slug}",
        )
    text = read_document(place)
    stored = read_anchors(record.with_name(ANCHORS_NAME))
    if stored is None:
        _keep(record.with_name(SOURCE_NAME), text)
    read = read_record(record, read_vocabulary())
    anchors = anchor_record(read, text=text, stored=stored, text_is_new=replace)
    _keep(record.with_name(SOURCE_NAME), text)
    write_anchors(record.with_name(ANCHORS_NAME), anchors)
    share = round(100 * anchors.quoted_share)
    return (
        f"{display_path(record.with_name(SOURCE_NAME))}: {len(text.text)} characters,"
        f" {len(anchors.places)} quotations verified, {share} % of the report quoted."
    )


def _text_beside(record: Path) -> Document | None:
    path = record.with_name(SOURCE_NAME)
    return read_document(str(path)) if path.is_file() else None


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") != text
    except (OSError, UnicodeDecodeError):
        return True


def _keep(path: Path, text: Document) -> None:
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".source-")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.text.encode("utf-8"))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutsideError(
            f"{display_path(path)} cannot be written: {error.strerror}.",
            hint="look at the disk's space and the folder's rights",
        ) from error

