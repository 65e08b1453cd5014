"""L1, L13, L14: every thing has an address that leads to a document about it, and nothing is broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from policygraph.audit.dataset import Described
from policygraph.audit.reading import Graph, fingerprint, read_graph, read_page
from policygraph.audit.scoring import Check, found, tallied
from policygraph.audit.site import TURTLE, Site, question, spread
from policygraph.audit.visiting import Reply

RDF_TYPES: Final = (
    TURTLE,
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
)
_MOST_LINKS: Final = 400
# RDF may name a page that is for people alone
_RDF_FIRST: Final = f"{TURTLE}, */*;q=0.1"
# in these a vocabulary, a shape or a description of data is written: all readers know them
_LANGUAGES: Final = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/ns/shacl#",
    "http://rdfs.org/ns/void#",
)


def check_things(site: Site) -> Iterator[Check]:
    """L1: each thing of the sample answers 303, and its document describes it in every format."""
    told = f"{len(site.things)} of {site.things_total} looked at"
    some = bool(site.things)
    yield found("L1a", "things under the base of the site", "some", told, passed=some)
    yield tallied(
        "L1b",
        "an IRI answers 303",
        ((one, _redirects(site, one)) for one in site.things),
    )
    graphs = {one: _graphs(site, one) for one in site.things}
    for letter, media_type in zip("cdef", RDF_TYPES, strict=True):
        yield tallied(
            f"L1{letter}",
            f"its document as {media_type} describes it",
            ((one, _describes(graphs[one][media_type], one)) for one in site.things),
        )
    yield tallied(
        "L1g",
        "all formats hold the same graph",
        ((one, _same(list(graphs[one].values()))) for one in site.things),
    )
    yield tallied(
        "L1h",
        "its document is a page for people, too",
        (
            (one, site.visitor.follow(one, "text/html").media_type == "text/html")
            for one in site.things
        ),
    )
    missing = site.visitor.follow(f"{site.visitor.base}id/no/such-thing-here")
    told_status = str(missing.status)
    passed = missing.status == 404
    yield found("L1i", "a thing that never was", "404", told_status, passed=passed)


def _redirects(site: Site, iri: str) -> bool:
    reply = site.visitor.get(iri)
    target = urljoin(reply.url, reply.headers.get("Location", ""))
    return reply.status == 303 and site.visitor.local(target) is not None


def _graphs(site: Site, iri: str) -> dict[str, Graph | None]:
    return {one: read_graph(site.visitor.follow(iri, one)) for one in RDF_TYPES}


def _describes(graph: Graph | None, iri: str) -> bool:
    return graph is not None and any(quad.subject == iri for quad in graph)


def _same(graphs: list[Graph | None]) -> bool:
    read = [graph for graph in graphs if graph is not None]
    return len(read) == len(graphs) and len({fingerprint(one) for one in read}) == 1


def check_links(site: Site, described: Described) -> Iterator[Check]:
    """L13: every link of the pages, every thing that RDF names, and every line of the site map leads somewhere."""
    targets: dict[str, None] = {}
    for route in site.routes:
        reply = site.visitor.follow(route, "text/html")
        for link in read_page(reply).links:
            absolute = urljoin(reply.url, link).partition("#")[0]
            if site.visitor.local(absolute):
                targets.setdefault(absolute)
    looked = spread(list(targets), _MOST_LINKS)
    outcomes = ((one, _leads(site.visitor.follow(one, "text/html"))) for one in looked)
    yield tallied("L13a", "links of pages lead somewhere", outcomes)
    named = spread(_named(site, described), _MOST_LINKS)
    reached = ((one, _leads(site.visitor.follow(one, _RDF_FIRST))) for one in named)
    yield tallied("L13b", "IRIs in RDF lead somewhere", reached)
    listed = spread(site.sitemap, _MOST_LINKS)
    mapped = ((one, site.visitor.follow(one).status == 200) for one in listed)
    yield tallied("L13c", "the site map lists pages that are there", mapped)
    robots = site.visitor.get(site.visitor.root + "robots.txt")
    passed = robots.status == 200 and "user-agent" in robots.text.lower()
    yield found("L13d", "robots.txt", "200", robots.status, passed=passed)


def _leads(reply: Reply) -> bool:
    return reply.status in (200, 410)


def _named(site: Site, described: Described) -> list[str]:
    """Return the IRIs under the site's base that documents, the catalogue and the service name."""
    service = read_graph(site.visitor.get(site.endpoint, TURTLE)) or ()
    graphs = [described.void, described.catalogue, service]
    graphs += [_turtle(site, iri) for iri in site.things]
    names: set[str] = set()
    for graph in graphs:
        for quad in graph:
            for term in (quad.subject, quad.object):
                if isinstance(term, str) and term.startswith(site.visitor.base):
                    names.add(term.partition("#")[0])
    # a file of the whole is looked at elsewhere
    return sorted(names - {site.visitor.named(dump.url) for dump in described.dumps})


def _turtle(site: Site, iri: str) -> Graph:
    return read_graph(site.visitor.follow(iri, TURTLE)) or ()


def check_terms(site: Site) -> Iterator[Check]:
    """L14: terms in use are explained: the site's own where they lead, others by the data or by the W3C."""
    terms: set[str] = set()
    for iri in site.things:
        graph = _turtle(site, iri)
        terms |= {quad.predicate for quad in graph}
        terms |= {
            quad.object
            for quad in graph
            if quad.predicate.endswith("#type") and isinstance(quad.object, str)
        }
    own = sorted(one for one in terms if one.startswith(site.visitor.base))
    documents = {
        one: read_graph(site.visitor.follow(one, TURTLE))
        for one in {term.partition("#")[0] for term in own}
    }
    yield tallied(
        "L14a",
        "own terms are described by the vocabulary",
        ((one, _describes(documents[one.partition("#")[0]], one)) for one in own),
    )
    rows = site.select(question("undeclared"))
    told = [str(row.get("term")) for row in rows or []]
    unknown = [one for one in told if not one.startswith(_LANGUAGES)]
    yield found(
        "L14b",
        "terms of others are explained by the data",
        "all",
        "no answer" if rows is None else ", ".join(unknown) or "all",
        passed=rows is not None and not unknown,
    )
