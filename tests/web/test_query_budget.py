"""Five queries a page at most: over every kind of page, every thing of the corpus, and all saved questions."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from tests.ui.pages import PAGES, Visited
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER

from policygraph.engine import ReleaseStore
from policygraph.isolated import InProcess, Limits
from policygraph.web import create_app
from policygraph.web.asking import MAX_QUERIES
from policygraph.web.shelf import read_shelf
from policygraph.web.source import source_of

# the query of the stranger is answered beside those of the page
KINDS = [page for page in PAGES if not page.path.startswith("/sparql?")]
STRANGERS = [page for page in PAGES if page.path.startswith("/sparql?")]
MOVED = {"/downloads"}
LISTED_LEAST = 150


@pytest.fixture
def served(release: ReleaseStore, asked: CountingStore) -> FlaskClient:
    """The shipped corpus with all that a release adds, its queries counted."""
    source = source_of(release, strangers=InProcess(asked, Limits()))
    return create_app(replace(source, store=asked)).test_client()


@pytest.mark.parametrize("page", KINDS, ids=lambda page: page.name)
def test_a_kind_of_page_asks_five_queries_at_most(
    served: FlaskClient, asked: CountingStore, page: Visited
) -> None:
    response = served.get(page.path, headers=BROWSER)

    assert response.status_code == (301 if page.path in MOVED else page.status)
    assert len(asked.asked) <= MAX_QUERIES


@pytest.mark.parametrize("page", STRANGERS, ids=lambda page: page.name)
def test_the_query_page_asks_what_it_was_asked_and_nothing_else(
    served: FlaskClient, asked: CountingStore, page: Visited
) -> None:
    response = served.get(page.path, headers=BROWSER)

    assert response.status_code == page.status
    assert len(asked.asked) <= 1


@pytest.mark.parametrize("name", sorted(read_shelf().questions))
def test_a_saved_question_asks_five_queries_at_most(
    served: FlaskClient, asked: CountingStore, name: str
) -> None:
    response = served.get(f"/query/{name}", headers=BROWSER)

    assert response.status_code == 200
    assert 1 <= len(asked.asked) <= MAX_QUERIES


def test_every_page_of_the_site_map_asks_five_queries_at_most(
    served: FlaskClient, asked: CountingStore, release: ReleaseStore
) -> None:
    base = release.iris.document("")
    listed = re.findall(r"<loc>([^<]+)</loc>", served.get("/sitemap.xml").text)

    greedy = {}
    for address in listed:
        asked.asked.clear()
        response = served.get(f"/{address.removeprefix(base)}", headers=BROWSER)
        assert response.status_code == 200, address
        if len(asked.asked) > MAX_QUERIES:
            greedy[address] = len(asked.asked)

    assert len(listed) >= LISTED_LEAST
    assert greedy == {}
