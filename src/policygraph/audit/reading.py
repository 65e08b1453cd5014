"""What came back, read: graphs, links in headers, links and data blocks in pages."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from policygraph.audit.visiting import LIMIT_BYTES, Reply
from policygraph.engine import Blank, Literal, Quad, Term, graph_format, parse_quads
from policygraph.errors import PolicygraphError

_ROUNDS: Final = 8
_LINK = re.compile(
    r"<([^>]*)>((?:\s*;\s*[\w*]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?)*)"
)
_PARAMETER = re.compile(r";\s*([\w*]+)\s*(?:=\s*(?:\"([^\"]*)\"|([^\s;,\"]+)))?")

Graph = tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a header or of the head of a page."""

    target: str
    relation: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What of a page an audit looks at."""

    links: tuple[str, ...]
    head_links: tuple[Link, ...]
    data: tuple[Mapping[str, object], ...]
    meta: tuple[str, ...]


def read_graph(reply: Reply) -> Graph | None:
    """Return the quads of an answer; None where it is no RDF or not what it says."""
    if reply.status != 200:
        return None
    return read_rdf(reply.body, reply.media_type)


def read_rdf(data: bytes, media_type: str) -> Graph | None:
    """Return the quads of bytes of some media type or ending; None where they are not that."""
    found = graph_format(media_type)
    if found is None:
        return None
    try:
        return tuple(parse_quads(data, found.name))
    except (PolicygraphError, SyntaxError, ValueError):
        return None


def unpacked(data: bytes) -> bytes:
    """Return the bytes of a gzip file, others as they are; never more than an audit reads."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, LIMIT_BYTES)
    except (zlib.error, gzip.BadGzipFile):
        return b""


def fingerprint(quads: Iterable[Quad]) -> str:
    """Digest the triples of a graph so that the names of blank nodes do not matter.

    Each blank node is told by what stands around it, a few steps deep; graphs that differ only in
    the arrangement of blank nodes alike in that are not told apart.
    """
    triples = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    names: dict[Blank, str] = {
        term: "" for triple in triples for term in triple if isinstance(term, Blank)
    }
    for _ in range(_ROUNDS if names else 0):
        around: dict[Blank, list[str]] = {blank: [] for blank in names}
        for subject, predicate, value in triples:
            if isinstance(subject, Blank):
                around[subject].append(f"> {predicate} {_told(value, names)}")
            if isinstance(value, Blank):
                around[value].append(f"< {predicate} {_told(subject, names)}")
        names = {blank: _digest(lines) for blank, lines in around.items()}
    return _digest(" ".join(_told(term, names) for term in one) for one in triples)


def _told(term: Term, names: Mapping[Blank, str]) -> str:
    if isinstance(term, Blank):
        return f"_:{names[term]}"
    if isinstance(term, Literal):
        # a language tag is the same in capitals or not
        return repr((term.value, (term.language or "").lower(), term.datatype))
    return f"<{term}>"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def values(graph: Graph, subject: object, predicate: str) -> list[Term]:
    """Return what a thing has of a property, sorted."""
    return sorted(
        {q.object for q in graph if q.subject == subject and q.predicate == predicate},
        key=str,
    )


def typed(graph: Graph, kind: str) -> list[Term]:
    """Return the things of a class, sorted."""
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    return sorted(
        {q.subject for q in graph if q.predicate == rdf_type and q.object == kind},
        key=str,
    )


def plain(term: Term) -> str:
    """Return the characters of a term."""
    if isinstance(term, Literal):
        return term.value
    return term.name if isinstance(term, Blank) else term


def read_links(header: str) -> tuple[Link, ...]:
    """Read a Link header, one entry for each relation.

    Source: RFC 8288, section 3.

    >>> read_links('</a>; rel="alternate type"; type="text/turtle"')[0].media_type
    'text/turtle'
    """
    found = []
    for target, parameters in _LINK.findall(header):
        told: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(parameters):
            told.setdefault(name.lower(), quoted or bare)
        for relation in told.get("rel", "").lower().split():
            found.append(Link(target, relation, told.get("type", "").lower()))
    return tuple(found)


def read_linkset(text: str) -> set[Link] | None:
    """Read a linkset document, one entry for each target; None where it is none.

    Source: RFC 9264, section 4.2.

    >>> read_linkset('{"linkset": [{"anchor": "/a", "item": [{"href": "/b"}]}]}')
    {Link(target='/b', relation='item', media_type='')}
    """
    links: set[Link] = set()
    try:
        for context in json.loads(text)["linkset"]:
            for relation, targets in context.items():
                # an anchor is no list
                for one in targets if isinstance(targets, list) else ():
                    links.add(Link(one["href"], relation, one.get("type", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return links


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.head_links: list[Link] = []
        self.blocks: list[str] = []
        self.meta: list[str] = []
        self._in_data = False

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        elif tag == "link":
            for relation in told.get("rel", "").lower().split():
                media_type = told.get("type", "").lower()
                self.head_links.append(Link(told.get("href", ""), relation, media_type))
        elif tag == "meta" and told.get("content"):
            self.meta.append(told.get("name", ""))
        elif tag == "script" and told.get("type") == "application/ld+json":
            self._in_data = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.blocks[-1] += data


def read_page(reply: Reply) -> Page:
    """Read the links and the data blocks of a page."""
    reader = _PageReader()
    if reply.media_type in ("text/html", "application/xhtml+xml"):
        reader.feed(reply.text)
    data: list[Mapping[str, object]] = []
    for block in reader.blocks:
        data.extend(_items(block))
    return Page(
        tuple(dict.fromkeys(reader.links)),
        tuple(reader.head_links),
        tuple(data),
        tuple(reader.meta),
    )


def _items(block: str) -> list[Mapping[str, object]]:
    try:
        read = json.loads(block)
    except (ValueError, RecursionError):
        return []
    if isinstance(read, dict) and isinstance(read.get("@graph"), list):
        read = read["@graph"]
    items = read if isinstance(read, list) else [read]
    return [item for item in items if isinstance(item, dict)]
