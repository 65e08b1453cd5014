"""L5, L6, L12: what a site says about its data as a whole, compared with the data."""

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
from policygraph.audit.scoring import Check, found, not_checked, tallied
from policygraph.audit.site import TURTLE, Site, question
from policygraph.engine import Literal, Quad, Store, Term

DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
VOID: Final = "http://rdfs.org/ns/void#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_FIGURES: Final = {
    "triples": "triples",
    "distinctSubjects": "subjects",
    "classes": "classes",
    "properties": "properties",
}
_REQUIRED: Final = {
    "Catalog": (DCTERMS + "title", DCTERMS + "description", DCTERMS + "publisher"),
    "Dataset": (DCTERMS + "title", DCTERMS + "description", DCTERMS + "license"),
    "Distribution": (DCAT + "downloadURL", DCAT + "mediaType", DCAT + "byteSize"),
    "DataService": (DCTERMS + "title", DCAT + "endpointURL", DCAT + "servesDataset"),
}


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


def check_figures(site: Site, described: Described) -> Iterator[Check]:
    """L5: the figures of VoID are those of the endpoint, or of the data that the dumps hold."""
    void = described.void
    parts = {q.object for q in void if q.predicate.endswith(("Partition", "#subset"))}
    wholes = [one for one in typed(void, VOID + "Dataset") if one not in parts]
    told = f"{len(wholes)} in {len(void)} triples"
    yield found("L5a", "VoID at /.well-known/void", "one", told, passed=bool(wholes))
    sizes = _sizes(site, described)
    for letter, (name, column) in zip("bcde", _FIGURES.items(), strict=True):
        got = [
            plain(one) for whole in wholes for one in values(void, whole, VOID + name)
        ]
        counted = sorted({size[column] for size in sizes if column in size})
        yield found(
            f"L5{letter}",
            f"void:{name}",
            " or ".join(counted) or "a count",
            ", ".join(got) or "nothing said",
            passed=bool(got) and set(got) <= set(counted),
        )
    for letter, name in (("f", "sparqlEndpoint"), ("g", "dataDump"), ("h", "uriSpace")):
        some = [
            plain(one) for whole in wholes for one in values(void, whole, VOID + name)
        ]
        yield found(
            f"L5{letter}",
            f"void:{name}",
            "said",
            ", ".join(some) or "not said",
            passed=bool(some),
        )


def _sizes(site: Site, described: Described) -> list[Mapping[str, str]]:
    answers = [site.select(question("size"))]
    for dump in described.dumps:
        if dump.quads:
            store = Store()
            store.add(Quad(q.subject, q.predicate, q.object) for q in dump.quads)
            answers.append(store.rows(question("size")))
            break
    return [_texts(rows[0]) for rows in answers if rows]


def _texts(row: Mapping[str, Term | None]) -> Mapping[str, str]:
    return {name: plain(value) for name, value in row.items() if value is not None}


def check_catalogue(site: Site, described: Described) -> Iterator[Check]:
    """L6: a catalogue by DCAT, complete, and each file of the size and digest told."""
    graph = described.catalogue
    for letter, (kind, required) in zip("abcd", _REQUIRED.items(), strict=True):
        things = typed(graph, DCAT + kind)
        yield tallied(
            f"L6{letter}",
            f"dcat:{kind} says what it must",
            (
                (f"{plain(one)} {name}", bool(values(graph, one, name)))
                for one in things
                for name in required
            ),
        )
    files = {dump.url: dump for dump in described.dumps}
    sizes, digests = [], []
    for one in typed(graph, DCAT + "Distribution"):
        for url in (plain(u) for u in values(graph, one, DCAT + "downloadURL")):
            data = files[url].data if url in files else b""
            told = [plain(size) for size in values(graph, one, DCAT + "byteSize")]
            sizes.append((url, told == [str(len(data))]))
            digest = hashlib.sha256(data).hexdigest()
            digests.append((url, digest in _checksums(graph, one)))
    yield tallied("L6e", "files have the size told", sizes)
    yield tallied("L6f", "files have the SHA-256 told", digests)
    yield not_checked("L6g", "DCAT-AP shapes", "not offline: the shapes are elsewhere")


def _checksums(graph: Graph, distribution: Term) -> set[str]:
    return {
        plain(value).lower()
        for checksum in values(graph, distribution, _SPDX + "checksum")
        for value in values(graph, checksum, _SPDX + "checksumValue")
        if isinstance(value, Literal)
    }


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
    marks = _marks([d for d in dumps if d.quads])
    same = len(set(marks.values())) == 1
    told = f"{len(set(marks.values()))} in {len(marks)} files"
    yield found("L12d", "dumps hold the same triples", "one content", told, passed=same)


def _marks(dumps: Sequence[Dump]) -> dict[str, str]:
    return {dump.url: fingerprint(dump.quads or ()) for dump in dumps}
