"""The page about the server: what it says of limits is what this very server does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore
from policygraph.iris import Iris
from policygraph.isolated import MEGABYTE, Answered, InProcess, Limits, Question
from policygraph.web import Source, create_app, read_rate, source_of
from policygraph.web.about import limit_lines

LIMITS = Limits(
    timeout_s=2.5,
    memory_bytes=96 * MEGABYTE,
    nesting=17,
    body_bytes=300 * 1024,
    limit_rows=1_234,
    workers=3,
)


class Apart:
    """Stands for processes of their own, which this test asks nothing."""

    limits = LIMITS
    busy_workers = 0

    def ask(self, question: Question) -> Answered:
        raise AssertionError(f"Nobody was to ask {question.text}.")

    def report_to(self, listener: object) -> None:
        pass

    def close(self) -> None:
        pass

    def retire(self) -> None:
        pass


@pytest.fixture
def source(counting: CountingStore) -> Source:
    return Source(
        store=counting,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
        strangers=Apart(),
    )


def about(app: Flask) -> Page:
    return Page(app.test_client().get("/about", headers=BROWSER))


def rows(page: Page) -> dict[str, tuple[str, str]]:
    found = (row.xpath("td") for row in page.tree.xpath("//table/tbody/tr"))
    texts = ([" ".join(cell.text_content().split()) for cell in row] for row in found)
    return {name: (amount, problem) for name, amount, _, problem in texts}


def test_the_limits_shown_are_those_of_this_server(source: Source) -> None:
    shown = rows(about(create_app(source)))

    assert sorted(shown.values()) == sorted(
        [
            ("2.5 seconds", "503 query-timeout"),
            ("96 MB", "503 query-stopped"),
            ("3", "503 busy"),
            ("17", "400 query-syntax"),
            ("2,500", "400 query-syntax"),
            ("300 KB", "413 content-too-large"),
            ("16,384 bytes", "414 uri-too-long"),
            ("1,234", "200"),
        ]
    )


def test_a_server_that_keeps_nobody_apart_claims_no_limit_of_time_or_memory(
    source: Source, counting: CountingStore
) -> None:
    app = create_app(replace(source, strangers=InProcess(counting, LIMITS)))

    page = about(app)

    problems = {problem for _, problem in rows(page).values()}
    assert problems.isdisjoint({"503 query-timeout", "503 query-stopped", "503 busy"})
    assert "neither their time nor their memory is bounded" in page.text


def test_a_server_that_answers_no_stranger_says_so(source: Source) -> None:
    page = about(create_app(replace(source, strangers=None)))

    assert rows(page) == {}
    assert "/problems/queries-off" in page.hrefs


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("7/minute", "Each address may send 7 queries per minute."),
        ("", "Queries are not counted by client."),
    ],
)
def test_the_rate_of_each_client_is_told(source: Source, rate: str, words: str) -> None:
    page = about(create_app(source, rate=read_rate(rate)))

    assert words in page.section("What a query may take here")


def test_other_limits_make_another_version_of_the_page(source: Source) -> None:
    tag = about(create_app(source)).response.headers["ETag"]
    longer = Apart()
    longer.limits = replace(LIMITS, timeout_s=60)
    client = create_app(replace(source, strangers=longer)).test_client()

    response = client.get("/about", headers={**BROWSER, "If-None-Match": tag})

    assert response.status_code == 200
    assert "60 seconds" in response.text


def test_release_licence_and_citation_are_those_of_the_data(
    release: ReleaseStore,
) -> None:
    page = about(create_app(source_of(release)))

    assert page.fact("Digest of the release") == [release.digest]
    assert page.fact("Licence of the data") == [release.manifest.about["licence"]]
    cited = page.section("How to cite")
    assert release.iris.dataset() in cited
    assert release.digest[:16] in cited


def test_every_address_on_the_page_is_there(release: ReleaseStore) -> None:
    client = create_app(source_of(release)).test_client()
    ours = {one for one in about(client.application).hrefs if one.startswith("/")}

    answers = {one: client.get(one, headers=BROWSER).status_code for one in ours}

    assert {one for one, status in answers.items() if status != 200} == set()


def test_bare_files_have_no_citation_to_download(source: Source) -> None:
    hrefs = about(create_app(source)).hrefs

    assert "/dataset.bib" not in hrefs
    assert "/catalog" not in hrefs


@pytest.mark.parametrize("path", ["/", "/sparql", "/claims"])
def test_the_page_is_one_step_away(web: FlaskClient, path: str) -> None:
    page = Page(web.get(path, headers=BROWSER))

    assert "/about" in page.hrefs


def test_the_query_page_leads_to_the_limits(web: FlaskClient) -> None:
    hrefs = Page(web.get("/sparql", headers=BROWSER)).hrefs

    assert "/about#limits" in hrefs
    assert Page(web.get("/about", headers=BROWSER)).tree.xpath("//*[@id='limits']")


def test_every_limit_has_a_line_of_its_own() -> None:
    names = [line.name for line in limit_lines(LIMITS, is_isolated=True)]

    assert len(names) == len(set(names)) == 8
