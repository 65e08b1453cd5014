"""What crawlers read: which addresses there are, and which to leave alone.

All addresses are below the configured base, whatever host a request names.

Source: the sitemaps protocol 0.9 (50,000 addresses a file); RFC 9309 (robots.txt).
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, render_template

from policygraph.errors import NotFoundError
from policygraph.web.asking import Row
from policygraph.web.documents import NAVIGATION, new_asker, respond
from policygraph.web.negotiation import Offer
from policygraph.web.sites import site

blueprint = Blueprint("crawling", __name__)
MAX_ADDRESSES: Final = 50_000
_REPORT: Final = re.compile(r"reports/[^/]+")
_XML: Final = Offer("xml", "application/xml", "xml", "XML")
_TEXT: Final = Offer("text", "text/plain", "txt", "Text")


@blueprint.get("/robots.txt")
def send_robots() -> Response:
    """Tell crawlers where the sitemap is, and to ask no queries."""
    sitemap = site().source.iris.document("sitemap.xml")
    return respond(_TEXT, lambda: render_template("robots.txt", sitemap=sitemap))


@blueprint.get("/sitemap.xml")
def send_sitemap() -> Response:
    """List all pages, or the parts of the list where there are too many for one."""
    return respond(_XML, _sitemap)


@blueprint.get("/sitemap-<int:number>.xml")
def send_sitemap_part(number: int) -> Response:
    """List one part of the pages; parts count from 1."""
    return respond(_XML, lambda: _part(number))


def _sitemap() -> str:
    places = _addresses()
    if len(places) <= MAX_ADDRESSES:
        return _written(places)
    iris = site().source.iris
    count = -(-len(places) // MAX_ADDRESSES)
    parts = [iris.document(f"sitemap-{number}.xml") for number in range(1, count + 1)]
    return render_template("sitemap-index.xml", places=parts, modified=_modified())


def _part(number: int) -> str:
    start = (number - 1) * MAX_ADDRESSES
    places = _addresses()[start : start + MAX_ADDRESSES] if number else []
    if not places:
        raise NotFoundError(
            "The sitemap has no such part.", hint="it begins at /sitemap.xml"
        )
    return _written(places)


def _written(places: list[str]) -> str:
    return render_template("sitemap.xml", places=places, modified=_modified())


def _modified() -> str:
    return site().source.about.get("modified", "")


def _addresses() -> list[str]:
    """Return the lists, then every thing with a page of its own and every reading view, by path."""
    source = site().source
    lists = ["", *(ref.href[1:] for ref in NAVIGATION if ref.href), "shapes", "catalog"]
    paths = (_path(row) for row in new_asker().rows("sitemap"))
    found = [one for one in lists if one != "sparql"]
    known = {path for path in paths if path}
    reading = {f"{path}/read" for path in known if _REPORT.fullmatch(path)}
    found += sorted(quote(path) for path in known | reading)
    return [source.iris.document(one) for one in found]


def _path(row: Row) -> str | None:
    return site().source.iris.path_of(row.text("thing"))
