"""L12: what a site says about its data as a whole, found; and its dumps, compared with each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from policygraph.audit.reading import (
    Graph,
    fingerprint,
    plain,
    read_graph,
    read_links,
    read_rdf,
    typed,
    unpacked,
    values,
)
from policygraph.audit.scoring import Check, found, tallied
from policygraph.audit.site import TURTLE, Site
from policygraph.engine import Quad

DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
VOID: Final = "http://rdfs.org/ns/void#"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the whole: its address, its bytes, its quads where they could be read."""

    url: str
    status: int
    data: bytes
    quads: Graph | None


@dataclass(frozen=True, slots=True)
class Described:
    """What a site says of its data: VoID, the catalogue, and the files they name."""

    void: Graph
    catalogue: Graph
    dumps: tuple[Dump, ...]


def read_description(site: Site) -> Described:
    """Find VoID and the catalogue, and take the files that they name, each once."""
    void = read_graph(site.visitor.follow(".well-known/void", TURTLE)) or ()
    catalogue = _catalogue(site, void)
    named = {
        plain(quad.object)
        for quad in (*void, *catalogue)
        if quad.predicate in (VOID + "dataDump", DCAT + "downloadURL")
    }
    here = sorted(one for one in named if site.visitor.local(one))
    return Described(void, catalogue, tuple(_dump(site, one) for one in here))


def _catalogue(site: Site, void: Graph) -> Graph:
    """Return the first graph with a catalogue, of those that the first page leads to."""
    if typed(void, DCAT + "Catalog"):
        return void
    links = read_links(site.home.all_of("Link"))
    led = [
        urljoin(site.home.url, link.target)
        for link in links
        if link.relation in ("describedby", "alternate")
    ]
    for address in (site.visitor.root + "catalog", *led, site.visitor.root):
        graph = read_graph(site.visitor.follow(address, TURTLE))
        if graph and typed(graph, DCAT + "Catalog"):
            return graph
    return ()


def _dump(site: Site, url: str) -> Dump:
    reply = site.visitor.follow(url)
    name = urlsplit(url).path.removesuffix(".gz")
    ending = name.rpartition(".")[2]
    quads = read_rdf(unpacked(reply.body), ending) if reply.status == 200 else None
    return Dump(url, reply.status, reply.body, quads)


def check_dumps(site: Site, described: Described) -> Iterator[Check]:
    """L12: every file of the whole is there, twice the same, read, and of one content with the others."""
    dumps = described.dumps
    yield tallied("L12a", "dumps are there", ((d.url, d.status == 200) for d in dumps))
    yield tallied(
        "L12b",
        "dumps are the same bytes when asked again",
        ((d.url, site.visitor.follow(d.url).body == d.data != b"") for d in dumps),
    )
    yield tallied("L12c", "dumps are RDF", ((d.url, bool(d.quads)) for d in dumps))
    triples = _marks(dumps, with_graphs=False)
    yield _one_content("L12d", "dumps hold the same triples", triples)
    quads = _marks(dumps, with_graphs=True)
    yield _one_content("L12e", "dumps with graphs hold the same quads", quads)
    told = {
        plain(number)
        for whole in typed(described.void, VOID + "Dataset")
        if values(described.void, whole, VOID + "dataDump")
        for number in values(described.void, whole, VOID + "triples")
    }
    yield tallied(
        "L12f",
        "dumps hold as many triples as VoID says",
        ((d.url, str(_size(d)) in told) for d in dumps if d.quads),
    )


def _one_content(name: str, what: str, marks: Mapping[str, str]) -> Check:
    contents = len(set(marks.values()))
    told = f"{contents} in {len(marks)} files"
    return found(name, what, "one content", told, passed=contents == 1)


def _size(dump: Dump) -> int:
    return len(
        {(quad.subject, quad.predicate, quad.object) for quad in dump.quads or ()}
    )


def _marks(dumps: Sequence[Dump], *, with_graphs: bool) -> dict[str, str]:
    """Digest the content of each dump that could be read; with graphs, of those that hold any."""
    found_marks = {}
    for dump in dumps:
        parts: dict[str | None, list[Quad]] = {}
        for quad in dump.quads or ():
            parts.setdefault(quad.graph if with_graphs else None, []).append(quad)
        if not parts or (with_graphs and set(parts) == {None}):
            continue
        lines = sorted(f"{graph} {fingerprint(some)}" for graph, some in parts.items())
        found_marks[dump.url] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found_marks
