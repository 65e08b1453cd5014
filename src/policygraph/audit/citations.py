"""L17: what reference managers find: a citation in three formats, which say the same.

Read here as far as a comparison needs; whether the formats are whole is for their own programs to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policygraph.audit.scoring import Check, tallied
from policygraph.audit.site import Site, spread

_BIBTEX_FIELD: Final = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\}\s*,?\s*$", re.MULTILINE)
_RIS_FIELD: Final = re.compile(r"^([A-Z][A-Z0-9])  - (.*?)\s*$", re.MULTILINE)
_SIGNS: Final = re.compile(r"\\text\w+\{\}|[\\{}]")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says: enough to find the work again."""

    title: str
    authors: tuple[str, ...]
    year: str
    address: str


def check_citations(site: Site) -> Iterator[Check]:
    """L17: a report's page can be had as BibTeX, RIS and CSL-JSON, and all three say the same."""
    sample = spread(site.reports or site.things, 4)
    read: dict[str, list[Cited | None]] = {iri: [] for iri in sample}
    for letter, (kind, reader) in zip("abc", _READERS.items(), strict=True):
        for iri in sample:
            reply = site.visitor.follow(iri, kind)
            read[iri].append(reader(reply.text) if reply.media_type == kind else None)
        yield tallied(
            f"L17{letter}",
            f"citations as {kind}",
            ((iri, found[-1] is not None) for iri, found in read.items()),
        )
    yield tallied(
        "L17d",
        "the three say the same title, authors, year and address",
        (
            (iri, None not in found and len(set(found)) == 1)
            for iri, found in read.items()
        ),
    )
    yield tallied(
        "L17e",
        "a citation leads back to what is cited",
        ((iri, all(one and one.address == iri for one in read[iri])) for iri in sample),
    )


def _complete(cited: Cited) -> Cited | None:
    return cited if cited.title and cited.authors and cited.address else None


def _plain(text: str) -> str:
    """Take away what BibTeX alone writes, and what a title may hold all the same, from every format."""
    return " ".join(_SIGNS.sub("", text).split())


def _bibtex(text: str) -> Cited | None:
    fields = {name.lower(): value for name, value in _BIBTEX_FIELD.findall(text)}
    if not text.lstrip().startswith("@"):
        return None
    names = fields.get("author", "").split(" and ")
    return _complete(
        Cited(
            _plain(fields.get("title", "")),
            tuple(_plain(name) for name in names if name),
            fields.get("year", ""),
            fields.get("url", ""),
        )
    )


def _ris(text: str) -> Cited | None:
    pairs: list[tuple[str, str]] = _RIS_FIELD.findall(text)
    if not pairs or pairs[0][0] != "TY" or pairs[-1][0] != "ER":
        return None
    first = dict(reversed(pairs))
    # a body's name ends with a comma, so that it is not split into names
    names = (value.rstrip(",") for tag, value in pairs if tag in ("AU", "A1"))
    return _complete(
        Cited(
            _plain(first.get("TI", first.get("T1", ""))),
            tuple(_plain(name) for name in names),
            first.get("PY", "")[:4],
            first.get("UR", ""),
        )
    )


def _csl(text: str) -> Cited | None:
    try:
        read = json.loads(text)
        item = read[0] if isinstance(read, list) else read
        names = [
            one.get("literal") or f"{one['family']}, {one.get('given', '')}"
            for one in item["author"]
        ]
        parts = item.get("issued", {}).get("date-parts", [[""]])
        year = str(parts[0][0])
        title, address = str(item["title"]), str(item["URL"])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
    found = tuple(_plain(str(name)) for name in names)
    return _complete(Cited(_plain(title), found, year, address))


_READERS: Final = {
    "application/x-bibtex": _bibtex,
    "application/x-research-info-systems": _ris,
    "application/vnd.citationstyles.csl+json": _csl,
}
