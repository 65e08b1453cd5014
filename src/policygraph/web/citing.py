"""From what the graph says of a report, a statement or the dataset to its citation, in a file or in a page.

A statement is cited as a part of its report, by the words of the report that it rests on; who publishes
the report stands as author, since the holders of a statement are what the report tells of, not who
wrote it. The curator's wording stands in a note, signed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Final

from policygraph.engine import PREFIXES
from policygraph.errors import NotAcceptableError
from policygraph.exchange import (
    CITATION_FORMATS,
    Citation,
    cite_in_words,
    write_citation,
)
from policygraph.iris import NOT_SAID, Iri, term
from policygraph.web.asking import Asker, Row
from policygraph.web.facts import Facts
from policygraph.web.links import is_web_address
from policygraph.web.negotiation import Offer
from policygraph.web.source import Source

CITATION_OFFERS: Final = tuple(
    Offer(one.name, one.media_type, one.ending, one.label) for one in CITATION_FORMATS
)
_LONGEST_QUOTE: Final = 240
_KINDS: Final = {
    str(term("Report")): "report",
    str(term("Statement")): "statement",
    PREFIXES["void"] + "Dataset": "dataset",
}


@dataclass(frozen=True, slots=True)
class CitationHead:
    """A citation as reference managers read it in the head of a page.

    Source: Google Scholar's guidelines for webmasters (citation_ meta tags).
    """

    title: str
    authors: tuple[str, ...]
    date: str
    language: str
    container: str
    is_report: bool


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A citation in one form: what the form is called, and the text to copy.

    `title` stands in the text and is in `language`; both are empty where that need not be told.
    """

    label: str
    text: str
    title: str = ""
    language: str = ""


def split_citation_ending(path: str) -> tuple[str, Offer | None]:
    """Split `reports/x.bib` into the path of the thing and the format its ending chooses.

    >>> split_citation_ending("reports/x.csl.json")[0]
    'reports/x'
    """
    for offer in CITATION_OFFERS:
        stem = path.removesuffix(f".{offer.ending}")
        if stem and stem != path:
            return stem, offer
    return path, None


def ask_citation(asker: Asker, iri: Iri) -> Citation | None:
    """Ask how a thing is cited; None for what is not cited by itself."""
    rows = asker.rows("citation", thing=iri)
    if not rows:
        return None
    first = rows[0]
    kind = _KINDS[first.text("kind")]
    authors = dict.fromkeys(row.text("publisherName") for row in rows)
    citation = Citation(
        kind=kind,
        key=_key(asker.source.iris.path_of(iri) or "thing"),
        title=first.text("title") or iri,
        authors=tuple(name for name in authors if name) or (NOT_SAID,),
        issued=first.text("issued") or NOT_SAID,
        url=iri,
        language=first.text("language"),
        release=release_in_words(asker.source),
    )
    return _of_statement(citation, first) if kind == "statement" else citation


def _of_statement(citation: Citation, row: Row) -> Citation:
    """Cite the words of the report; a title in square brackets is none that its publisher gave."""
    coded, quoted = citation.title, row.text("quote")
    words = shorten(quoted, _LONGEST_QUOTE, placeholder=" …") if quoted else ""
    source = row.text("source")
    return replace(
        citation,
        title=f"“{words}”" if words else f"[{coded}]",
        url=source if is_web_address(source) else citation.url,
        container=row.text("reportTitle"),
        language=row.ref("quote").language or citation.language,
        coded=coded,
        coders=row.source.about.get("publisher", ""),
        record=citation.url,
    )


def citation_from_facts(facts: Facts) -> Citation | None:
    """Make the citation of a report from the facts that its page has asked for anyway."""
    if facts.kind.word != "Report":
        return None
    authors = tuple(
        one.label for one in facts.all("dcterms:publisher") if not one.is_not_said
    )
    issued, language = facts.first("dcterms:issued"), facts.first("dcterms:language")
    title = facts.first("dcterms:title") or facts.title
    return Citation(
        kind="report",
        key=_key(facts.path),
        title=title.label,
        authors=tuple(sorted(authors)) or (NOT_SAID,),
        issued=NOT_SAID if issued is None or issued.is_not_said else issued.label,
        url=facts.iri,
        language="" if language is None else language.label,
        release=release_in_words(facts.rows[0].source),
    )


def citation_of_page(source: Source, title: str, address: str) -> Citation:
    """Return the citation of a page that is about nothing that is cited by itself: a part of the dataset."""
    is_whole = title == source.title
    publisher = source.about.get("publisher", "")
    return Citation(
        kind="dataset",
        key=f"policygraph-{source.digest[:8]}",
        title=source.title if is_whole else f"{title}. {source.title}",
        authors=(publisher or NOT_SAID,),
        issued=source.about.get("modified") or NOT_SAID,
        url=address,
        release=release_in_words(source),
    )


def release_in_words(source: Source) -> str:
    """Name a release as a citation does: by the beginning of its digest, and its day where it has one."""
    day = source.about.get("modified", "")
    return source.digest[:16] + (f" of {day}" if day else "")


def forms_of(citation: Citation) -> tuple[CitationForm, ...]:
    """Return a citation as text, in every form that a page shows."""
    files = (
        CitationForm(one.label, write_citation(citation, one.name).decode().strip())
        for one in CITATION_FORMATS
    )
    language = citation.language if citation.language != "en" else ""
    title = " ".join(citation.title.split()) if language else ""
    return (CitationForm("Text", cite_in_words(citation), title, language), *files)


def cite(asker: Asker, iri: Iri) -> Citation:
    """Ask how a thing is cited.

    Raises:
        NotAcceptableError: it is not cited by itself.
    """
    found = ask_citation(asker, iri)
    if found is None:
        raise NotAcceptableError(
            "There is no citation of this thing.",
            hint="reports, statements and the dataset have one",
        )
    return found


def head_of(citation: Citation | None) -> CitationHead | None:
    """Return what the head of a page says of a citation."""
    if citation is None:
        return None
    return CitationHead(
        title=citation.title,
        authors=citation.authors,
        date="/".join(citation.date_parts),
        language=citation.language,
        container=citation.container,
        is_report=citation.kind == "report",
    )


def _key(path: str) -> str:
    """Return the last parts of the path, joined: `socitm-casa-smart-places-s07`."""
    return path.removeprefix("reports/").replace("/", "-")
