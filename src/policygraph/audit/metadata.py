"""L7, L15: what search engines and assessors find.

Source: F-UJI metrics, version 0.8, as far as they need nothing from outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from policygraph.audit.dataset import DCAT, DCTERMS, Described
from policygraph.audit.reading import Graph, plain, read_graph, read_page, typed, values
from policygraph.audit.scoring import Check, found, not_checked, tallied
from policygraph.audit.site import TURTLE, Site, spread

_WANTED: Final = ("@context", "@type", "name", "url")
_WANTED_OF_DATASET: Final = (
    "name",
    "description",
    "license",
    "creator",
    "identifier",
    "keywords",
    "distribution",
)
# Source: Google's guidelines for structured data on datasets.
_DESCRIPTION_CHARACTERS: Final = range(50, 5001)
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
_COMES_FROM: Final = (
    "http://www.w3.org/ns/prov#wasDerivedFrom",
    DCTERMS + "source",
    DCTERMS + "references",
)
_ACCESS: Final = (DCAT + "distribution", DCAT + "landingPage")
_LICENCES: Final = (
    "https://creativecommons.org/",
    "http://creativecommons.org/",
    "https://spdx.org/licenses/",
    "http://spdx.org/licenses/",
    "https://opendatacommons.org/",
    "http://publications.europa.eu/resource/authority/licence/",
)
_OPEN: Final = (
    "text/turtle",
    "text/csv",
    "application/ld+json",
    "application/n-quads",
    "application/n-triples",
    "application/rdf+xml",
    "application/trig",
    "application/gzip",
)
_REGISTERED: Final = (
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/ns/oa#",
)


def check_search_metadata(site: Site, described: Described) -> Iterator[Check]:
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
    wanted = list(_WANTED_OF_DATASET)
    if any(quad.predicate == DCTERMS + "temporal" for quad in described.catalogue):
        wanted.append("temporalCoverage")
    yield tallied(
        "L7d",
        "the Dataset says what search engines ask for",
        ((name, any(item.get(name) for item in home)) for name in wanted),
    )
    yield from _dataset_checks(site, home)


def _dataset_checks(
    site: Site, home: Sequence[Mapping[str, object]]
) -> Iterator[Check]:
    lengths = [len(str(item.get("description", ""))) for item in home]
    passed = any(one in _DESCRIPTION_CHARACTERS for one in lengths)
    told = ", ".join(map(str, lengths)) or "no Dataset"
    yield found(
        "L7e", "characters of its description", "50 to 5000", told, passed=passed
    )
    places = [
        str(one["contentUrl"])
        for item in home
        for one in _members(item.get("distribution"))
        if "contentUrl" in one
    ]
    here = [one for one in places if site.visitor.local(one)]
    yield tallied(
        "L7f",
        "its files are there",
        ((one, site.visitor.ask("HEAD", one).status == 200) for one in here),
    )


def _members(value: object) -> list[Mapping[str, object]]:
    found_members = value if isinstance(value, list) else [value]
    return [one for one in found_members if isinstance(one, dict)]


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
    yield from _reuse_checks(described.catalogue)
    why = "not offline: needs a registry"
    yield not_checked("L15r", "registered identifiers", why)


def _reuse_checks(catalogue: Graph) -> Iterator[Check]:
    """L15: terms that are known, files in open formats, and links to what the data come from."""
    datasets = typed(catalogue, DCAT + "Dataset")
    licences = [
        plain(one)
        for dataset in datasets
        for one in values(catalogue, dataset, DCTERMS + "license")
    ]
    known = [one for one in licences if one.startswith(_LICENCES)]
    told = ", ".join(licences) or "not said"
    yield found("L15n", "a licence that is well known", "one", told, passed=bool(known))
    media = [q for q in catalogue if q.predicate == DCAT + "mediaType"]
    yield tallied(
        "L15o",
        "files are in open formats",
        ((plain(q.object), plain(q.object).endswith(_OPEN)) for q in media),
    )
    for letter, what, names in (
        ("p", "the data name what they come from", _COMES_FROM),
        ("q", "the data say how to get at them", _ACCESS),
    ):
        some = [
            plain(one)
            for dataset in datasets
            for name in names
            for one in values(catalogue, dataset, name)
        ]
        told = ", ".join(some) or "not said"
        yield found(f"L15{letter}", what, "said", told, passed=bool(some))


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
