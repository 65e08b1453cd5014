"""From what is known of a report, a statement or the dataset to a citation: BibTeX, RIS, CSL-JSON.

What a report does not say is written as `not-said` where the format has words for it, and left out
where the format has numbers alone; a note then says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from policygraph.errors import NotAcceptableError
from policygraph.iris import NOT_SAID

_NO_DATE: Final = f"Date of publication: {NOT_SAID}"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")


@dataclass(frozen=True, slots=True)
class Citation:
    """A work as it is cited; `kind` is `report`, `statement` or `dataset`.

    `authors` are names of bodies, `issued` is a year, month or day or `not-said`, `container` the
    report that a statement stands in, `release` names the release that was read. `url` is where the
    work is: the IRI, for a statement the publisher's address of the report where it has one.

    The title of a statement is what the report says; `coded` are the curator's words for it, by
    `coders`, at the IRI `record`: they are never said to be the publisher's.
    """

    kind: str
    key: str
    title: str
    authors: tuple[str, ...]
    issued: str
    url: str
    container: str = ""
    language: str = ""
    release: str = ""
    coded: str = ""
    coders: str = ""
    record: str = ""

    @property
    def date_parts(self) -> tuple[str, ...]:
        """Year, month and day as far as they are known; empty where the date is not said."""
        found = _DATE.match(self.issued)
        return tuple(part for part in found.groups() if part) if found else ()


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format of citations: the word people type, its media type, its ending, a reader's word."""

    name: str
    media_type: str
    ending: str
    label: str


CITATION_FORMATS: Final = (
    CitationFormat("bibtex", "application/x-bibtex", "bib", "BibTeX"),
    CitationFormat("ris", "application/x-research-info-systems", "ris", "RIS"),
    CitationFormat(
        "csl", "application/vnd.citationstyles.csl+json", "csl.json", "CSL-JSON"
    ),
)
_BIBTEX_KINDS: Final = {"report": "techreport", "statement": "incollection"}
_RIS_KINDS: Final = {"report": "RPRT", "statement": "CHAP", "dataset": "DATA"}
_CSL_KINDS: Final = {"report": "report", "statement": "chapter", "dataset": "dataset"}
_BIBTEX_SIGNS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def write_citation(citation: Citation, wanted: str) -> bytes:
    """Write a citation as `bibtex`, `ris` or `csl`.

    Raises:
        NotAcceptableError: it cannot be written so.
    """
    make = _WRITERS.get(wanted)
    if make is None:
        raise NotAcceptableError(f"A citation cannot be written as {wanted}.")
    return make(citation).encode()


def cite_in_words(citation: Citation) -> str:
    """Write a citation as a sentence for a list of references.

    >>> cite_in_words(Citation("report", "quay", "On the quay", ("Forum",), "2024-05", "https://a.example/q"))
    'Forum (2024-05): On the quay. https://a.example/q'
    """
    date = "-".join(citation.date_parts)
    place = f" In: {_ended(citation.container)}" if citation.container else ""
    authors = ", ".join(citation.authors) + (f" ({date})" if date else "")
    told = f"{authors}: {_ended(citation.title)}{place} {citation.url}"
    return _one_line(
        ". ".join([told, *_notes(citation)]) + ("." if _notes(citation) else "")
    )


def _ended(text: str) -> str:
    is_ended = text.rstrip("”]").endswith((".", "?", "!", "…"))
    return text if is_ended else f"{text}."


def _bibtex(citation: Citation) -> str:
    """Source: the BibTeX manual (btxdoc), section 3; bodies in braces are not split into names."""
    date = citation.date_parts
    authors = " and ".join("{" + _escaped(name) + "}" for name in citation.authors)
    fields = {
        "author": authors,
        "title": "{" + _escaped(citation.title) + "}",
        "booktitle": _escaped(citation.container),
        "institution": authors if citation.kind == "report" else "",
        "publisher": authors if citation.kind == "statement" else "",
        "year": date[0] if date else "",
        "month": str(int(date[1])) if len(date) > 1 else "",
        "note": _escaped("; ".join(_notes(citation))),
        "howpublished": "Dataset" if citation.kind == "dataset" else "",
        "language": citation.language,
        "url": citation.url,
    }
    kind = _BIBTEX_KINDS.get(citation.kind, "misc")
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return "".join(_BIBTEX_SIGNS.get(sign, sign) for sign in _one_line(text))


def _ris(citation: Citation) -> str:
    """Source: RIS format specification (Research Information Systems); TY first, ER last, CRLF."""
    date = citation.date_parts
    padded = [*date, "", ""][:3]
    pairs = [
        ("TY", _RIS_KINDS[citation.kind]),
        ("ID", citation.key),
        ("TI", citation.title),
        *(("AU", f"{name},") for name in citation.authors),
        ("T2", citation.container),
        *(("PB", name) for name in citation.authors),
        ("PY", date[0] if date else ""),
        ("DA", "/".join(padded) + "/" if date else ""),
        *(("N1", note) for note in _notes(citation)),
        ("LA", citation.language),
        ("UR", citation.url),
    ]
    told = [f"{tag}  - {_one_line(value)}" for tag, value in pairs if value]
    return "\r\n".join([*told, "ER  - ", ""])


def _csl(citation: Citation) -> str:
    """Source: CSL-JSON schema (citation-style-language/schema), csl-data."""
    date = citation.date_parts
    # `Any`: what JSON can hold
    issued: dict[str, Any] = (
        {"date-parts": [[int(part) for part in date]]}
        if date
        else {"literal": NOT_SAID}
    )
    facts: dict[str, Any] = {
        "id": citation.record or citation.url,
        "type": _CSL_KINDS[citation.kind],
        "citation-key": citation.key,
        "title": citation.title,
        "container-title": citation.container,
        "author": [{"literal": name} for name in citation.authors],
        "publisher": "; ".join(citation.authors),
        "issued": issued,
        "language": citation.language,
        "version": citation.release,
        "note": "; ".join(_notes(citation)),
        "URL": citation.url,
    }
    told = [{key: value for key, value in facts.items() if value}]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _notes(citation: Citation) -> list[str]:
    """Say what no field has a place for; in a file and in words alike."""
    notes = [] if citation.date_parts else [_NO_DATE]
    if citation.coded:
        coders = citation.coders or "a curator"
        notes.append(f"Coded by {coders} as: “{citation.coded}” ({citation.record})")
    if citation.release:
        notes.append(f"policygraph release {citation.release}")
    return notes


def _one_line(text: str) -> str:
    return " ".join(text.split())


_WRITERS: Final[Mapping[str, Callable[[Citation], str]]] = MappingProxyType(
    {"bibtex": _bibtex, "ris": _ris, "csl": _csl}
)
