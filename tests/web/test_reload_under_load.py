from __future__ import annotations

import re
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.running import PROGRAM, Running, running, wait_until

from policygraph.engine.holding import is_held
from policygraph.release import build_release, collect_releases, switch

PATHS = (
    "/",
    "/claims",
    "/reports/socitm-casa-smart-places",
    "/reports/socitm-casa-smart-places.ttl",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20a%20%3Fo%7D",
)
CLIENTS = 4
SHOWN = re.compile(rb"<dt>Release</dt>\s*<dd><code>(\w{12})")
TITLED = re.compile(rb"Edition (\w+)</a></p>")

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGHUP"), reason="signals of this kind are of POSIX"
)


class Two:
    """A folder with two releases of one corpus that differ in their title."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self.folder = folder
        copy = shutil.copytree(corpus, folder.parent / "corpus")
        file = copy / "corpus.yaml"
        before = file.read_text(encoding="utf-8")
        self.names, self.titles = [], {}
        for word in ("first", "second"):
            text = re.sub(r"(?m)^title:.*$", f"title: Edition {word}", before)
            file.write_text(text, encoding="utf-8")
            built = build_release(copy, folder)
            self.names.append(built.path.name)
            self.titles[built.digest[:12].encode()] = word.encode()
        self.names.reverse()  # the one that is current comes first


@pytest.fixture
def two(socitm_corpus: Path, tmp_path: Path) -> Two:
    return Two(socitm_corpus, tmp_path / "releases")


@pytest.fixture
def server(two: Two, tmp_path: Path) -> Iterator[Running]:
    with running(
        [*PROGRAM, "serve", str(two.folder), "--port", "0"], tmp_path
    ) as found:
        yield found


class Load:
    """Clients that ask without a pause until told to stop, and note whatever is wrong."""

    def __init__(self, server: Running, two: Two) -> None:
        self._server = server
        self._two = two
        self._over = threading.Event()
        self.wrong: list[str] = []
        self.answered = 0
        self._threads = [
            threading.Thread(target=self._ask, args=(number,))
            for number in range(CLIENTS)
        ]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        while not self._over.is_set():
            path = PATHS[number % len(PATHS)]
            number += 1
            try:
                reply = self._server.get(path, Accept="text/html, */*;q=0.5")
            except OSError as error:
                self.wrong.append(f"{path}: {error}")
                continue
            self.answered += 1
            if reply.status != 200:
                self.wrong.append(f"{path}: {reply.status} {reply.body[:200]!r}")
            shown, titled = SHOWN.search(reply.body), TITLED.search(reply.body)
            if shown and titled and self._two.titles[shown[1]] != titled[1]:
                self.wrong.append(f"{path}: {shown[1]!r} beside {titled[1]!r}")


def switch_often(server: Running, two: Two, times: int) -> Load:
    with Load(server, two) as load:
        for number in range(1, times + 1):
            name = two.names[number % 2]
            switch(two.folder, name)
            if number % 2:  # each other one is left to be found
                server.process.send_signal(signal.SIGHUP)
            wait_until(
                lambda name=name: server.get("/readyz").json()["release"][:16] == name
            )
    return load


def test_releases_are_switched_without_a_request_that_fails(
    server: Running, two: Two
) -> None:
    load = switch_often(server, two, 10)

    assert load.wrong == []
    assert load.answered > 10
    assert server.stop() == 0


@pytest.mark.slow
def test_fifty_releases_are_switched_without_a_request_that_fails(
    server: Running, two: Two
) -> None:
    load = switch_often(server, two, 50)

    assert load.wrong == []


def test_a_damaged_release_is_told_and_the_one_before_keeps_serving(
    server: Running, two: Two
) -> None:
    served, damaged = two.names
    with (two.folder / damaged / "data.nq").open("ab") as stream:
        stream.write(b"#")
    switch(two.folder, damaged)
    server.process.send_signal(signal.SIGHUP)

    wait_until(lambda: "refused" in server.get("/readyz").json())

    facts = server.get("/readyz").json()
    assert (facts["release"][:16], facts["refused"]) == (served, damaged)
    assert server.get("/claims").status == 200
    assert b"policygraph_release_refused 1.0" in server.get("/metrics").body
    assert any("cannot be served" in line["event"] for line in server.lines())


def test_what_is_served_is_never_collected(server: Running, two: Two) -> None:
    served, other = two.names
    (two.folder / other / "data.nq").write_bytes(b"")
    switch(two.folder, other)
    server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "refused" in server.get("/readyz").json())

    done = collect_releases(two.folder, keep=0)

    assert done.removed == ()
    assert is_held(two.folder / served)
