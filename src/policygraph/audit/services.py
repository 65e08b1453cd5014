"""L11, L16, L18: services that a site may or may not offer, and what needs more than a visit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from policygraph.audit.reading import read_links, read_page
from policygraph.audit.scoring import Check, found, not_checked
from policygraph.audit.site import Site

_PROBLEM: Final = "application/problem+json, */*;q=0.1"


def check_services(site: Site) -> Iterator[Check]:
    """L11: reconciliation, where it is offered. L18: a feed, where one is. L16 needs a machine without network.

    Source: Reconciliation Service API 0.2, section 4.1 (service manifest).
    """
    reply = site.visitor.follow(site.visitor.root + "reconcile", "application/json")
    if reply.status == 200:
        missing = {"name", "identifierSpace", "schemaSpace"} - set(_members(reply.text))
        told = ", ".join(sorted(missing)) or "complete"
        yield found(
            "L11", "reconciliation manifest", "complete", told, passed=not missing
        )
    else:
        yield not_checked("L11", "reconciliation", f"not offered ({reply.status})")
    yield not_checked("L16", "works without a network", "not told by a visit")
    head = (*read_page(site.home).head_links, *read_links(site.home.all_of("Link")))
    feeds = [link for link in head if link.media_type == "application/atom+xml"]
    if feeds:
        feed = site.visitor.follow(feeds[0].target)
        right = feed.status == 200 and feed.media_type == "application/atom+xml"
        yield found("L18", "feed of changes", "Atom", feed.media_type, passed=right)
    else:
        yield not_checked("L18", "feed of changes", "not offered")


def check_operation(site: Site) -> Iterator[Check]:
    """What an operator asks of a server beside its data: is it alive, ready, and measured?"""
    for name, path in (("O1", "healthz"), ("O2", "readyz"), ("O3", "metrics")):
        status = site.visitor.get(site.visitor.root + path).status
        yield found(name, f"/{path}", "200", status, passed=status == 200)
    wrong = site.visitor.get(f"{site.visitor.root}no-such-page", _PROBLEM)
    shaped = wrong.status == 404 and wrong.media_type == "application/problem+json"
    told = f"{wrong.status} {wrong.media_type}"
    yield found("O4", "errors are problem details", "404 problem", told, passed=shaped)


def _members(text: str) -> list[str]:
    try:
        read = json.loads(text)
    except ValueError:
        return []
    return list(read) if isinstance(read, dict) else []
