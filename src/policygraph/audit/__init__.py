"""A visit to a site of linked data, ours or anybody's: from its address to a table of checks and a score.

Speaks HTTP with the standard library and reads RDF with the engine; knows neither half otherwise, so
that it sees what any stranger would see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from policygraph.audit.accepting import check_accepts
from policygraph.audit.catalogue import check_catalogue
from policygraph.audit.citations import check_citations
from policygraph.audit.dataset import check_dumps, read_description
from policygraph.audit.endpoint import check_description, check_formats, check_protocol
from policygraph.audit.figures import check_figures
from policygraph.audit.heading import check_headers, check_signposts
from policygraph.audit.metadata import check_fairness, check_search_metadata
from policygraph.audit.scoring import Check, Scorecard, found
from policygraph.audit.services import check_operation, check_services
from policygraph.audit.site import Site, look_at
from policygraph.audit.things import check_links, check_terms, check_things
from policygraph.audit.visiting import LIMIT_REQUESTS, TIMEOUT_S, Visitor

_REQUESTS_OF_A_THING: Final = 60


def audit(url: str, *, sample: int = 20, timeout_s: float = TIMEOUT_S) -> Scorecard:
    """Visit a site and check it; at most `sample` things and routes are looked at.

    Raises:
        UsageError: the address is none of http or https.
        OutsideError: nobody answers there.
    """
    limit = LIMIT_REQUESTS + _REQUESTS_OF_A_THING * sample
    visitor = Visitor(url, timeout_s=timeout_s, limit_requests=limit)
    site = look_at(visitor, sample)
    checks = (
        replace(check, got=check.got.replace(visitor.root, "/"))
        for check in _all_checks(site)
    )
    return Scorecard(visitor.root, tuple(checks))


def _all_checks(site: Site) -> Iterator[Check]:
    yield from check_things(site)
    yield from check_accepts(site)
    yield from check_headers(site)
    yield from check_signposts(site)
    described = read_description(site)
    yield from check_figures(site, described)
    yield from check_catalogue(described)
    yield from check_search_metadata(site, described)
    yield from check_protocol(site)
    yield from check_description(site)
    yield from check_formats(site)
    yield from check_dumps(site, described)
    yield from check_links(site, described)
    yield from check_terms(site)
    yield from check_fairness(site, described)
    yield from check_citations(site)
    yield from check_services(site)
    yield from check_operation(site)
    if site.visitor.is_exhausted:
        asked = site.visitor.asked
        yield found("A1", "requests of this audit", "enough", asked, passed=False)


__all__ = ["Check", "Scorecard", "audit"]
