from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.running import PROGRAM, Running, running, wait_until
from tests.web.switching import Two, switch_often

from policygraph.engine.holding import is_held
from policygraph.release import collect_releases, switch

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGHUP"), reason="signals of this kind are of POSIX"
)


@pytest.fixture(scope="module")
def two_built(socitm_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    return Two(socitm_corpus, tmp_path_factory.mktemp("two") / "releases")


@pytest.fixture
def two(two_built: Two, tmp_path: Path) -> Two:
    return two_built.copied(tmp_path / "releases")


@pytest.fixture
def server(two: Two, tmp_path: Path) -> Iterator[Running]:
    with running(
        [*PROGRAM, "serve", str(two.folder), "--port", "0"], tmp_path
    ) as found:
        yield found


def test_releases_are_switched_without_a_request_that_fails(
    server: Running, two: Two
) -> None:
    load = switch_often(server, two, times=10)

    assert load.failed + load.mixed == []
    assert load.checked > 10
    assert server.stop() == 0


@pytest.mark.slow
def test_fifty_releases_are_switched_without_a_request_that_fails(
    server: Running, two: Two
) -> None:
    load = switch_often(server, two, times=50)

    assert load.failed + load.mixed == []
    assert load.checked > 50


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
