"""Every kind of page against the rules of axe: WCAG 2.2 AA and best practice, both schemes, both widths."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.ui.browsing import NARROW, WIDE, Seen
from tests.ui.pages import PAGES, Visited

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# another colour scheme can break these two alone: no rule of a style sheet for it sets more than colours
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
OPTIONS = {
    "light": {"runOnly": RULES, "resultTypes": ["violations"]},
    "dark": {
        "runOnly": {"type": "rule", "values": RULES_OF_COLOUR},
        "resultTypes": ["violations"],
    },
}
IN_THE_DARK = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(one => one instanceof CSSMediaRule && one.conditionText.includes('prefers-color-scheme'))
  .flatMap(one => [...one.cssRules])
  .flatMap(one => [...one.style])"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_breaks_no_rule_of_accessibility(seen: Seen, page: Visited) -> None:
    status = seen.open(page.path)
    seen.value(Axe().axe_script)
    broken = []
    for size in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            seen.shown_as(scheme, size)
            found = seen.page.evaluate(
                "options => axe.run(document, options)", OPTIONS[scheme]
            )
            broken += [
                (scheme, size["width"], rule["id"], node["html"], node["any"][:1])
                for rule in found["violations"]
                for node in rule["nodes"][:3]
            ]

    assert status == page.status
    assert broken == []


def test_the_dark_changes_colours_and_nothing_else(seen: Seen) -> None:
    seen.open("/")

    changed = set(seen.value(IN_THE_DARK))

    assert changed
    assert {one for one in changed if not one.startswith("--")} <= {"color-scheme"}


def test_a_fault_is_found_in_either_scheme(seen: Seen) -> None:
    """What finds nothing on any page is shown to find something."""
    seen.open("/")
    seen.value(Axe().axe_script)
    seen.value(
        """document.querySelector('main').insertAdjacentHTML('beforeend',
        '<p class="faint">Words</p><a href="#content"></a>')"""
    )
    seen.page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync('.faint { color: color-mix(in srgb, var(--ink) 20%, var(--paper)) }');
        document.adoptedStyleSheets = [sheet]; }"""
    )

    found = {}
    for scheme, options in OPTIONS.items():
        seen.shown_as(scheme, WIDE)
        answer = seen.page.evaluate("options => axe.run(document, options)", options)
        found[scheme] = {rule["id"] for rule in answer["violations"]}

    assert found == {
        "light": {"color-contrast", "link-name"},
        "dark": {"color-contrast"},
    }
