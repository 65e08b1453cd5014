"""Turns single bytes that are flipped in a release into counts of how many were found, and none served.

Every file of a release is flipped at least once. Each time `verify` must name the file, a server that
starts must refuse, and a server that runs must go on with the release before.
"""

from __future__ import annotations

import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.running import PROGRAM, Running, running, wait_until
from tests.web.switching import Two

from benchmarks.measuring import policygraph
from benchmarks.tally import Tally
from policygraph.engine import open_release, verify_release
from policygraph.errors import DataError
from policygraph.release import switch

STARTS_WITHIN_S = 60.0


@contextmanager
def flipped(path: Path, chance: random.Random) -> Iterator[str]:
    """Change one byte of a file while the block runs; give the words for it."""
    data = path.read_bytes()
    place = chance.randrange(len(data))
    mask = chance.randrange(1, 256)
    path.write_bytes(data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :])
    try:
        yield f"{path.name}, byte {place} of {len(data)}, mask {mask:#04x}:"
    finally:
        path.write_bytes(data)


def flip_bytes(corpus: Path, folder: Path, *, flips: int, seed: int) -> Tally:
    """Flip so many bytes, one at a time, in every file of a release at least once."""
    chance = random.Random(seed)
    two = Two(corpus, folder / "releases")
    served, damaged = two.names
    release = two.folder / damaged
    files = sorted(path for path in release.rglob("*") if path.is_file())
    tally = Tally(f"bytes flipped, one at a time, in {len(files)} files")
    empty = [path.name for path in files if not path.stat().st_size]
    tally.check("file has a byte to flip", not empty, empty)
    more = [chance.choice(files) for _ in range(flips - len(files))]
    command = [*PROGRAM, "serve", str(two.folder), "--port", "0"]
    with running(command, folder) as server:
        for path in [*files, *more]:
            with flipped(path, chance) as told:
                _look(release, path, told, tally)
                _start(release, told, tally)
                _reload(server, two, told, tally)
            _recover(server, two, served, told, tally)
        for _ in range(10):
            _flip_current(server, two, chance, tally)
    return tally


def _look(release: Path, path: Path, told: str, tally: Tally) -> None:
    """Check that the damage is found, and where."""
    named: list[str] = []
    try:
        verify_release(release)
    except DataError as error:
        named = [fault.file for fault in error.faults]
    tally.check("verify finds it and names the file", str(path) in named, told)
    try:
        open_release(release)
    except DataError:
        is_refused = True
    else:
        is_refused = False
    tally.check("opening is refused", is_refused, told)


def _start(release: Path, told: str, tally: Tally) -> None:
    """Check that no server starts over it, and that it ends with the exit code for wrong data."""
    done = subprocess.run(
        policygraph("serve", str(release), "--port", "0"),
        capture_output=True,
        text=True,
        timeout=STARTS_WITHIN_S,
        check=False,
    )
    is_refused = done.returncode == 1 and not done.stdout
    said = f"{told} code {done.returncode} {done.stderr[-200:]}"
    tally.check("server refuses to start", is_refused, said)
    tally.check("and says so in plain words", "Traceback" not in done.stderr, said)


def _reload(server: Running, two: Two, told: str, tally: Tally) -> None:
    """Check that a running server refuses it, says so, and serves the release before."""
    served, damaged = two.names
    switch(two.folder, damaged)
    server.process.send_signal(signal.SIGHUP)
    with tally.attempt("running server refuses it and says so", told=lambda: told):
        wait_until(
            lambda: server.get("/readyz").json().get("refused") == damaged, within_s=10
        )
    facts = server.get("/readyz").json()
    is_before = str(facts["release"]).startswith(served)
    tally.check("running server keeps the one before", is_before, f"{told} {facts}")
    page = server.get("/claims", Accept="text/html")
    tally.check("running server answers a page", page.status == 200, told)


def _recover(server: Running, two: Two, served: str, told: str, tally: Tally) -> None:
    switch(two.folder, served)
    server.process.send_signal(signal.SIGHUP)
    with tally.attempt("running server forgets the refusal", told=lambda: told):
        wait_until(lambda: "refused" not in server.get("/readyz").json(), within_s=10)


def _flip_current(
    server: Running, two: Two, chance: random.Random, tally: Tally
) -> None:
    """Flip a byte of `current` itself: whatever name it then has, what is whole is served."""
    served = two.names[0]
    with flipped(two.folder / "current", chance) as told:
        server.process.send_signal(signal.SIGHUP)
        page = server.get("/claims", Accept="text/html")
        done = subprocess.run(
            policygraph("verify", str(two.folder)),
            capture_output=True,
            text=True,
            check=False,
        )
    is_told = "fault of policygraph" not in done.stderr + done.stdout
    tally.check("damaged current: page answered", page.status == 200, told)
    tally.check("damaged current: plain words", is_told, f"{told} {done.stderr}")
    _recover(server, two, served, told, tally)
