"""From the path of a thing to the typed links that lead machines on: in `Link` headers and as a linkset.

All links follow from the path alone, so an answer of 304 carries the same ones.

Source: FAIR Signposting Profile, levels 1 and 2; RFC 8288 (Link); RFC 9264 (linksets).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from policygraph.iris import Iris

LINKSET: Final = "application/linkset+json"
_SCHEMA: Final = "https://schema.org/"
_ABOUT_PAGE: Final = f"{_SCHEMA}AboutPage"
# what a kind of path holds, in words of schema.org; where several are possible, the widest
_TYPES: Final = {
    "reports": "Report",
    "themes": "DefinedTerm",
    "technologies": "DefinedTerm",
    "places": "Place",
    "schemes": "DefinedTermSet",
    "dataset": "Dataset",
}
_LISTS: Final = frozenset({"reports", "actors", "themes"})


@dataclass(frozen=True, slots=True)
class WebLink:
    """A typed link; `href` is a path of this server or an address elsewhere."""

    relation: str
    href: str
    media_type: str = ""

    def header(self) -> str:
        """Write the link as a `Link` header."""
        told = f'<{self.href}>; rel="{self.relation}"'
        return f'{told}; type="{self.media_type}"' if self.media_type else told


def links_of_thing(path: str, *, iris: Iris, licence: str) -> tuple[WebLink, ...]:
    """Return the links of the document about the thing at a path, but for its other formats."""
    address = quote(path)
    kind, _, rest = path.partition("/")
    inside = kind == "reports" and "/" in rest
    links = [
        WebLink("canonical", iris.document(address)),
        WebLink("cite-as", quote(iris.of_path(path), safe=":/#?&=~%")),
        WebLink("describedby", f"/{address}.ttl", "text/turtle"),
        WebLink("describedby", f"/{address}.jsonld", "application/ld+json"),
        WebLink("type", _ABOUT_PAGE),
        WebLink("linkset", f"/linkset/{address}", LINKSET),
    ]
    if kind in _TYPES and not inside:
        links.append(WebLink("type", _SCHEMA + _TYPES[kind]))
    if inside:
        report = quote(rest.partition("/")[0])
        links.append(WebLink("collection", f"/reports/{report}", "text/html"))
    elif kind in _LISTS:
        links.append(WebLink("collection", f"/{kind}", "text/html"))
    if licence:
        links.append(WebLink("license", licence))
    return tuple(links)


def links_of_home(
    dumps: Sequence[tuple[str, str]], *, iris: Iris, licence: str
) -> tuple[WebLink, ...]:
    """Return the links of the front page; `dumps` are names and media types of files."""
    links = [
        WebLink("canonical", iris.document()),
        WebLink("service-desc", "/sparql", "text/turtle"),
        WebLink("type", _ABOUT_PAGE),
        WebLink("type", f"{_SCHEMA}Dataset"),
        WebLink("linkset", "/linkset", LINKSET),
    ]
    if dumps:
        # bare files are served without a catalogue, and are no dataset with an IRI of its own
        links += [
            WebLink("cite-as", iris.dataset()),
            WebLink("author", f"{iris.graph('description')}#publisher"),
            WebLink("describedby", "/catalog.ttl", "text/turtle"),
            WebLink("describedby", "/catalog.jsonld", "application/ld+json"),
        ]
    if licence:
        links.append(WebLink("license", licence))
    links += [WebLink("item", f"/dump/{name}", media) for name, media in dumps]
    return tuple(links)


def links_of_graph(
    path: str, *, iris: Iris, licence: str, in_release: bool
) -> tuple[WebLink, ...]:
    """Return the links of a named graph: its IRI, its licence, and in a release what it is a part of."""
    iri = quote(iris.graph(path), safe=":/#?&=~%")
    links = [
        WebLink("canonical", iri),
        WebLink("cite-as", iri),
        WebLink("type", f"{_SCHEMA}Dataset"),
    ]
    if in_release:
        links += [
            WebLink("describedby", "/catalog.ttl", "text/turtle"),
            WebLink("collection", "/dataset", "text/html"),
        ]
    if licence:
        links.append(WebLink("license", licence))
    return tuple(links)


def links_of_vocabulary(path: str, iri: str, licence: str) -> tuple[WebLink, ...]:
    """Return the links of a vocabulary document at a path; `iri` names the vocabulary."""
    links = [
        WebLink("canonical", iri),
        WebLink("cite-as", iri),
        WebLink("describedby", f"/{path}.ttl", "text/turtle"),
        WebLink("type", f"{_SCHEMA}DefinedTermSet"),
    ]
    if licence:
        links.append(WebLink("license", licence))
    return tuple(links)


def write_linkset(anchor: str, links: Sequence[WebLink], iris: Iris) -> bytes:
    """Write links as a linkset document, all addresses below the configured base.

    Source: RFC 9264, section 4.2 (JSON document format for sets of links).
    """
    targets: dict[str, list[dict[str, str]]] = {}
    for link in links:
        ours = link.href.startswith("/")
        target = {"href": iris.document(link.href[1:]) if ours else link.href}
        if link.media_type:
            target["type"] = link.media_type
        targets.setdefault(link.relation, []).append(target)
    told = {"linkset": [{"anchor": anchor, **targets}]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
