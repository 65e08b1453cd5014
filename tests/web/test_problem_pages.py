"""The type of every problem leads to a page that explains it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page
from werkzeug.exceptions import default_exceptions

import policygraph.web
from policygraph.errors import (
    ClientLeftError,
    OutsideError,
    PolicygraphError,
    UsageError,
)
from policygraph.web.problem_kinds import KINDS, word_of_status
from policygraph.web.problems import Problem

BASE = "https://example.org/data/"
WEB = sorted(Path(policygraph.web.__file__).parent.glob("*.py"))


def errors_below(kind: type[PolicygraphError]) -> Iterator[type[PolicygraphError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from errors_below(one)


def words_in_the_code() -> set[str]:
    """Words of errors, and those that a module gives a problem itself."""
    found = {
        one.problem or word_of_status(one.http_status)
        for one in errors_below(PolicygraphError)
    }
    for path in WEB:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                given = (one.value for one in node.keywords if one.arg == "kind")
                found |= {
                    str(one.value) for one in given if isinstance(one, ast.Constant)
                }
    return found


def test_the_code_names_no_kind_that_is_not_explained() -> None:
    words = words_in_the_code()

    # what is wrong with a corpus is told where it is built
    assert words - {""} <= set(KINDS)
    assert {"rate-limit", "query-timeout", "not-found"} <= words


@pytest.mark.parametrize("word", sorted(KINDS))
def test_the_type_of_a_problem_resolves_to_a_page_about_it(
    app: Flask, web: FlaskClient, word: str
) -> None:
    kind = KINDS[word]
    with app.test_request_context():
        address = Problem(kind.status, kind.title, "", kind=word).type

    page = Page(web.get(address.replace(BASE, "/"), headers=BROWSER))

    assert address == f"{BASE}problems/{word}"
    assert page.response.status_code == 200
    assert page.texts("//h1") == [kind.title]
    assert page.section("What to do")
    assert "`" not in page.text
    assert ("/about#limits" in page.hrefs) is kind.is_of_limits


@pytest.mark.parametrize("status", sorted({*default_exceptions, 422}))
def test_a_problem_without_a_word_has_a_type_that_resolves_or_is_blank(
    app: Flask, web: FlaskClient, status: int
) -> None:
    with app.test_request_context():
        found = Problem(status, "", "").type

    assert (
        found == "about:blank" or web.get(found.replace(BASE, "/")).status_code == 200
    )


@pytest.mark.parametrize("kind", list(errors_below(PolicygraphError)))
def test_no_error_is_told_with_a_status_that_its_kind_does_not_have(
    kind: type[PolicygraphError],
) -> None:
    word = kind.problem or word_of_status(kind.http_status)
    # nobody is there to be told of a client that left
    is_told_by_status = kind in (OutsideError, ClientLeftError) or not issubclass(
        kind, UsageError
    )

    assert is_told_by_status or KINDS[word].status == kind.http_status


def test_every_kind_of_problem_stands_in_the_manual(project: Path) -> None:
    page = (project / "docs" / "endpoint.md").read_text(encoding="utf-8")

    assert [word for word in KINDS if f"`{word}`" not in page] == []


def test_the_list_of_problems_leads_to_each(web: FlaskClient) -> None:
    hrefs = Page(web.get("/problems", headers=BROWSER)).hrefs

    assert {f"/problems/{word}" for word in KINDS} <= set(hrefs)


@pytest.mark.parametrize("path", ["/problems/nope", "/problems/busy/x"])
def test_there_is_no_other_kind_of_problem(web: FlaskClient, path: str) -> None:
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/problems", "/problems/busy", "/about"])
def test_a_page_about_problems_is_for_reading_only(web: FlaskClient, path: str) -> None:
    refused = web.get(path, headers={"Accept": "text/turtle"})

    assert refused.status_code == 406
    assert "text/html" in refused.json["hint"]
    assert "Accept" in web.get(path).headers["Vary"]


def test_a_problem_of_a_limit_leads_to_the_limits(web: FlaskClient) -> None:
    sent = {"query_string": {"query": "ASK {}" + " " * 20_000}}

    told = web.get("/sparql", **sent).json
    page = Page(web.get("/sparql", headers=BROWSER, **sent))

    assert told["limits"] == f"{BASE}about#limits"
    assert {"/about#limits", "/problems/uri-too-long"} <= set(page.hrefs)


def test_a_problem_of_no_limit_leads_to_none(web: FlaskClient) -> None:
    told = web.get("/nowhere").json

    assert told["type"] == f"{BASE}problems/not-found"
    assert "limits" not in told
