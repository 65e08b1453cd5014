"""L7, L15, L17: what search engines, assessors and reference managers find.

Source: F-UJI metrics, version 0.8, as far as they need nothing from outside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from policygraph.audit.dataset import DCAT, DCTERMS, Described
from policygraph.audit.reading import Graph, plain, read_graph, read_page, typed, values
from policygraph.audit.scoring import Check, found, not_checked, tallied
from policygraph.audit.site import TURTLE, Site, spread

_WANTED: Final = ("@context", "@type", "name", "url")
_WANTED_OF_DATASET: Final = ("description", "license", "creator", "identifier")
_BIBTEX_FIELD = re.compile(r"(\w+)\s*=\s*[{\"]")
_RIS_FIELD = re.compile(r"^([A-Z][A-Z0-9])  - ", re.MULTILINE)
_CORE: Final = {
    "creator": (DCTERMS + "creator",),
    "title": (DCTERMS + "title",),
    "identifier": (DCTERMS + "identifier",),
    "publisher": (DCTERMS + "publisher",),
    "date": (DCTERMS + "issued", DCTERMS + "modified", DCTERMS + "date"),
    "summary": (DCTERMS + "description", DCTERMS + "abstract"),
    "licence": (DCTERMS + "license",),
    "access level": (DCTERMS + "accessRights",),
    "keywords": (DCAT + "keyword", DCAT + "theme"),
}
_ORIGIN: Final = (
    "http://www.w3.org/ns/prov#",
    DCTERMS + "provenance",
    DCTERMS + "source",
)
_REGISTERED: Final = (
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/ns/oa#",
)


def check_search_metadata(site: Site) -> Iterator[Check]:
    """L7: a data block of schema.org in the first page and in those that the site map tells search engines of."""
    pages = {site.home.url: read_page(site.home)}
    for one in spread(site.sitemap or site.things, 12):
        reply = site.visitor.follow(one, "text/html")
        pages[reply.url] = read_page(reply)
    yield tallied(
        "L7a",
        "pages hold a data block of schema.org",
        (
            (url, any(_is_schema(item) for item in page.data))
            for url, page in pages.items()
        ),
    )
    yield tallied(
        "L7b",
        "a block says type, name and address",
        (
            (f"{url} {name}", any(name in item for item in page.data))
            for url, page in pages.items()
            for name in _WANTED
        ),
    )
    home = pages[site.home.url].data
    kinds = [item.get("@type") for item in home]
    passed = any("Dataset" in str(kind) for kind in kinds)
    yield found(
        "L7c", "the first page is about a Dataset", "Dataset", kinds, passed=passed
    )
    yield tallied(
        "L7d",
        "the Dataset says what search engines ask for",
        ((name, any(name in item for item in home)) for name in _WANTED_OF_DATASET),
    )


def _is_schema(item: Mapping[str, object]) -> bool:
    return "schema.org" in json.dumps(item.get("@context", ""))


def check_fairness(site: Site, described: Described) -> Iterator[Check]:
    """L15: the parts of an F-UJI assessment that can be told from here."""
    yield from _core_checks(described.catalogue)
    base = site.visitor.base
    secure = base.startswith("https://")
    yield found("L15j", "IRIs are of a secure protocol", "https", base, passed=secure)
    things = _thing_graphs(site)
    yield tallied(
        "L15k",
        "documents use registered vocabularies",
        ((iri, _uses(one, _REGISTERED)) for iri, one in things.items()),
    )
    origin = _uses((*described.catalogue, *described.void), _ORIGIN)
    yield found(
        "L15l",
        "where the data come from is said",
        "PROV or dcterms",
        "said" if origin else "not said",
        passed=origin,
    )
    yield tallied(
        "L15m",
        "things link to other things",
        ((iri, _links_on(one, iri)) for iri, one in things.items()),
    )
    why = "not offline: needs a registry"
    yield not_checked("L15n", "registered identifiers", why)


def _core_checks(catalogue: Graph) -> Iterator[Check]:
    datasets = typed(catalogue, DCAT + "Dataset")
    for letter, (what, names) in zip("abcdefghi", _CORE.items(), strict=True):
        some = [
            plain(value)
            for dataset in datasets
            for name in names
            for value in values(catalogue, dataset, name)
        ]
        told = ", ".join(some) or "not said"
        yield found(
            f"L15{letter}", f"the dataset's {what}", "said", told, passed=bool(some)
        )


def _thing_graphs(site: Site) -> dict[str, Graph]:
    sample = spread(site.things, 8)
    return {one: read_graph(site.visitor.follow(one, TURTLE)) or () for one in sample}


def _uses(graph: Graph, namespaces: tuple[str, ...]) -> bool:
    return any(quad.predicate.startswith(namespaces) for quad in graph)


def _links_on(graph: Graph, iri: str) -> bool:
    ends = {
        end
        for quad in graph
        if not quad.predicate.endswith("#type")
        for end in (quad.subject, quad.object)
    }
    return any(isinstance(end, str) and end != iri for end in ends)


def check_citations(site: Site) -> Iterator[Check]:
    """L17: a report's page can be had as BibTeX, RIS and CSL-JSON, each with title and address."""
    sample = spread(site.reports or site.things, 4)
    for letter, kind, reads in (
        ("a", "application/x-bibtex", _is_bibtex),
        ("b", "application/x-research-info-systems", _is_ris),
        ("c", "application/vnd.citationstyles.csl+json", _is_csl),
    ):
        replies = {one: site.visitor.follow(one, kind) for one in sample}
        yield tallied(
            f"L17{letter}",
            f"citations as {kind}",
            (
                (iri, reply.media_type == kind and reads(reply.text))
                for iri, reply in replies.items()
            ),
        )


def _is_bibtex(text: str) -> bool:
    fields = {name.lower() for name in _BIBTEX_FIELD.findall(text)}
    return text.lstrip().startswith("@") and {"title", "url"} <= fields


def _is_ris(text: str) -> bool:
    fields = _RIS_FIELD.findall(text)
    return fields[:1] == ["TY"] and bool({"TI", "T1"} & set(fields)) and "UR" in fields


def _is_csl(text: str) -> bool:
    try:
        read = json.loads(text)
    except ValueError:
        return False
    items = read if isinstance(read, list) else [read]
    return bool(items) and all(
        isinstance(one, dict) and {"type", "title", "URL"} <= set(one) for one in items
    )
