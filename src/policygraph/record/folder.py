"""The folder of one report into its record, its anchors and, where it is here, its text."""

from __future__ import annotations

from pathlib import Path

from policygraph.errors import DataError, NotFoundError, UsageError
from policygraph.record.anchors import (
    Anchors,
    anchor_record,
    faults_against_text,
)
from policygraph.record.reading import RECORD_NAME, ReadRecord, read_record
from policygraph.record.stored_anchors import (
    ANCHORS_NAME,
    StoredAnchors,
    anchors_json,
    read_anchors,
    write_anchors,
)
from policygraph.record.vocabulary import Vocabulary, read_vocabulary
from policygraph.record.yaml_tree import display_path, read_yaml
from policygraph.source import Document, read_document
from policygraph.writing import write_whole

TEXT_NAME = "source.txt"


def load_report(
    path: Path, vocabulary: Vocabulary, *, write_anchors: bool = False
) -> tuple[ReadRecord, Anchors, str | None]:
    """Read a record and anchor it in the text beside it, or in what was kept of that text.

    `write_anchors` renews `anchors.json` where the text is here and the anchors have changed.
    Returns record, anchors, and the text, or None where it is not on this machine.

    Raises:
        DataError: with all faults of the record, or of its quotations, sorted by line.
    """
    kept, text = path.with_name(ANCHORS_NAME), path.with_name(TEXT_NAME)
    document = read_document(str(text)) if text.is_file() else None
    try:
        read = read_record(path, vocabulary)
    except DataError as error:
        raise _with_quotations(error, path, document) from error
    anchors = anchor_record(read, text=document, stored=read_anchors(kept))
    if document is None:
        return read, anchors, None
    if write_anchors:
        _renew(kept, anchors)
    return read, anchors, document.text


def add_source(corpus: Path, slug: str, place: str, *, replace: bool = False) -> str:
    """Keep a text beside its record and verify every quotation; return what was done, in a sentence.

    With `replace` the text may differ from the one the anchors were made from. Nothing is written
    when a quotation has no place in it. A record that is still unfinished and was never anchored
    gets its text all the same, to be quoted from.

    Raises:
        NotFoundError: there is no such record, or no such file.
        UsageError: another text is kept already, and `replace` was not said.
        DataError: the text is not the anchored one, or the record or its quotations are wrong.
        OutsideError: disk or network failed.
    """
    record = corpus / slug / RECORD_NAME
    if not record.is_file():
        raise NotFoundError(
            f"There is no report {slug!r} in {display_path(corpus)}.",
            hint=f"policygraph new {slug} starts one",
        )
    document = read_document(place)
    text = record.with_name(TEXT_NAME)
    kept = record.with_name(ANCHORS_NAME)
    stored = read_anchors(kept)
    if not replace and stored is None:
        _keep_other(text, document)
    anchors = _anchored(record, document, stored, replace=replace)
    write_whole(text, document.text.encode("utf-8"))
    told = f"Kept {display_path(text)}: {len(document.text)} characters"
    if anchors is None:
        return (
            f"{told}.\nThe record is not finished; policygraph check {slug}"
            f" --corpus {display_path(corpus)} lists what it lacks."
        )
    _renew(kept, anchors)
    return (
        f"{told}, SHA-256 {document.sha256[:12]}…; {len(anchors.places)} quotations stand "
        f"in it, which are {anchors.quoted_share:.0%} of what is not boilerplate."
    )


def _with_quotations(
    error: DataError, path: Path, document: Document | None
) -> DataError:
    """Add what is wrong with the quotations to what is wrong with the rest of a record."""
    if document is None:
        return error
    try:
        tree = read_yaml(path)
    except DataError:
        return error
    faults = (*error.faults, *faults_against_text(tree, document))
    return DataError(error.message, hint=error.hint, faults=faults)


def _anchored(
    record: Path, document: Document, stored: StoredAnchors | None, *, replace: bool
) -> Anchors | None:
    """Return the anchors, or None for an unfinished record that was never anchored."""
    try:
        read = read_record(record, read_vocabulary())
    except DataError:
        if stored is not None:
            raise
        return None
    return anchor_record(read, text=document, stored=stored, text_is_new=replace)


def _keep_other(text: Path, document: Document) -> None:
    """Refuse to write over a text that nobody said to replace."""
    if text.is_file() and text.read_bytes() != document.text.encode("utf-8"):
        raise UsageError(
            f"{display_path(text)} is there already, with other words.",
            hint="--replace takes the new text in its place",
        )


def _renew(kept: Path, anchors: Anchors) -> None:
    data = anchors_json(anchors).encode("utf-8")
    if not kept.is_file() or kept.read_bytes() != data:
        write_anchors(kept, anchors)
