"""A Chromium that watches itself: what it asked of other hosts, what it refused, what it was asked to say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM: Final = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
WIDE: Final = {"width": 1280, "height": 900}
NARROW: Final = {"width": 320, "height": 640}
PATIENCE_MS: Final = 30_000


@dataclass(slots=True)
class Seen:
    """A page in the browser, and what must not have happened on it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Go to a page of the server, wait until it is whole, and return its status."""
        self.requests.clear()
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        return answer.status

    def value(self, script: str) -> Any:
        """Return what an expression of JavaScript says in the page."""
        return self.page.evaluate(script)

    def shown_as(self, scheme: str, size: dict[str, int]) -> None:
        """Show the page that is open in another colour scheme and width."""
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.set_viewport_size(size)  # type: ignore[arg-type]


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Run the Chromium of the system while the block runs; nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--disable-dev-shm-usage"]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def a_page(browser: Browser, address: str, **how: Any) -> Iterator[Seen]:
    """Open an empty page that notes requests to other hosts, refusals, failures of script, dialogs."""
    context = browser.new_context(
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
        **{"viewport": WIDE, **how},
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    seen = Seen(page, address)
    _watch(seen)
    try:
        yield seen
    finally:
        context.close()


def _watch(seen: Seen) -> None:
    own = urlsplit(seen.address).netloc

    def note_request(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme == "data":
            return
        seen.requests.append(request.url)
        if parts.netloc != own:
            seen.faults.append(f"asked another host: {request.url}")

    def note_words(message: Any) -> None:
        if "Content Security Policy" in message.text:
            seen.faults.append(message.text)

    def note_dialog(dialog: Any) -> None:
        seen.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    seen.page.on("request", note_request)
    seen.page.on("console", note_words)
    seen.page.on("dialog", note_dialog)
    seen.page.on(
        "pageerror", lambda error: seen.faults.append(f"script failed: {error}")
    )
