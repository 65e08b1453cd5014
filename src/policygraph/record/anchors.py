"""A record and its text, or what was kept of it, into the place of every quotation.

With the text each quotation is located, verbatim, once. Without it the places come from
`anchors.json`, and only for words whose digest is the one that was taken when the text was there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policygraph.errors import (
    DataError,
    Fault,
    QuoteAmbiguousError,
    QuoteNotFoundError,
)
from policygraph.record.locating import Locate, by_digest, in_text
from policygraph.record.model import Quotation
from policygraph.record.quotations import (
    PlacedQuotation,
    quotations_of,
    readable_quotations,
)
from policygraph.record.reading import ReadRecord
from policygraph.record.stored_anchors import Anchor, StoredAnchors
from policygraph.record.wording import item_and_key
from policygraph.record.yaml_tree import YamlTree
from policygraph.source import Document, SourceText


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where the quotations of one record stand in its text.

    `boilerplate` has start, end and reason of what is not the report, by start. `quoted_share` is the
    share of the characters outside boilerplate that stand in the record as quotations, 0 to 1.
    `ids` are those ever given to what lives in the report alone, withdrawn ones too.
    """

    text_sha256: str
    character_count: int
    text_present: bool
    ids: tuple[str, ...]
    boilerplate: tuple[tuple[int, int, str], ...]
    quoted_share: float
    places: Mapping[Quotation, Anchor] = field(repr=False)
    sections: tuple[tuple[int, str], ...] = field(repr=False, default=())

    def passage(self, quotation: Quotation) -> Anchor:
        """Return the place of a quotation of the record these anchors were made for."""
        return self.places[quotation]

    def section_at(self, start_char: int) -> str | None:
        """Return the id of the section that a position lies in; None before the first."""
        at = bisect_right(self.sections, (start_char, "\U0010ffff"))
        return self.sections[at - 1][1] if at else None


def anchor_record(
    read: ReadRecord,
    *,
    text: Document | None,
    stored: StoredAnchors | None,
    text_is_new: bool = False,
) -> Anchors:
    """Locate every quotation of a record.

    `text_is_new` says that the text is meant to take the place of the one the stored anchors were
    made from; quotations that are gone from it are then re-anchored for the hint, never moved.

    Raises:
        DataError: with a fault, at the record's line, for each quotation that has no place, for an
            id that vanished without being withdrawn, or for a text that is not the anchored one.
    """
    faults = list(_vanished(read, stored))
    if text is None:
        if stored is None:
            raise _no_text(read)
        locate = by_digest(stored)
        sha256, count = stored.text_sha256, stored.character_count
    else:
        if stored and not text_is_new and stored.text_sha256 != text.sha256:
            raise _other_text(read, text, stored)
        locate = in_text(SourceText(text.text), stored)
        sha256, count = text.sha256, len(text.text)
    places = _places(read.tree, quotations_of(read.record), locate, faults)
    boilerplate = _boilerplate(read, places, faults)
    if faults:
        message = f"{read.file} does not fit its text in {len(faults)} places."
        raise DataError(message, faults=tuple(faults))
    return Anchors(
        text_sha256=sha256,
        character_count=count,
        text_present=text is not None,
        ids=tuple(sorted({*_given_ids(read), *read.record.withdrawn})),
        boilerplate=boilerplate,
        quoted_share=_quoted_share(places, boilerplate, count),
        places=places,
        sections=_sections(read, places),
    )


def faults_against_text(tree: YamlTree, text: Document) -> tuple[Fault, ...]:
    """Return what is wrong with the quotations of a record that is no record yet."""
    faults: list[Fault] = []
    locate = in_text(SourceText(text.text), None)
    _places(tree, readable_quotations(tree.data), locate, faults)
    return tuple(faults)


def _places(
    tree: YamlTree,
    quotations: Iterable[PlacedQuotation],
    locate: Locate,
    faults: list[Fault],
) -> dict[Quotation, Anchor]:
    places: dict[Quotation, Anchor] = {}
    for placed in quotations:
        if placed.quotation in places:
            continue
        try:
            places[placed.quotation] = locate(placed.quotation)
        except (QuoteNotFoundError, QuoteAmbiguousError) as error:
            item, key = item_and_key(placed.path, tree)
            name = item if key == "quote" else f"{item}: {key}"
            message = f"{name} {error.message}"
            faults.append(
                Fault(tree.file, tree.line_of(placed.path), message, error.hint)
            )
    return places


def _boilerplate(
    read: ReadRecord, places: Mapping[Quotation, Anchor], faults: list[Fault]
) -> tuple[tuple[int, int, str], ...]:
    spans = []
    for at, item in enumerate(read.record.boilerplate):
        first, last = places.get(item.starts), places.get(item.ends)
        if first is None or last is None:
            continue
        if last.end_char < first.end_char or last.start_char < first.start_char:
            line = read.line_of(("boilerplate", at))
            message = f"boilerplate {at + 1} ends before it starts."
            faults.append(Fault(read.file, line, message, "swap `starts` and `ends`"))
            continue
        spans.append((first.start_char, last.end_char, item.reason))
    return tuple(sorted(spans))


def _sections(
    read: ReadRecord, places: Mapping[Quotation, Anchor]
) -> tuple[tuple[int, str], ...]:
    return tuple(
        sorted(
            (places[part.starts].start_char, part.id) for part in read.record.sections
        )
    )


def _quoted_share(
    places: Mapping[Quotation, Anchor],
    boilerplate: tuple[tuple[int, int, str], ...],
    count: int,
) -> float:
    outside = bytearray(b"\1") * count
    for start, end, _ in boilerplate:
        outside[start:end] = bytes(end - start)
    total = sum(outside)
    for anchor in places.values():
        start, end = anchor.start_char, anchor.end_char
        outside[start:end] = bytes(end - start)
    return (total - sum(outside)) / total if total else 0.0


def _given_ids(read: ReadRecord) -> Iterator[str]:
    """Return the ids a curator gave to what lives in this report alone."""
    record = read.record
    for discussion in (record.discussion, *record.further_discussions):
        yield discussion.id
        if discussion.group:
            yield discussion.group.id
    for kind in (record.sections, record.issues, record.statements, record.unnamed):
        yield from (item.id for item in kind)


def _vanished(read: ReadRecord, stored: StoredAnchors | None) -> Iterator[Fault]:
    present = {*_given_ids(read), *read.record.withdrawn}
    for name in stored.ids if stored else ():
        if name not in present:
            yield Fault(
                read.file,
                read.lines.get("withdrawn", 0),
                f"The id {name!r} has vanished.",
                f"an id is never used again: add {name} under `withdrawn`, or bring it back",
            )


def _no_text(read: ReadRecord) -> DataError:
    message = "The quotations are not anchored yet, and the text is not here."
    hint = f"policygraph source add {read.slug} FILE"
    return DataError(message, hint=hint, faults=(Fault(read.file, 0, message, hint),))


def _other_text(read: ReadRecord, text: Document, stored: StoredAnchors) -> DataError:
    message = (
        "The text beside the record is not the one its anchors were made from "
        f"(SHA-256 {text.sha256[:12]}…, not {stored.text_sha256[:12]}…)."
    )
    hint = (
        "bring the text back, or take this one with "
        f"`policygraph source add {read.slug} FILE --replace`"
    )
    return DataError(message, hint=hint, faults=(Fault(read.file, 0, message, hint),))
