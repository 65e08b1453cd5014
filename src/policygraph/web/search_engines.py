"""From the facts of a page to a data block in words of schema.org, for search engines.

The block says less than the RDF: what schema.org has no exact word for is left out.

Source: schema.org 29; Google's guidelines for structured data on datasets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from policygraph.engine import PREFIXES
from policygraph.exchange import Citation
from policygraph.web.facts import Facts
from policygraph.web.links import Ref
from policygraph.web.source import Source

Block = Mapping[str, object]
_CONTEXT: Final = "https://schema.org"
_TYPES: Final = {
    "Report": "Report",
    "Claim": "Claim",
    "Recommendation": "CreativeWork",
    "Question": "CreativeWork",
    "Commitment": "CreativeWork",
    "Theme": "DefinedTerm",
    "Term": "DefinedTerm",
    "List of terms": "DefinedTermSet",
    "Person": "Person",
    "Organisation": "Organization",
    "Group": "Organization",
    "Place": "Place",
    "Discussion": "Event",
    "Programme": "Project",
    "Dataset": "Dataset",
    "Passage": "Quotation",
}
_WORKS: Final = frozenset({"Report", "Claim", "CreativeWork", "Dataset"})
_KEYWORDS: Final = ("policy discussions", "claims", "recommendations", "quotations")


def describe_thing(facts: Facts, citation: Citation | None, source: Source) -> Block:
    """Describe a thing; what schema.org has no word for is a thing with a name."""
    kind = facts.kind.word
    wanted = _TYPES.get(kind, "Thing")
    block: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": wanted,
        "@id": facts.iri,
        "url": source.iris.document(facts.path),
        "name": facts.title.label,
        "identifier": facts.iri,
        "description": _first(facts, "skos:definition", "dcterms:description"),
        "startDate": _first(facts, "schema:startDate"),
        "inDefinedTermSet": _iri(facts.first("skos:inScheme")),
    }
    if wanted in _WORKS:
        block |= _as_work(facts, citation, source)
    return _told(block)


def _as_work(facts: Facts, citation: Citation | None, source: Source) -> Block:
    report = facts.first("pgo:reportedIn")
    container: object = source.iris.dataset()
    if report is not None:
        container = {"@type": "Report", "@id": report.iri, "name": report.label}
    kind = facts.kind.word
    return {
        "text": _first(facts, "pgo:statementText"),
        "additionalType": PREFIXES["pgo"] + kind if report is not None else "",
        "publisher": [] if citation is None else _bodies(citation.authors),
        "datePublished": "-".join(citation.date_parts) if citation else "",
        "inLanguage": citation.language if citation else "",
        "isBasedOn": _iri(facts.first("dcterms:source")),
        "isPartOf": "" if kind == "Dataset" else container,
    }


def describe_dataset(source: Source, dumps: Sequence[tuple[str, str]]) -> Block:
    """Describe the whole dataset; `dumps` are names and media types of its files."""
    about, iris = source.about, source.iris
    publisher = about.get("publisher", "")
    licence = about.get("licence", "")
    bodies = _bodies((publisher,)) if publisher else []
    return _told(
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "@id": source.iris.dataset(),
            "url": iris.document(),
            "identifier": source.iris.dataset(),
            "name": source.title,
            "description": about.get("description", ""),
            "license": licence,
            "creator": bodies,
            "publisher": bodies,
            "dateModified": about.get("modified", ""),
            "temporalCoverage": about.get("covers", ""),
            "keywords": list(_KEYWORDS),
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": name,
                    "encodingFormat": media_type,
                    "contentUrl": iris.document(f"dump/{name}"),
                }
                for name, media_type in dumps
            ],
        }
    )


def _bodies(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": name} for name in names]


def _first(facts: Facts, *names: str) -> str:
    found = next(iter(facts.all(*names)), None)
    return "" if found is None or found.is_not_said else found.label


def _iri(ref: Ref | None) -> str:
    if ref is None or ref.is_not_said:
        return ""
    return ref.iri or ref.href or ""


def _told(block: Block) -> Block:
    return {key: value for key, value in block.items() if value not in ("", [])}
