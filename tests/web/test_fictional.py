"""A report that was made up is marked wherever it is named, and stands behind those of the world."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from tests.web.reading import BROWSER

from policygraph.engine import ReleaseStore
from policygraph.isolated import InProcess, Limits
from policygraph.web import Source, create_app, source_of

_MARK = "fictional example"
# a link in a picture starts with a title of its own
_NAMED = r'"/reports/harbourfield-roundtable">(?!<title>).*?</a>(.{0,80})'


@pytest.fixture(scope="module")
def source(release: ReleaseStore) -> Source:
    return source_of(release, strangers=InProcess(release.store, Limits()))


@pytest.fixture(scope="module")
def client(source: Source) -> FlaskClient:
    return create_app(source).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/reports",
        "/claims?report=harbourfield-roundtable",
        "/recommendations",
        "/search?q=quay",
        "/query/statements-of-unnamed-people",
        "/reports/harbourfield-roundtable",
        "/reports/harbourfield-roundtable/s01",
    ],
)
def test_a_fictional_report_is_marked_where_it_is_named(
    client: FlaskClient, path: str
) -> None:
    page = client.get(path, headers=BROWSER).text
    links = re.findall(_NAMED, page)

    assert _MARK in page
    assert all(_MARK in after for after in links)


def test_no_other_report_is_marked(client: FlaskClient) -> None:
    page = client.get("/reports/socitm-casa-smart-places", headers=BROWSER)

    assert page.status_code == 200
    assert _MARK not in page.text


def test_what_is_fictional_stands_last_on_the_front_page(client: FlaskClient) -> None:
    page = client.get("/", headers=BROWSER).text
    concluded, listed = page.partition('id="reports"')[::2]
    for part in (concluded, listed):
        named = re.findall(r'href="/reports/([a-z-]+)"', part)
        kinds = [one == "harbourfield-roundtable" for one in named]
        assert kinds == sorted(kinds)
        assert {True, False} <= set(kinds)


def test_the_graph_says_which_report_is_fictional(source: Source) -> None:
    assert {source.iris.path_of(one) for one in source.fictional} == {
        "reports/harbourfield-roundtable"
    }
