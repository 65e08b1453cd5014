"""Turns builds and switches that are killed at random moments into counts of what was left whole.

After each kill every release must be whole, `current` must name the release before or the new one, a
server that runs all the while must go on answering, and the same build must then come to its end.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.web.running import PROGRAM, Running, running, wait_until

from benchmarks.measuring import policygraph
from benchmarks.tally import Tally
from policygraph.engine import find_release, open_release, verify_release
from policygraph.release import build_release, collect_releases

RECORD = "socitm-casa-smart-places/record.yaml"
TITLE = re.compile(r"(?m)^(\s+title: )(.*?)(, version \d+)?$")
RELEASE = re.compile(r"[0-9a-f]{16}")
STAY = {"current", ".lock", ".built-from.json"}
COLLECT_EVERY = 10
POLL_S = 0.001
PUBLISHING_S = 0.2
SWITCHING_S = 0.05
ENDS_WITHIN_S = 10.0
SWITCHES = """
import sys
from pathlib import Path
from policygraph.release import switch
folder, *names = sys.argv[1:]
print("ready", flush=True)
while True:
    for name in names:
        switch(Path(folder), name)
"""


class Killing:
    """A folder of releases, a server over it, and processes that write there until they are killed."""

    def __init__(self, corpus: Path, folder: Path, chance: random.Random) -> None:
        self.tally = Tally("kills at random moments")
        for where in ("building", "publishing", "switching"):
            self.tally.count(f"killed while {where}", 0)
        self.corpus = Path(shutil.copytree(corpus, folder / "corpus"))
        self.releases = folder / "releases"
        self._record = self.corpus / RECORD
        self._chance = chance
        self.killed = 0
        begun_s = time.monotonic()
        subprocess.run(self._build(), check=True, capture_output=True)
        self._build_s = time.monotonic() - begun_s

    def change(self, number: int) -> str:
        """Change the title of a report, so that the next release differs; return the title."""
        text = self._record.read_text(encoding="utf-8")
        changed = TITLE.sub(rf"\g<1>\g<2>, version {number}", text, count=1)
        self._record.write_text(changed, encoding="utf-8")
        return f", version {number}"

    def kill_build(self) -> None:
        """Kill a build anywhere between its first moment and its last."""
        child = self._start(self._build())
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(self._chance.uniform(0, self._build_s))
        self._kill(child, "building")

    def kill_publishing(self) -> None:
        """Kill a build once all is written, while it is synced, named and switched to."""
        child = self._start(self._build())
        while child.poll() is None and not self._is_written():
            time.sleep(POLL_S)
        time.sleep(self._chance.uniform(0, PUBLISHING_S))
        self._kill(child, "publishing")

    def kill_switching(self) -> None:
        """Kill a process that does nothing but switch from one release to another."""
        names = [path.name for path in self._all_releases()]
        child = self._start(
            [sys.executable, "-c", SWITCHES, str(self.releases), *names]
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(self._chance.uniform(0, SWITCHING_S))
        self._kill(child, "switching")

    def examine(self, server: Running) -> None:
        """Check all that must hold after a kill."""
        tally = self.tally
        for release in self._all_releases():
            with tally.attempt("release on the disk is whole"):
                verify_release(release)
        with tally.attempt("current names a whole release"):
            verify_release(find_release(self.releases))
        with tally.attempt("current release opens and answers"):
            assert len(open_release(self.releases).store) > 1000
        facts = server.get("/readyz")
        is_ready = facts.status == 200 and "refused" not in facts.json()
        tally.check("server is ready and has refused nothing", is_ready, facts.body)
        page = server.get("/claims", Accept="text/html")
        tally.check("server answers a page", page.status == 200, page.body[:200])

    def run_again(self, version: str) -> None:
        """Run the same build to its end; it must make the new release the current one."""
        with self.tally.attempt("same build then comes to its end"):
            built = build_release(self.corpus, self.releases)
            assert find_release(self.releases) == built.path
            data = (built.path / "data.nq").read_text(encoding="utf-8")
            assert version in data

    def collect(self, *, keep: int) -> None:
        """Collect, and check that nothing but releases is left."""
        with self.tally.attempt("gc comes to its end"):
            collect_releases(self.releases, keep=keep)
        left = {path.name for path in self.releases.iterdir()} - STAY
        strange = sorted(name for name in left if not RELEASE.fullmatch(name))
        self.tally.check("gc leaves nothing over", not strange, strange)

    def current(self) -> str:
        """Return the name of the current release."""
        return find_release(self.releases).name

    def _build(self) -> list[str]:
        return policygraph("build", str(self.corpus), "--releases", str(self.releases))

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _kill(self, child: subprocess.Popen[bytes], where: str) -> None:
        is_early = child.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
        self.killed += is_early
        self.tally.check(
            f"killed while {where}" if is_early else "ended before its kill", True
        )
        with self.tally.attempt("no process of it goes on"):
            wait_until(lambda: not is_group(child.pid), within_s=ENDS_WITHIN_S)

    def _is_written(self) -> bool:
        return any(self.releases.glob(".building-*/content/manifest.json"))

    def _all_releases(self) -> list[Path]:
        return [one for one in self.releases.iterdir() if RELEASE.fullmatch(one.name)]


def is_group(process_id: int) -> bool:
    """Tell whether any process is left of the group that one began."""
    try:
        os.killpg(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def kill_builds(corpus: Path, folder: Path, *, kills: int, seed: int) -> Tally:
    """Kill so many times: half of them anywhere in a build, a quarter while publishing, a quarter switching."""
    chance = random.Random(seed)
    killing = Killing(corpus, folder, chance)
    ways: list[Callable[[], None]] = [
        killing.kill_build,
        killing.kill_publishing,
        killing.kill_build,
        killing.kill_switching,
    ]
    command = [*PROGRAM, "serve", str(killing.releases), "--port", "0"]
    with running(command, folder) as server:
        for number in itertools.count():
            if killing.killed == kills:
                break
            _kill_once(killing, ways[number % len(ways)], number, server)
            if number % COLLECT_EVERY == COLLECT_EVERY - 1:
                killing.collect(keep=1)
        _end(killing, server)
    return killing.tally


def _kill_once(
    killing: Killing, way: Callable[[], None], number: int, server: Running
) -> None:
    before = killing.current()
    version = "" if way == killing.kill_switching else killing.change(number)
    way()
    killing.examine(server)
    after = killing.current()
    if version:
        killing.run_again(version)
        made = killing.current()
        killing.tally.check(
            "current is the one before or the new one", after in (before, made), after
        )


def _end(killing: Killing, server: Running) -> None:
    """Collect all that is not served; what is left must be what is served, and no more."""
    tally = killing.tally
    with tally.attempt("server comes to serve the last release"):
        wait_until(
            lambda: server.get("/readyz").json()["release"][:16] == killing.current()
        )
    killing.collect(keep=0)
    left = [path.name for path in killing.releases.iterdir()]
    others = sorted(set(left) - STAY - {killing.current()})
    tally.check("at the end one release is left", not others, others)
    code = server.stop()
    tally.check("server stopped with exit code 0", code == 0, f"code {code}")
