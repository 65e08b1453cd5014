from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from policygraph.engine import Answer, Quad, ReleaseStore, Store, open_store
from policygraph.iris import Iris
from policygraph.isolated import InProcess, Limits
from policygraph.web import Source, create_app

DATA = Path(__file__).parent / "data.trig"


@dataclass
class CountingStore:
    """Answers as the store does, and remembers what it was asked."""

    store: Store
    asked: list[str] = field(default_factory=list)

    def answer(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        self.asked.append(query)
        return self.store.answer(
            query,
            base_iri=base_iri,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )


def pages_of(quads: Iterable[Quad]) -> FlaskClient:
    """Return the pages of a graph that a test makes."""
    store = open_store([])
    store.add(quads)
    source = Source(
        store=store,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
        counts={},
    )
    return create_app(source).test_client()


@pytest.fixture(scope="session")
def quayside_store() -> Store:
    return open_store([(DATA, None)])


@pytest.fixture
def counting(quayside_store: Store) -> CountingStore:
    return CountingStore(quayside_store)


@pytest.fixture
def app(counting: CountingStore) -> Flask:
    source = Source(
        store=counting,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
        counts={"reports": 1, "claims": 2, "recommendations": 2},
        strangers=InProcess(counting, Limits()),
    )
    return create_app(source)


@pytest.fixture
def web(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def asked(release: ReleaseStore) -> CountingStore:
    return CountingStore(release.store)


@pytest.fixture
def shipped(release: ReleaseStore, asked: CountingStore) -> FlaskClient:
    source = Source(
        store=asked,
        iris=release.iris,
        digest=release.digest,
        title=release.manifest.title,
        counts=release.manifest.counts,
        strangers=InProcess(asked, Limits()),
    )
    return create_app(source).test_client()
