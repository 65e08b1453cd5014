"""The query page and the saved questions without script: answers sorted and drawn, mistakes mended, files."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from tests.web.conftest import DATA, CountingStore
from tests.web.reading import BROWSER, Page
from tests.web.test_query_figures import app_of, needs_isolation

from policygraph.engine import Store, read_query_file
from policygraph.isolated import Limits, start_isolation
from policygraph.resources import query_files
from policygraph.web.editor import NOT_BUILT, describe_editor, read_editor
from policygraph.web.showing import WORDS
from policygraph.web.snippets import Snippets

NUMBERS = """
SELECT ?name ?number
WHERE { VALUES (?name ?number) { ("nine" 9) ("ten" 10) ("two" 2) ("none" UNDEF) } }
"""


def ask(web: FlaskClient, query: str, **shown: str) -> Page:
    words = {"query": query, **shown}
    return Page(web.get("/sparql", query_string=words, headers=BROWSER))


def column(page: Page, number: int) -> list[str]:
    return page.texts(f"//tbody/tr/td[{number}]")


def test_a_column_of_numbers_is_sorted_by_number_and_what_is_empty_stands_last(
    web: FlaskClient,
) -> None:
    page = ask(web, NUMBERS)

    rising = Page(web.get(page.href("number, sort by it"), headers=BROWSER))
    falling = Page(web.get(rising.href("number, sort by it"), headers=BROWSER))

    assert column(rising, 1) == ["two", "nine", "ten", "none"]
    assert column(falling, 1) == ["ten", "nine", "two", "none"]
    assert falling.texts("//th[@aria-sort='descending']") == ["number, sort by it"]


@pytest.mark.parametrize(
    "shown",
    [
        {"sort": "no-such-column"},
        {"page": "0"},
        {"page": "-4"},
        {"page": "99999999999999999999"},
        {"page": "two"},
        {"rows": "1000000"},
        {"show": "<script>"},
        {"show": "chart", "x": "nothing", "y": "nobody", "chart": "pie"},
    ],
    ids=str,
)
def test_an_impossible_wish_leaves_the_query_in_the_workbench(
    web: FlaskClient, shown: dict[str, str]
) -> None:
    page = ask(web, NUMBERS, **shown)

    assert page.response.status_code in (400, 404)
    assert "VALUES" in page.texts("//textarea[@name='query']")[0]


@pytest.mark.parametrize("kind", ["bar", "line"])
def test_a_chart_says_the_same_as_its_table(web: FlaskClient, kind: str) -> None:
    page = ask(web, NUMBERS, show="chart", chart=kind)

    drawn = page.texts("//svg//text")
    assert page.texts("//figure//tbody//th") == ["nine", "ten", "two"]
    assert page.texts("//figure//tbody//td") == ["9", "10", "2"]
    assert page.texts("//figcaption") == ["Number by name"]
    assert {"nine", "ten", "two"} <= set(drawn)
    assert "1 row without a number" in page.text


@pytest.mark.parametrize("kind", ["bar", "line"])
@pytest.mark.parametrize(
    "numbers",
    ["", "0", "-1 -2", "1e308 -1e308", "5e-324", "'NaN'^^xsd:double 'INF'^^xsd:double"],
)
def test_no_number_breaks_a_chart(web: FlaskClient, kind: str, numbers: str) -> None:
    query = (
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        f"SELECT ?a WHERE {{ VALUES ?a {{ {numbers} }} }}"
    )

    page = ask(web, query, show="chart", chart=kind, x="a", y="a")

    places = page.tree.xpath("//svg//@d | //svg//@x | //svg//@width")
    assert page.response.status_code == 200
    assert not any("nan" in str(one) or "inf" in str(one) for one in places)


def test_a_chart_without_numbers_counts_rows(web: FlaskClient) -> None:
    query = 'SELECT ?kind WHERE { VALUES ?kind { "a" "b" "a" } }'

    page = ask(web, query, show="chart")

    assert page.texts("//figcaption") == ["Number of rows by kind"]
    assert page.texts("//figure//tbody//td") == ["2", "1"]


def test_the_raw_answer_keeps_types_and_languages(web: FlaskClient) -> None:
    query = 'SELECT ?a WHERE { VALUES ?a { "Hafen"@de } }'

    page = ask(web, query, show="raw")

    assert page.tree.xpath("//pre[@class='graph']")[0].text_content() == (
        '?a\n"Hafen"@de\n'
    )


def test_an_undeclared_prefix_is_mended_by_one_button(web: FlaskClient) -> None:
    page = ask(web, "SELECT ?label\nWHERE { ?s rdfs:label ?label } LIMIT 1")
    (mended,) = page.tree.xpath("//form[@class='mend']//input/@value")

    answer = ask(web, str(mended))

    assert page.response.status_code == 400
    assert page.texts("//form[@class='mend']//button") == [
        "Add PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>, and run"
    ]
    assert "1 row" in answer.texts("//*[@role='status']")[0]


def test_a_mistake_is_shown_at_its_place_and_the_query_stays(web: FlaskClient) -> None:
    query = "SELECT ?s\nWHERE { ?s ?p }"

    page = ask(web, query)

    (answer,) = page.tree.xpath("//*[@id='answer']")
    assert (answer.get("data-line"), answer.get("data-column")) == ("2", "15")
    assert page.texts("//*[@role='alert']//h2") == ["This query cannot be answered"]
    assert page.tree.xpath("//textarea")[0].text.strip() == query
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?a ?b ?c { ?a ?b ?c }", "a SELECT of ?a, ?b and ?c"),
        ("SELECT ?only { ?only ?p ?o }", "a SELECT of ?only. It"),
        ("ASK { ?a ?b ?c }", "an ASK. It was read and not run"),
        ("CONSTRUCT WHERE { ?a ?b ?c }", "a CONSTRUCT. It"),
        ("DESCRIBE <urn:x>", "a DESCRIBE. It"),
        ("SELECT ?a FROM <urn:x> { ?a ?b ?c }", "a SELECT of ?a"),
    ],
)
def test_a_query_is_checked_and_not_run_over_the_data(
    web: FlaskClient, query: str, said: str
) -> None:
    page = ask(web, query, check="yes")

    assert page.response.status_code == 200
    assert said in page.texts("//*[@id='answer']//*[@role='status']")[0]
    assert page.tree.xpath("//table") == []
    assert page.tree.xpath("//textarea")[0].text.strip() == query


@needs_isolation
def test_what_runs_too_long_over_the_data_is_checked_at_once(
    quayside_store: Store,
) -> None:
    free = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
    limits = Limits(timeout_s=10, workers=1)
    with contextlib.closing(start_isolation([(DATA, None)], limits)) as strangers:
        web = app_of(quayside_store, strangers).test_client()

        page = ask(web, f"SELECT (COUNT(*) AS ?n) {{ {free} }}", check="yes")

        assert "a SELECT of ?n" in page.texts("//*[@role='status']")[0]
        assert strangers.busy_workers == 0


@pytest.mark.parametrize("wish", ["check", "tidy"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT ?s\nWHERE { ?s ?p }", 400),
        ("DROP ALL", 403),
        ("ASK { SERVICE <http://x.example/> { ?s ?p ?o } }", 400),
        ("ASK { ?s foo:bar ?o }", 400),
        ("", 400),
    ],
)
def test_a_check_tells_what_a_run_would_and_formatting_says_nothing_of_it(
    web: FlaskClient, wish: str, query: str, status: int
) -> None:
    checked = ask(web, query, **{wish: "yes"})
    run = ask(web, query)

    assert run.response.status_code == status
    if wish == "check":
        assert checked.response.status_code == status
        assert checked.texts("//*[@id='problem']/p[1]") == run.texts(
            "//*[@id='problem']/p[1]"
        )
    else:
        assert checked.response.status_code == 200


def test_formatting_changes_the_query_in_its_field_and_keeps_comments(
    web: FlaskClient,
) -> None:
    page = ask(web, "select ?s where{?s ?p ?o.# why\r\n?o ?q ?r}", tidy="yes")
    (area,) = page.tree.xpath("//textarea")

    again = ask(web, area.text.strip(), tidy="yes")

    assert area.text.strip() == (
        "SELECT ?s\nWHERE {\n  ?s ?p ?o . # why\n  ?o ?q ?r\n}"
    )
    assert "has been formatted" in page.texts("//*[@role='status']")[0]
    assert "formatted already" in again.texts("//*[@role='status']")[0]


def test_a_query_that_cannot_be_formatted_safely_stays_as_it_is(
    web: FlaskClient,
) -> None:
    page = ask(web, "ASK { ?s ?p 'open }", tidy="yes")

    assert "left as it is" in page.texts("//*[@role='status']")[0]
    assert page.tree.xpath("//textarea")[0].text.strip() == "ASK { ?s ?p 'open }"


@pytest.mark.parametrize("wish", ["check", "tidy"])
def test_programs_get_no_page_they_do_not_take(web: FlaskClient, wish: str) -> None:
    response = web.get(
        "/sparql",
        query_string={"query": "ASK {}", wish: "yes"},
        headers={"Accept": "application/sparql-results+json"},
    )

    assert response.status_code == 406


def test_the_form_has_a_button_for_each_wish(web: FlaskClient) -> None:
    page = Page(web.get("/sparql", headers=BROWSER))

    buttons = page.texts("//form[@class='editor']//button[@type='submit']")

    assert buttons == ["Run the query", "Check", "Format"]


def test_every_saved_question_stands_in_the_library_once_for_each_tag(
    web: FlaskClient,
) -> None:
    page = Page(web.get("/sparql", headers=BROWSER))

    found = sorted(page.tree.xpath("//*[@id='saved']//li/a/@href"))

    questions = [read_query_file(path) for path in query_files("questions")]
    wanted = sorted(f"/query/{one.name}" for one in questions for _ in one.tags)
    assert found == wanted
    assert len(wanted) >= 30


def test_no_question_has_a_parameter_named_as_a_wish() -> None:
    names = {
        parameter.name
        for path in query_files("questions")
        for parameter in read_query_file(path).parameters
    }

    assert names.isdisjoint(WORDS)


def test_a_field_offers_what_the_graph_has_and_keeps_what_was_chosen(
    web: FlaskClient,
) -> None:
    page = Page(
        web.get("/query/recommendations-concluded?report=quayside", headers=BROWSER)
    )

    (chosen,) = page.tree.xpath("//select[@name='report']/option[@selected]")
    assert chosen.get("value") == "reports/quayside"
    assert page.texts("//select[@name='report']/option")[0] == "all"


def test_a_saved_question_asks_five_queries_at_most_and_shows_them_all(
    web: FlaskClient, counting: CountingStore
) -> None:
    page = Page(web.get("/query/technologies-and-attitudes", headers=BROWSER))

    shown = [
        code.text_content().strip()
        for code in page.tree.xpath("//details[@class='queries']//pre")
    ]
    assert sorted(shown) == sorted(query.strip() for query in counting.asked)
    assert len(shown) == 3


def test_names_stand_in_place_of_the_things_they_name(web: FlaskClient) -> None:
    page = Page(web.get("/query/recommendations-concluded", headers=BROWSER))

    heads = page.texts("//thead//th")
    links = page.tree.xpath("//tbody//a/@href")

    assert not any("Name" in head or head == "text" for head in heads)
    assert any(str(link).startswith("/reports/quayside/s") for link in links)


def test_a_sorted_page_of_a_question_keeps_its_fields(web: FlaskClient) -> None:
    page = Page(
        web.get(
            "/query/statements-under-a-theme?theme=themes/ai&sort=-statement",
            headers=BROWSER,
        )
    )

    ways = page.tree.xpath("//ul[@aria-label='Shown as']//a/@href")

    assert page.response.status_code == 200
    assert all(parse_qs(urlsplit(way).query)["theme"] == ["themes/ai"] for way in ways)


@pytest.mark.parametrize("address", ["/query/concerns.xlsx", "/sparql"])
def test_an_answer_is_to_be_had_as_a_workbook_that_tells_its_query(
    web: FlaskClient, address: str
) -> None:
    words = {} if "query" in address else {"query": NUMBERS, "format": "xlsx"}

    response = web.get(address, query_string=words)

    book = load_workbook(io.BytesIO(response.data))
    told = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert response.status_code == 200
    assert "SELECT" in told["Query (SPARQL)"]
    assert told["Release"] == "d1gest"
    assert book["rows"].max_row > 1


def test_a_graph_is_no_workbook(web: FlaskClient) -> None:
    words = {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "xlsx"}

    response = web.get("/sparql", query_string=words)

    assert response.status_code == 406


def test_the_words_for_completion_are_prefixes_classes_and_properties_of_the_graph(
    web: FlaskClient, counting: CountingStore
) -> None:
    found = web.get("/sparql/words.json").json

    assert found["prefixes"]["stage"] == "https://w3id.org/policygraph/id/stages/"
    assert {"name": "pgo:Claim", "kind": "class"}.items() <= next(
        one for one in found["terms"] if one["name"] == "pgo:Claim"
    ).items()
    assert len(counting.asked) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?a ?b 'it''s' }",
        'SELECT ?a WHERE { ?a ?b """x""" }',
        "ASK { ?a ?b '\\n' }\n# )-' $HOME `id`",
        "# ü \u202e\nASK {}",
    ],
)
def test_a_snippet_holds_the_query_as_it_is(text: str) -> None:
    snippets = Snippets("https://example.org/sparql", text, is_graph=False)

    by_python = subprocess.run(
        [sys.executable, "-c", f"print(ascii({snippets.python}))"],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    inside = re.fullmatch(r"r'(-+)\((.*)\)(-+)'", snippets.r, re.DOTALL)

    assert shlex.split(snippets.shell) == [text]
    assert by_python.strip() in (ascii(text), ascii(f"\n{text}\n"))
    assert inside is not None
    assert inside[2] == text
    assert f"){inside[1]}'" not in text


def test_a_query_too_long_for_an_address_is_sent_by_form_and_has_no_broken_links(
    web: FlaskClient,
) -> None:
    query = "ASK { ?s ?p ?o }\n# " + "long " * 4_000

    page = Page(web.post("/sparql", data={"query": query}, headers=BROWSER))

    assert page.response.status_code == 200
    assert page.tree.xpath("//form[@class='editor']/@method") == ["post"]
    assert all(len(href) < 16_384 for href in page.hrefs)


def test_the_editor_is_read_from_what_its_build_wrote(tmp_path: Path) -> None:
    (tmp_path / "editor-A1.js").write_text("//", encoding="utf-8")
    facts = {"script": "editor-A1.js", "packages": {"@codemirror/view": "6.1.0"}}
    (tmp_path / "meta.json").write_text(json.dumps(facts), encoding="utf-8")

    editor = read_editor(tmp_path)

    assert editor is not None
    assert editor.href == "/static/dist/editor-A1.js"
    assert "6.1.0" in describe_editor(editor)


@pytest.mark.parametrize(
    "facts",
    ["", "[]", "{}", '{"script": "editor-B2.js", "packages": {}}', '{"script": 1}'],
)
def test_a_build_that_is_not_whole_counts_as_none(tmp_path: Path, facts: str) -> None:
    (tmp_path / "meta.json").write_text(facts, encoding="utf-8")

    assert read_editor(tmp_path) is None
    assert describe_editor(None) == NOT_BUILT


@pytest.mark.parametrize("name", ["field-values", "first-query", "vocabulary-terms"])
def test_the_queries_of_the_page_run_as_they_stand(
    quayside_store: Store, name: str
) -> None:
    (path,) = (path for path in query_files("pages") if path.stem == name)

    rows = quayside_store.answer(path.read_text(encoding="utf-8"))

    assert list(rows)


@pytest.mark.parametrize("word", ["no", "false", "0", ""])
@pytest.mark.parametrize("wish", ["check", "tidy", "edit"])
def test_a_wish_that_is_denied_is_none(web: FlaskClient, wish: str, word: str) -> None:
    response = web.get("/sparql", query_string={"query": "ASK {}", wish: word})

    assert response.mimetype == "application/sparql-results+json"
