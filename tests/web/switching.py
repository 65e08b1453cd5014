"""Clients that ask without a pause while releases are switched, and note whatever is wrong."""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import threading
from copy import copy
from pathlib import Path

from tests.web.running import Running, wait_until

from policygraph.release import build_release, switch

PATHS = (
    "/",
    "/claims",
    "/reports/socitm-casa-smart-places",
    "/reports/socitm-casa-smart-places.ttl",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20a%20%3Fo%7D",
)
# a switch verifies and loads beside clients that ask without a pause
SWITCH_WITHIN_S = 90.0
SHOWN = re.compile(rb'Release <code title="\w+">(\w{12})')
TITLED = re.compile(rb"Edition (\w+)</a></p>")


class Two:
    """A folder with two releases of one corpus that differ in their title."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        """Build them: once a run, for what changes them takes a copy."""
        self.folder = folder
        changed = shutil.copytree(corpus, folder.parent / "corpus")
        file = changed / "corpus.yaml"
        before = file.read_text(encoding="utf-8")
        self.names, self.titles = [], {}
        for word in ("first", "second"):
            text = re.sub(r"(?m)^title:.*$", f"title: Edition {word}", before)
            file.write_text(text, encoding="utf-8")
            built = build_release(changed, folder)
            self.names.append(built.path.name)
            self.titles[built.digest[:12].encode()] = word.encode()
        self.names.reverse()  # the one that is current comes first

    def copied(self, folder: Path) -> Two:
        """The same in another folder, to do with as a test likes."""
        other = copy(self)
        other.folder = shutil.copytree(self.folder, folder, symlinks=True)
        return other


class Load:
    """Clients that ask without a pause until told to stop.

    `answered` counts answers, `checked` those that name a release twice, so that a mixture would show.
    """

    def __init__(self, server: Running, two: Two, *, clients: int) -> None:
        self._server = server
        self._two = two
        self._over = threading.Event()
        self._counting = threading.Lock()
        self.failed: list[str] = []
        self.mixed: list[str] = []
        self.answered = 0
        self.checked = 0
        self._threads = [
            threading.Thread(target=self._ask, args=(number,))
            for number in range(clients)
        ]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _ask(self, number: int) -> None:
        while not self._over.is_set():
            path = PATHS[number % len(PATHS)]
            number += 1
            try:
                reply = self._server.get(path, Accept="text/html, */*;q=0.5")
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{path}: {error}")
                continue
            if reply.status != 200:
                self.failed.append(f"{path}: {reply.status} {reply.body[:200]!r}")
            self._compare(path, reply.body)

    def _compare(self, path: str, body: bytes) -> None:
        shown, titled = SHOWN.search(body), TITLED.search(body)
        with self._counting:
            self.answered += 1
            self.checked += bool(shown and titled)
        if shown and titled and self._two.titles[shown[1]] != titled[1]:
            self.mixed.append(f"{path}: {shown[1]!r} beside {titled[1]!r}")


def switch_often(server: Running, two: Two, *, times: int, clients: int = 4) -> Load:
    """Switch so many times from one release to the other while clients ask."""
    with Load(server, two, clients=clients) as load:
        for number in range(1, times + 1):
            name = two.names[number % 2]
            switch(two.folder, name)
            if number % 2:  # each other one is left to be found
                server.process.send_signal(signal.SIGHUP)
            wait_until(
                lambda name=name: server.get("/readyz").json()["release"][:16] == name,
                within_s=SWITCH_WITHIN_S,
            )
    return load
