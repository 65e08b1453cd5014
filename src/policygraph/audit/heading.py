"""L3 and L4: the headers that every route owes, and the links that lead on from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode, urljoin

from policygraph.audit.reading import Link, read_links, read_linkset
from policygraph.audit.scoring import Check, tallied
from policygraph.audit.site import Site, question, spread
from policygraph.audit.visiting import Reply

_RELATIONS: Final = (
    "alternate",
    "describedby",
    "canonical",
    "license",
    "type",
    "cite-as",
    "linkset",
)
_SAME: Final = ("ETag", "Content-Type", "Vary", "Last-Modified", "Link")
_OF_HOME: Final = ("item", "license", "author", "describedby", "service-desc")
_LINKSET: Final = "application/linkset+json"


def check_headers(site: Site) -> Iterator[Check]:
    """L3: version, choice, HEAD, OPTIONS and other origins, on every route of the sample."""
    documents = [site.visitor.follow(one, "text/html").url for one in site.things]
    routes = tuple(dict.fromkeys([*site.routes, *documents, *_for_machines(site)]))
    seen = [site.visitor.follow(route) for route in routes]
    replies = [reply for reply in seen if reply.status == 200]
    checks = (
        ("a", "Vary names Accept", lambda one: "accept" in one.all_of("Vary").lower()),
        ("b", "ETag", lambda one: bool(one.headers.get("ETag"))),
        ("c", "Last-Modified", lambda one: bool(one.headers.get("Last-Modified"))),
        ("d", "304 for what one has", lambda one: _is_unchanged(site, one)),
        ("e", "HEAD is GET without a body", lambda one: _same_head(site, one)),
        ("f", "OPTIONS tells the methods", lambda one: _tells_methods(site, one)),
        ("g", "other origins may read", _allows_reading),
        ("h", "nosniff", lambda one: "nosniff" in one.all_of("X-Content-Type-Options")),
        ("i", "Cache-Control", lambda one: bool(one.headers.get("Cache-Control"))),
        ("j", "405 tells what is allowed", lambda one: _refuses_method(site, one)),
    )
    for letter, what, is_right in checks:
        yield tallied(
            f"L3{letter}", what, ((one.url, is_right(one)) for one in replies)
        )
    things = spread(site.things, 5)
    replies_303 = [site.visitor.get(one) for one in things]
    yield tallied(
        "L3k",
        "a redirect varies by Accept, too",
        ((one.url, "accept" in one.all_of("Vary").lower()) for one in replies_303),
    )


def _for_machines(site: Site) -> Iterator[str]:
    """Return the addresses that no page links to: what the first page's headers name, and what crawlers read."""
    for link in read_links(site.home.all_of("Link")):
        target = site.visitor.local(urljoin(site.home.url, link.target))
        # a dump is looked at elsewhere, and is too large to be asked for five times
        if target is not None and link.relation in ("describedby", "linkset"):
            yield target
    for path in ("sitemap.xml", "robots.txt", ".well-known/void"):
        yield site.visitor.root + path
    yield f"{site.endpoint}?{urlencode({'query': question('any')})}"


def _is_unchanged(site: Site, reply: Reply) -> bool:
    tag = reply.headers.get("ETag", "")
    again = site.visitor.get(reply.url, If_None_Match=tag)
    same = again.headers.get("ETag") == tag and again.all_of("Vary") == reply.all_of(
        "Vary"
    )
    return bool(tag) and again.status == 304 and same and not again.body


def _same_head(site: Site, reply: Reply) -> bool:
    head = site.visitor.ask("HEAD", reply.url)
    same = all(head.all_of(name) == reply.all_of(name) for name in _SAME)
    return head.status == reply.status and same and not head.body


def _tells_methods(site: Site, reply: Reply) -> bool:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    told = site.visitor.ask("OPTIONS", reply.url, asked)
    methods = told.all_of("Access-Control-Allow-Methods") or told.all_of("Allow")
    return told.status in (200, 204) and "GET" in methods and _allows_reading(told)


def _allows_reading(reply: Reply) -> bool:
    return reply.headers.get("Access-Control-Allow-Origin") == "*"


def _refuses_method(site: Site, reply: Reply) -> bool:
    refused = site.visitor.ask("DELETE", reply.url)
    return refused.status == 405 and "GET" in refused.all_of("Allow")


def check_signposts(site: Site) -> Iterator[Check]:
    """L4: typed links in the headers of documents, all of which lead where they say.

    Source: FAIR Signposting, levels 1 and 2; RFC 9264 (linkset).
    """
    documents = [
        site.visitor.follow(one, "text/html") for one in spread(site.things, 8)
    ]
    links = {one.url: read_links(one.all_of("Link")) for one in documents}
    for letter, relation in zip("abcdefg", _RELATIONS, strict=True):
        yield tallied(
            f"L4{letter}",
            f"Link: rel={relation}",
            (
                (url, any(link.relation == relation for link in told))
                for url, told in links.items()
            ),
        )
    all_links = {
        (urljoin(url, link.target), link): link
        for url, told in links.items()
        for link in told
        if link.relation
        in ("alternate", "describedby", "item", "collection", "linkset")
    }
    yield tallied(
        "L4h",
        "targets answer with the type announced",
        ((target, _keeps(site, target, link)) for (target, link) in all_links),
    )
    yield from _linkset_checks(site, links)
    yield from _way_checks(site, links)


def _way_checks(site: Site, links: Mapping[str, tuple[Link, ...]]) -> Iterator[Check]:
    """L4: where the first page leads, and whether the IRIs named lead somewhere."""
    home = read_links(site.home.all_of("Link"))
    yield tallied(
        "L4k",
        "the first page leads to files of the whole, its licence and its author",
        ((one, any(link.relation == one for link in home)) for one in _OF_HOME),
    )
    named = {
        link.target
        for told in (*links.values(), home)
        for link in told
        if link.relation in ("cite-as", "canonical", "author")
        and site.visitor.local(link.target)
    }
    yield tallied(
        "L4l",
        "IRIs in links lead somewhere",
        ((one, site.visitor.follow(one).status == 200) for one in sorted(named)),
    )


def _linkset_checks(
    site: Site, links: Mapping[str, tuple[Link, ...]]
) -> Iterator[Check]:
    """L4: each document's linkset is one, and says what the document's headers say.

    Source: RFC 9264, section 4.2 (JSON document format for sets of links).
    """
    shaped, same = [], []
    for url, told in links.items():
        for link in told:
            if link.relation != "linkset":
                continue
            target = urljoin(url, link.target)
            reply = site.visitor.follow(target, _LINKSET)
            read = read_linkset(reply.text) if reply.media_type == _LINKSET else None
            shaped.append((target, bool(read)))
            same.append((target, read == _placed(site, url, told)))
    yield tallied("L4i", "a linkset is JSON by RFC 9264", shaped)
    yield tallied("L4j", "a linkset says what the headers say", same)


def _placed(site: Site, url: str, links: Sequence[Link]) -> set[Link]:
    """Return links with their targets in full, as the site's base has them."""
    return {
        replace(link, target=site.visitor.named(urljoin(url, link.target)))
        for link in links
    }


def _keeps(site: Site, target: str, link: Link) -> bool:
    """Tell whether a target on this host answers with its announced type; one elsewhere is let be."""
    if site.visitor.local(target) is None:
        return True
    reply = site.visitor.follow(target, link.media_type)
    return reply.status == 200 and link.media_type in ("", reply.media_type)
