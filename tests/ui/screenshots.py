"""Turns the main pages into pictures to look at: light and dark, on a desk and on a telephone.

    python -m tests.ui.screenshots [FOLDER]

The pictures are named by page, width and scheme; the folder is `screenshots` where none is named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.ui.browsing import a_browser, a_page
from tests.ui.pages import MAIN, named
from tests.web.running import running

SIZES: Final = ({"width": 1280, "height": 900}, {"width": 360, "height": 740})
SCHEMES: Final = ("light", "dark")


def take(address: str, folder: Path) -> list[Path]:
    """Take the pictures of a server's pages and return where they are."""
    taken = []
    with a_browser() as browser, a_page(browser, address) as seen:
        for name in MAIN:
            seen.open(named(name).path)
            for size in SIZES:
                for scheme in SCHEMES:
                    seen.shown_as(scheme, size)
                    words = name.replace(", ", "-").replace(" ", "-")
                    path = folder / f"{words}-{size['width']}-{scheme}.png"
                    seen.page.screenshot(path=path, full_page=True)
                    taken.append(path)
    return taken


def main(arguments: list[str]) -> None:
    """Serve the shipped corpus and take all pictures."""
    folder = Path(arguments[0] if arguments else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "policygraph", "serve", "--port", "0"]
        command += ["--releases", str(Path(scratch) / "releases")]
        with running(command, Path(scratch)) as server:
            taken = take(server.url, folder)
    sys.stdout.write(f"{len(taken)} pictures stand in {folder}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
