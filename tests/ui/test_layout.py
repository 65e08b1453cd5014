"""Every kind of page as a browser lays it out: budgets, narrow screens, print, headings, titles."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request

import pytest
from tests.ui.browsing import NARROW, Seen
from tests.ui.pages import PAGES, Visited, named

pytestmark = pytest.mark.browser
MAX_HTML_BYTES = 60_000
MAX_HTML_SENT_BYTES = 12 * 1024
MAX_STYLE_BYTES = 20_000
MAX_SCRIPT_BYTES = 12_000
MAX_EDITOR_SENT_BYTES = 150_000
MAX_REQUESTS = 6
MAX_NODES = 1_500
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def body_of(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return bytes(error.read())


@every_page
def test_a_page_stays_within_its_budgets(seen: Seen, page: Visited) -> None:
    status = seen.open(page.path)
    html = body_of(seen.address + page.path)
    scripts = [body_of(one) for one in seen.requests if one.endswith(".js")]

    assert status == page.status
    assert len(html) <= MAX_HTML_BYTES
    assert len(gzip.compress(html)) <= MAX_HTML_SENT_BYTES
    assert len(seen.requests) <= MAX_REQUESTS
    assert seen.value("document.querySelectorAll('*').length") <= MAX_NODES
    if page.has_editor:
        sent = "performance.getEntriesByType('resource').filter(one => one.name.endsWith('.js'))"
        sent_bytes = seen.value(
            f"{sent}.reduce((sum, one) => sum + one.encodedBodySize, 0)"
        )
        assert 0 < sent_bytes <= MAX_EDITOR_SENT_BYTES
    else:
        assert sum(map(len, scripts)) <= MAX_SCRIPT_BYTES


def test_the_style_sheet_stays_within_its_budget(seen: Seen) -> None:
    seen.open("/")
    sheets = [one for one in seen.requests if ".css" in one]

    assert len(sheets) == 1
    assert len(body_of(sheets[0])) <= MAX_STYLE_BYTES


@every_page
def test_a_narrow_screen_needs_no_scrolling_sideways(seen: Seen, page: Visited) -> None:
    seen.shown_as("light", NARROW)
    seen.open(page.path)
    # what lies in a box that scrolls by itself may be wider
    widest = """[...document.querySelectorAll('main *, header *, footer *')]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 90)).slice(0, 5)"""

    is_within = seen.value("document.documentElement.scrollWidth <= innerWidth")

    assert is_within, seen.value(widest)


@every_page
def test_a_page_says_its_language_its_title_and_one_heading(
    seen: Seen, page: Visited
) -> None:
    seen.open(page.path)

    assert seen.value("document.documentElement.lang")
    assert seen.value("document.title.trim().length") > 3
    assert seen.value("document.querySelectorAll('h1').length") == 1
    assert seen.value("document.querySelectorAll('main').length") == 1


def test_no_two_kinds_of_page_share_a_title(seen: Seen) -> None:
    titles: dict[str, list[str]] = {}
    # an address that is another name of the catalogue is left out
    found = [page for page in PAGES if page.status == 200 and page.path != "/downloads"]

    for page in found:
        seen.open(page.path)
        titles.setdefault(seen.page.title(), []).append(page.path)

    # the same list, filtered or not, answers the same question
    shared = {
        title: paths
        for title, paths in titles.items()
        if len({path.partition("?")[0] for path in paths}) > 1
    }
    assert shared == {}


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "report",
        "claim",
        "reading view with text",
        "recommendation and its trace",
    ],
)
def test_a_page_can_be_printed(seen: Seen, name: str) -> None:
    seen.open(named(name).path)

    printed = seen.page.pdf()

    assert printed.startswith(b"%PDF-")


def test_nothing_moves_for_those_who_want_no_motion(seen: Seen) -> None:
    seen.open("/")

    moving = seen.value(
        """[...document.querySelectorAll('*')].filter(one => {
          const style = getComputedStyle(one);
          return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
        }).length"""
    )

    assert moving == 0


def test_print_opens_what_is_folded_and_has_no_boxes_to_tick(seen: Seen) -> None:
    seen.open(named("claim").path)
    heights = "[...document.querySelectorAll('main details dl, .cite p')].map(one => one.checkVisibility({contentVisibilityAuto: true}))"
    folded = seen.value(heights)
    seen.page.emulate_media(media="print")

    assert folded
    assert not any(folded)
    # what is folded is laid out only once it is looked at
    for _ in range(50):
        if all(seen.value(heights)):
            break
        seen.page.wait_for_timeout(100)
    assert all(seen.value(heights))
    seen.open(named("reading view with text").path)
    boxes = "[...document.querySelectorAll('input')].filter(one => one.checkVisibility()).length"
    assert seen.value(boxes) == 0
    seen.page.emulate_media(media="screen")
    assert seen.value(boxes) > 0
