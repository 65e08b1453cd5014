"""Every kind of page against the rules of axe: WCAG 2.2 AA and best practice, both schemes, both widths."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.ui.browsing import NARROW, WIDE, Seen
from tests.ui.pages import PAGES, Visited

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_breaks_no_rule_of_accessibility(seen: Seen, page: Visited) -> None:
    status = seen.open(page.path)
    seen.value(Axe().axe_script)
    broken = []
    for size in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            seen.shown_as(scheme, size)
            found = seen.page.evaluate("options => axe.run(document, options)", OPTIONS)
            broken += [
                (scheme, size["width"], rule["id"], node["html"], node["any"][:1])
                for rule in found["violations"]
                for node in rule["nodes"][:3]
            ]

    assert status == page.status
    assert broken == []
