"""A site, seen once and then looked at by every check: its first page, its base, a sample of its things."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urljoin

from policygraph.audit.reading import Page, read_page
from policygraph.audit.visiting import Reply, Visitor
from policygraph.engine import (
    Answer,
    Literal,
    Rows,
    Term,
    answer_from_bytes,
    find_query,
)
from policygraph.errors import OutsideError, PolicygraphError

JSON_ROWS: Final = "application/sparql-results+json"
TURTLE: Final = "text/turtle"
_REPORT = re.compile(r"/reports/[^/#]+\Z")
_PLACE = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")


@dataclass(frozen=True, slots=True)
class Site:
    """What all checks share. `things` are IRIs, `routes` addresses, both a sample of all."""

    visitor: Visitor
    home: Reply
    page: Page
    endpoint: str
    things: tuple[str, ...]
    things_total: int
    reports: tuple[str, ...]
    routes: tuple[str, ...]
    sitemap: tuple[str, ...]

    def select(self, query: str) -> list[dict[str, Term | None]] | None:
        """Return the rows of a query; None where the endpoint gives none."""
        return rows_of(ask_by_get(self.visitor, self.endpoint, query, JSON_ROWS))


def question(name: str, values: Mapping[str, Term] | None = None) -> str:
    """Return the text of one of the queries that an audit asks."""
    return find_query(name, "audit").bind(dict(values or {}))


def ask_by_get(visitor: Visitor, endpoint: str, query: str, accept: str) -> Reply:
    """Send a query in the address."""
    return visitor.get(f"{endpoint}?{urlencode({'query': query})}", accept)


def answer_of(reply: Reply) -> Answer | None:
    """Read the answer of an endpoint; None where it is no answer."""
    if reply.status != 200:
        return None
    try:
        return answer_from_bytes(reply.body, reply.media_type)
    except PolicygraphError:
        return None


def rows_of(reply: Reply) -> list[dict[str, Term | None]] | None:
    """Read rows to their end, each by column name; None where there are none or they break off."""
    answer = answer_of(reply)
    if not isinstance(answer, Rows):
        return None
    try:
        return answer.as_dicts()
    except OutsideError:
        return None


def look_at(visitor: Visitor, sample: int) -> Site:
    """Look at a site: open the first page, learn its base, take samples.

    Raises:
        OutsideError: nobody answers.
    """
    home = visitor.arrive()
    page = read_page(home)
    for link in page.head_links:
        if link.relation == "canonical" and link.target.startswith("http"):
            visitor.base = link.target.rstrip("/") + "/"
    endpoint = visitor.root + "sparql"
    things = _things(visitor, endpoint)
    sitemap = tuple(_PLACE.findall(visitor.get(visitor.root + "sitemap.xml").text))
    routes = [urljoin(home.url, link).partition("#")[0] for link in page.links]
    here = [route for route in routes if visitor.local(route)]
    return Site(
        visitor,
        home,
        page,
        endpoint,
        spread(things, sample),
        len(things),
        tuple(one for one in things if _REPORT.search(one)),
        spread(sorted({home.url, *here}), sample),
        sitemap,
    )


def _things(visitor: Visitor, endpoint: str) -> list[str]:
    for base in (f"{visitor.base}id/", visitor.base):
        query = question("things", {"base": Literal(base)})
        rows = rows_of(ask_by_get(visitor, endpoint, query, JSON_ROWS)) or []
        named = (row.get("thing") for row in rows)
        things = [str(one) for one in named if isinstance(one, str)]
        if things:
            return things
    return []


def spread(all_of_them: Sequence[str], number: int) -> tuple[str, ...]:
    """Take a number out of a list, evenly spread, always the same.

    >>> spread("abcdefgh", 3)
    ('a', 'c', 'f')
    """
    size = len(all_of_them)
    if size <= number:
        return tuple(all_of_them)
    return tuple(all_of_them[place * size // number] for place in range(number))
