"""The dataset as a page: from the facts of a release to what it holds, in which files, under which terms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from policygraph.engine import DUMPS
from policygraph.engine.release_store import Manifest, read_manifest
from policygraph.web.asking import Asker, Row
from policygraph.web.documents import licence_ref
from policygraph.web.facts import Fact, Facts
from policygraph.web.files import dumps_of, release_file
from policygraph.web.links import Ref
from policygraph.web.sites import site

_COUNTED: Final = (
    ("reports", "/reports"),
    ("discussions", ""),
    ("claims", "/claims"),
    ("recommendations", "/recommendations"),
    ("questions", ""),
    ("commitments", ""),
    ("passages", ""),
    ("actors", "/actors"),
    ("themes", "/themes"),
    ("quads", ""),
)
_SHOWN_ABOVE: Final = frozenset(
    {
        "dcterms:description",
        "dcterms:license",
        "dcterms:modified",
        "dcterms:publisher",
        "dcterms:title",
        "void:uriSpace",
        "void:vocabulary",
    }
)
_SUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class DumpLine:
    """One file to download: its size in a reader's words, and its SHA-256 in hexadecimal."""

    file: Ref
    media_type: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class QuotedShare:
    """How much of a report's text is quoted for its statements, in percent of its characters."""

    report: Ref
    percent: int
    characters: str


@dataclass(frozen=True, slots=True)
class Number:
    """How many there are of something; `href` is empty where they have no list."""

    number: str
    word: str
    href: str


@dataclass(frozen=True, slots=True)
class DatasetView:
    """All that the page of the dataset shows; what is not known is empty."""

    description: str
    publisher: str
    licence: Ref | None
    modified: str
    covers: str
    digest: str
    software: str
    numbers: tuple[Number, ...]
    dumps: tuple[DumpLine, ...]
    shares: tuple[QuotedShare, ...]
    others: tuple[Fact, ...]


def make_dataset_view(asker: Asker, facts: Facts) -> DatasetView:
    """Gather what is known of the dataset; one query."""
    source = asker.source
    manifest = read_manifest(source.release) if source.release else None
    licence = source.about.get("licence", "")
    return DatasetView(
        description=source.about.get("description", ""),
        publisher=source.about.get("publisher", ""),
        licence=licence_ref(licence) if licence else None,
        modified=source.about.get("modified", ""),
        covers=_covered(source.about.get("covers", "")),
        digest=source.digest,
        software=manifest.software if manifest else "",
        numbers=tuple(
            Number(f"{source.counts[word]:,}", word, href)
            for word, href in _COUNTED
            if word in source.counts
        ),
        dumps=dump_lines(manifest) if manifest else (),
        shares=_shares(asker.rows("quoted-passages")),
        others=facts.table(_SHOWN_ABOVE),
    )


def dump_lines(manifest: Manifest) -> tuple[DumpLine, ...]:
    """Return the dumps of the release that is served, each with its size and its checksum."""
    sums = _checksums()
    return tuple(
        DumpLine(
            Ref(name, f"/dump/{name}"),
            media_type,
            _size(manifest.files.get(f"{DUMPS}/{name}", ("", 0))[1]),
            sums.get(name, ""),
        )
        for name, media_type in dumps_of(site().source)
    )


def _checksums() -> dict[str, str]:
    told = release_file(f"{DUMPS}/{_SUMS}").read_text(encoding="utf-8")
    pairs = (line.split("  ", 1) for line in told.splitlines())
    return {name: digest for digest, name in pairs}


def _size(size_bytes: int) -> str:
    """Write a size as people read it; empty for what is packed on the way and has none.

    >>> _size(2_400_000), _size(9_100), _size(0)
    ('2.4 MB', '9 kB', '')
    """
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1_000_000:.1f} MB"
    return f"{max(size_bytes // 1000, 1)} kB" if size_bytes else ""


def _shares(rows: list[Row]) -> tuple[QuotedShare, ...]:
    return tuple(
        _share(tuple(run))
        for _, run in groupby(rows, key=lambda row: row.text("report"))
    )


def _share(rows: tuple[Row, ...]) -> QuotedShare:
    """Add up what is quoted of one report; what two passages share counts once."""
    quoted = reached = 0
    for row in rows:
        start, end = max(row.number("start"), reached), row.number("end")
        quoted += max(end - start, 0)
        reached = max(reached, end)
    characters = rows[0].number("characters")
    percent = round(100 * quoted / characters) if characters else 0
    return QuotedShare(rows[0].ref("report", "name"), percent, f"{characters:,}")


def _covered(period: str) -> str:
    """Read a period in words; where it begins and ends on one day, that day.

    >>> _covered("2024-05-14/2024-05-14")
    '2024-05-14'
    """
    first, _, last = period.partition("/")
    return first if last in ("", first) else f"{first} to {last}"
