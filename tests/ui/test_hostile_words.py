"""A corpus whose every name, text and quotation is hostile, in a browser: shown as words, and nothing runs."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.ui.browsing import NARROW, Seen, a_page
from tests.ui.pages import PAGES
from tests.web.running import running

from policygraph.engine import Literal, Quad, ReleaseStore, open_store, parse_quads
from policygraph.iris import Iri

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></textarea></style><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<base href='//evil.example/'>",
    "<style>*{display:none}</style>",
    "javascript:alert(1)",
    "safe\u202egnp.exe",
    "pa\u200bypal \ufeffp\u0430ypal",
    "a" + "\u0301" * 60,
    "\u05e9\u05dc\u05d5\u05dd \u2067x\u2069",
    '=HYPERLINK("http://evil.example","x")',
    "{{ 7*7 }}{% raw %}",
    "x" * 400,
)
NAMES = ("label", "prefLabel", "title", "name", "statementText", "exact", "definition")
WORSE = (
    "/claims?theme=javascript:alert(1)&agreement=%3Cscript%3Ealert(1)%3C/script%3E",
    "/claims?page=1000000000000000000",
    "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/search?q=" + "planning%20" * 900,
    "/search?q=%22%22%20*%20%28%29%20%5B%5D%20%5C%20%00%20%F0%9F%A7%AA",
    "/reports/%3Cimg%20src=x%20onerror=alert(1)%3E",
    "/query/statements-under-a-theme?theme=%3E%20%7D%20%3B%20CLEAR%20ALL%20%23",
    "/sparql?query=%3Cscript%3Ealert(1)%3C/script%3E",
)
ADDRESSES = tuple(dict.fromkeys([*(one.path for one in PAGES), *WORSE]))


SEE_ALSO = Iri("http://www.w3.org/2000/01/rdf-schema#seeAlso")
RUN_OR_LED_AWAY = """[...document.querySelectorAll('iframe, base, object, embed, img, math,' +
  ' body style, [onload], [onerror], [onmouseover], a[href^="javascript" i], a[href^="data" i]')]
  .map(one => one.outerHTML.slice(0, 120))"""


def hostile_copy(release: ReleaseStore) -> bytes:
    """Return a release as N-Quads, its words replaced in turn, with links that are none."""
    words = itertools.cycle(WORDS)
    store = open_store([])
    quads = []
    for quad in parse_quads(release.store.dump("nquads"), "nquads"):
        is_word = isinstance(quad.object, Literal) and quad.predicate.endswith(NAMES)
        if is_word and "/graphs/" in str(quad.graph):
            more = Iri("javascript:alert(2)")
            quads.append(Quad(quad.subject, SEE_ALSO, more, quad.graph))
            said = Literal(next(words), quad.object.language)
            quads.append(Quad(quad.subject, quad.predicate, said, quad.graph))
        else:
            quads.append(quad)
    store.add(quads)
    return store.dump("nquads")


@pytest.fixture(scope="module")
def hostile_address(
    release: ReleaseStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server of the shipped corpus with all its words replaced."""
    folder = tmp_path_factory.mktemp("hostile")
    dataset = folder / "hostile.nq"
    dataset.write_bytes(hostile_copy(release))
    command = [sys.executable, "-m", "policygraph", "serve", "--port", "0"]
    with running([*command, "--dataset", str(dataset)], folder) as server:
        yield server.url


@pytest.fixture(scope="module")
def narrow(browser: Browser, hostile_address: str) -> Iterator[Seen]:
    with a_page(browser, hostile_address, viewport=NARROW) as seen:
        yield seen


@pytest.mark.parametrize("path", ADDRESSES, ids=lambda path: path[:60])
def test_hostile_words_are_shown_and_do_nothing(narrow: Seen, path: str) -> None:
    narrow.faults.clear()

    status = narrow.open(path)

    assert status < 500
    assert narrow.faults == []
    assert narrow.value(RUN_OR_LED_AWAY) == []
    assert narrow.value("document.documentElement.scrollWidth <= innerWidth")
