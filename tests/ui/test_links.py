"""The whole site, followed link by link from the home page: none leads nowhere, none to a missing place."""

from __future__ import annotations

from collections import deque
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from policygraph.engine import ReleaseStore
from policygraph.isolated import InProcess, Limits
from policygraph.web import create_app
from policygraph.web.source import source_of

# Lists lead to themselves with one more thing chosen each, so their addresses have no end.
MAX_WITH_STATE = 150
MAX_PAGES = 2_500
ACCEPT = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def site(release: ReleaseStore) -> FlaskClient:
    source = source_of(release, strangers=InProcess(release.store, Limits()))
    return create_app(source).test_client()


class Crawl:
    """The pages that were reached, what is wrong with them, and the places that links want on them."""

    def __init__(self, site: FlaskClient) -> None:
        self._site = site
        self._waiting: deque[tuple[str, str]] = deque([("/", "")])
        self._with_state = 0
        self.places: dict[str, set[str]] = {}
        self.wanted: list[tuple[str, str, str]] = []
        self.broken: list[str] = []

    def run(self) -> None:
        """Follow all links."""
        while self._waiting and len(self.places) < MAX_PAGES:
            path, referrer = self._waiting.popleft()
            if path not in self.places:
                self._visit(path, referrer)

    def missing(self) -> list[str]:
        """Return the links to places that a page does not have."""
        return [
            f"{referrer} -> {path}#{place}"
            for path, place, referrer in self.wanted
            if path in self.places and place not in self.places[path]
        ]

    def _visit(self, path: str, referrer: str) -> None:
        answer = self._site.get(path, headers=ACCEPT, follow_redirects=True)
        self.places[path] = set()
        if answer.status_code != 200:
            self.broken.append(f"{referrer} -> {path}: {answer.status_code}")
        elif answer.mimetype == "text/html":
            self._read(path, html.fromstring(answer.get_data(as_text=True)))

    def _read(self, path: str, page: html.HtmlElement) -> None:
        self.places[path] = {*page.xpath("//@id"), "top", ""}
        for href in page.xpath("//a/@href | //link[@rel='stylesheet']/@href"):
            self._note(path, str(href))

    def _note(self, referrer: str, href: str) -> None:
        target, place = urldefrag(urljoin(referrer, href))
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or parts.path.startswith("/dump/"):
            return
        if place and not place.startswith(":~:"):
            self.wanted.append((target, unquote(place), referrer))
        if target in self.places:
            return
        if parts.query:
            self._with_state += 1
            if self._with_state > MAX_WITH_STATE:
                return
        self._waiting.append((target, referrer))


@pytest.mark.slow
def test_every_link_of_the_site_leads_to_a_page_and_to_a_place_on_it(
    site: FlaskClient,
) -> None:
    crawl = Crawl(site)

    crawl.run()

    assert len(crawl.places) > 150
    assert crawl.broken == []
    assert crawl.missing() == []
