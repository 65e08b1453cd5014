"""The query page with its editor, in a browser: completion, running, mistakes at their place, stopping."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.ui.browsing import Seen

from policygraph.web.shelf import read_shelf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        read_shelf().editor is None,
        reason="no editor was built with this copy: it takes Node and npm at installation",
    ),
]
WITHOUT_PREFIX = "SELECT ?a WHERE { ?a rdfs:label ?b } LIMIT 3"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def page(seen: Seen) -> Page:
    seen.open("/sparql")
    seen.page.get_by_role("textbox", name="SPARQL query").click()
    seen.page.keyboard.press("Control+a")
    seen.page.keyboard.press("Delete")
    return seen.page


def test_the_editor_was_made_from_the_sources_that_are_here(project: Path) -> None:
    hatch_build = pytest.importorskip(
        "hatch_build", reason="hatchling is not in this environment"
    )
    made = project / "src" / "policygraph" / "web" / "static" / "dist" / "meta.json"
    if not made.is_file():
        pytest.skip("the copy that is tested is not this one")

    made_from = json.loads(made.read_text(encoding="utf-8"))["sources"]

    stale = "install again: `make` does, `pip install -e .` too"
    assert made_from == hatch_build.digest_of(project / "frontend"), stale


def test_a_class_of_the_graph_is_offered_and_brings_its_prefix(page: Page) -> None:
    page.keyboard.type("SELECT ?s WHERE { ?s a pgo:Recomm")
    page.get_by_role("option", name=re.compile("pgo:Recommendation")).first.click()

    text = page.locator("textarea").input_value()

    assert text.startswith("PREFIX pgo: <https://w3id.org/policygraph/ontology#>\n")
    assert "?s a pgo:Recommendation" in text


def test_the_keyboard_runs_a_query_and_the_address_can_be_shared(page: Page) -> None:
    page.keyboard.insert_text("ASK { ?a ?b ?c }")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#answer [role=status]")).to_contain_text("Yes")
    assert "query=ASK" in page.url


def test_a_missing_prefix_is_marked_and_mended(page: Page) -> None:
    page.keyboard.insert_text(WITHOUT_PREFIX)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cm-lintRange-error")).to_have_text("rdfs:label")

    page.get_by_role("button", name="Add PREFIX rdfs:").click()

    expect(page.locator("#answer [role=status]")).to_contain_text("3 rows")
    assert page.locator("textarea").input_value().startswith("PREFIX rdfs:")


def test_what_runs_can_be_stopped(page: Page) -> None:
    page.keyboard.insert_text(ENDLESS)
    page.keyboard.press("Control+Enter")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".said")).to_have_text("Stopped.")
    expect(page.get_by_role("button", name="Run the query")).to_be_enabled()


def test_a_check_marks_the_mistake_and_leaves_the_address(page: Page) -> None:
    before = page.url
    page.keyboard.insert_text("SELECT ?a\nWHERE { ?a ?b }")

    page.get_by_role("button", name="Check").click()

    expect(page.locator("#problem")).to_contain_text("Line 2, column 15")
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    assert page.url == before


def test_a_check_of_what_is_right_says_so_and_takes_the_mark_away(page: Page) -> None:
    page.keyboard.insert_text("ASK { ?a ?b }")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)

    page.keyboard.press("Shift+Tab")
    page.get_by_role("textbox", name="SPARQL query").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ENDLESS)
    page.get_by_role("button", name="Check").click()

    expect(page.locator(".said")).to_contain_text("a SELECT of ?n")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    expect(page.get_by_text("a SELECT of ?n")).to_have_count(1)


def test_formatting_takes_away_a_mistake_whose_place_has_changed(page: Page) -> None:
    page.keyboard.insert_text("ask{?a ?b}")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#problem")).to_be_visible()

    page.get_by_role("button", name="Format").click()

    expect(page.locator(".said")).to_contain_text("has been formatted")
    expect(page.locator("#problem")).to_have_count(0)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_formatting_changes_the_text_can_be_undone_and_leaves_the_answer(
    page: Page,
) -> None:
    typed = "ask{?a ?b ?c. # why\n?c ?d ?e}"
    area = page.locator("textarea")
    page.keyboard.insert_text(typed)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer [role=status]")).to_contain_text("Yes")

    page.get_by_role("button", name="Format").click()
    expect(page.locator(".said")).to_contain_text("has been formatted")
    formatted = area.input_value()
    page.get_by_role("textbox", name="SPARQL query").click()
    page.keyboard.press("Control+z")

    assert formatted == "ASK {\n  ?a ?b ?c . # why\n  ?c ?d ?e\n}"
    assert area.input_value() == typed
    expect(page.locator("#answer [role=status]")).to_contain_text("Yes")


def test_tab_leaves_the_editor(page: Page) -> None:
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Run the query")).to_be_focused()


def test_text_typed_over_a_selection_breaks_no_policy(page: Page) -> None:
    page.keyboard.insert_text("SELECT ?s\nWHERE { ?s ?p ?o }")
    page.keyboard.press("Control+a")

    page.keyboard.type("ASK")

    # what the policy refused is asserted by the fixture, for every test
    assert page.locator("textarea").input_value() == "ASK"
