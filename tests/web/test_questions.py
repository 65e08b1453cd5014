from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

from policygraph.resources import query_files


@pytest.mark.parametrize("name", sorted(path.stem for path in query_files("questions")))
def test_every_saved_question_has_a_page_and_a_file(
    web: FlaskClient, name: str
) -> None:
    page = Page(web.get(f"/query/{name}", headers=BROWSER))
    file = web.get(f"/query/{name}.csv")

    assert page.response.status_code == 200
    assert len(page.texts("//h1")) == 1
    assert file.mimetype == "text/csv"


def test_the_path_of_a_page_stands_for_its_thing(web: FlaskClient) -> None:
    page = Page(
        web.get(
            "/query/statements-under-a-theme?theme=themes/automation", headers=BROWSER
        )
    )

    query = page.tree.xpath("//details[@class='queries']//pre")[0].text_content()

    assert (
        "VALUES ?theme { <https://w3id.org/policygraph/id/themes/automation> }" in query
    )
    assert "The timetable should be simpler." in page.text
    assert "Ferries are seldom on time." not in page.text


def test_a_question_is_to_be_had_as_the_file_that_it_is(web: FlaskClient) -> None:
    plain = web.get("/query/concerns.rq")
    filled = web.get("/query/concerns.rq?report=reports/quayside")

    (path,) = (path for path in query_files("questions") if path.stem == "concerns")
    assert plain.mimetype == "application/sparql-query"
    assert plain.text == path.read_text(encoding="utf-8")
    assert "<https://example.org/data/id/reports/quayside>" in filled.text


def test_what_is_typed_stays_in_its_field(web: FlaskClient) -> None:
    hostile = '"> <script>'

    page = Page(
        web.get(
            "/query/statements-under-a-theme",
            query_string={"theme": "x:" + hostile},
            headers=BROWSER,
        )
    )

    assert page.response.status_code == 400
    assert page.tree.xpath("//script") == []


def test_an_unknown_field_is_told(web: FlaskClient) -> None:
    response = web.get("/query/chairs?chair=me")

    assert response.status_code == 400
    assert "chair" in response.json["detail"]
