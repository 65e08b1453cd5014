"""What makes no sense in an address is told, on every page that shows an answer."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

_ROWS = "/sparql?query=SELECT+*+%7B+VALUES+%3Fa+%7B+1+2+%7D+%7D"


def read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


@pytest.mark.parametrize("path", [_ROWS, "/query/concerns?"])
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("page=-1", 400),
        ("page=two", 400),
        ("page=9999", 404),
        ("sort=nope", 400),
        ("show=zz", 400),
        ("rows=7", 400),
        ("chart=pie&show=chart", 400),
        ("page=1&sort=&show=table&rows=25", 200),
    ],
)
def test_an_impossible_way_of_showing_is_refused_in_words(
    web: FlaskClient, path: str, words: str, status: int
) -> None:
    page = read(web, f"{path}&{words}")

    assert page.response.status_code == status
    assert page.texts("//h1")


def test_a_field_that_names_nothing_is_not_found(web: FlaskClient) -> None:
    page = read(web, "/query/addressees?recommendation=nope")

    assert page.response.status_code == 404
    assert "There is no such recommendation in the graph: “nope”" in page.text
    assert "/recommendations" in page.hrefs


def test_a_format_in_the_address_of_a_question_is_led_to_its_place(
    web: FlaskClient,
) -> None:
    response = web.get("/query/addressees?format=xlsx")

    assert response.status_code == 400
    assert "/query/addressees with .csv" in response.text


def test_a_search_of_one_kind_counts_what_is_of_it(shipped: FlaskClient) -> None:
    page = read(shipped, "/search?q=data&type=claims")
    of_all = read(shipped, "/search?q=data&type=places")

    (told,) = page.texts("//p[@class='search-status']")
    assert "things found are of this kind: claims." in told
    assert int(told.split()[0]) < int(told.split()[2])
    (none,) = of_all.texts("//p[@class='search-status']")
    assert none.startswith("None of")


def test_the_query_that_gives_the_list_stands_first(web: FlaskClient) -> None:
    page = read(web, "/claims")

    first, *others = page.texts("//section[@class='query']")
    assert first.startswith("Statements, with their words and who said them")
    assert "Its rows are the list on this page." in first
    assert not any("Its rows are the list" in one for one in others)
