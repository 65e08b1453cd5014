from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.ui.browsing import CHROMIUM, Seen, a_browser, a_page
from tests.web.running import running

from policygraph.release import Built

PROGRAM = [sys.executable, "-m", "policygraph", "serve"]


@pytest.fixture(scope="session")
def address(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the shipped corpus, run as its operator runs it."""
    folder = tmp_path_factory.mktemp("served")
    with running([*PROGRAM, str(built.path), "--port", "0"], folder) as server:
        yield server.url


# Of a module, not of the run: while it is there, nothing else in this process may run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        assert "CI" not in os.environ, "the gates of the pages need a Chromium"
        pytest.skip("no Chromium is on this machine")
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def wide(browser: Browser, address: str) -> Iterator[Seen]:
    """A page on a desk, used again by each test."""
    with a_page(browser, address) as seen:
        yield seen


@pytest.fixture(scope="module")
def scriptless(browser: Browser, address: str) -> Iterator[Seen]:
    """A page on a telephone with script off."""
    with a_page(
        browser,
        address,
        java_script_enabled=False,
        viewport={"width": 320, "height": 640},
    ) as seen:
        yield seen


@pytest.fixture
def seen(wide: Seen) -> Iterator[Seen]:
    """A page; nothing foreign may be asked, nothing refused, nothing said, by whatever test uses it."""
    wide.faults.clear()
    wide.shown_as("light", {"width": 1280, "height": 900})
    yield wide
    assert wide.faults == []


@pytest.fixture
def plain(scriptless: Seen) -> Iterator[Seen]:
    """The same without script."""
    scriptless.faults.clear()
    yield scriptless
    assert scriptless.faults == []
