"""Every kind of page with the keyboard alone, and with script off."""

from __future__ import annotations

import pytest
from tests.ui.browsing import Seen
from tests.ui.pages import PAGES, Visited, named

pytestmark = pytest.mark.browser
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
FOCUSED = """(() => {
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  return one ? one.tagName + '|' + (one.textContent || '').trim().slice(0, 40) + '|' + (one.getAttribute('href') || '') : '';
})()"""
MOST_STOPS = 400


@every_page
def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    seen: Seen, page: Visited
) -> None:
    seen.open(page.path)

    seen.page.keyboard.press("Tab")
    first = seen.value(FOCUSED)
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**#content")

    assert first.endswith("|#content")
    assert seen.value("location.hash") == "#content"
    assert seen.value("document.querySelector(':target').tagName") == "MAIN"


@pytest.mark.parametrize(
    "name", ["home", "claims", "workbench", "reading view with text", "themes"]
)
def test_the_keyboard_comes_through_a_page_to_its_end(seen: Seen, name: str) -> None:
    page = named(name)
    seen.open(page.path)
    if page.has_editor:
        seen.page.wait_for_load_state("networkidle")
    last = "[...document.querySelectorAll('footer a[href]')].at(-1)"
    seen.value(f"{last}.dataset.isLast = 'yes'")

    for _ in range(MOST_STOPS):
        seen.page.keyboard.press("Tab")
        if seen.value("document.activeElement.dataset.isLast === 'yes'"):
            break

    assert seen.value("document.activeElement.dataset.isLast") == "yes"


@every_page
def test_a_page_has_its_content_without_script(plain: Seen, page: Visited) -> None:
    status = plain.open(page.path)

    assert status == page.status
    assert plain.page.locator("h1").inner_text()
    assert len(plain.page.locator("main").inner_text()) > 100


def test_a_search_works_without_script(plain: Seen) -> None:
    plain.open("/")
    plain.page.get_by_role("searchbox").first.fill("planning")

    plain.page.get_by_role("searchbox").first.press("Enter")

    assert "/search?q=planning" in plain.page.url
    assert plain.page.locator("main mark").count() > 0


def test_a_query_is_answered_without_script(plain: Seen) -> None:
    plain.open("/sparql")
    plain.page.locator("textarea").fill("SELECT (1 AS ?one) WHERE {}")

    plain.page.get_by_role("button", name="Run the query").click()

    assert plain.page.locator("#answer table td").first.inner_text().strip() == "1"


def test_a_list_is_filtered_without_script(plain: Seen) -> None:
    plain.open("/claims")
    form = plain.page.locator(".filters form, form.filters").first
    plain.page.locator("details.filters > summary").first.click()

    form.get_by_role("checkbox").first.check()
    form.get_by_role("button").first.click()

    assert "?" in plain.page.url
    assert plain.page.locator("h1").inner_text()
