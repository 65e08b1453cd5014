from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.isolated.canary import Canary
from tests.protocol.conftest import app_of
from tests.web.running import PROGRAM, Running, running

from policygraph.engine import Store, open_store

QUAYSIDE = Path(__file__).parent.parent / "web" / "data.trig"
LIMIT_S = 0.5


@pytest.fixture(scope="session")
def quayside() -> Store:
    return open_store([(QUAYSIDE, None)])


@pytest.fixture(scope="session")
def endpoint(quayside: Store) -> FlaskClient:
    return app_of(quayside).test_client()


@pytest.fixture(scope="session")
def canary() -> Iterator[Canary]:
    with Canary() as listening:
        yield listening


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server as its operator runs it, with short limits."""
    command = [*PROGRAM, "serve", "--dataset", str(QUAYSIDE), "--port", "0"]
    limits = f"--timeout {LIMIT_S} --memory 64 --workers 4 --rows 50".split()
    with running([*command, *limits], tmp_path_factory.mktemp("hostile")) as started:
        yield started
        assert started.process.poll() is None, "the server ended by itself"
