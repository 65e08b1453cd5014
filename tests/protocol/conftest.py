from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from policygraph.engine import ReleaseStore, Store, open_store
from policygraph.iris import Iris
from policygraph.isolated import InProcess, Limits, Strangers
from policygraph.web import Source, create_app

BASE = "http://www.example/"
QUAYSIDE = Path(__file__).parent.parent / "web" / "data.trig"


def app_of(store: Store, strangers: Strangers | None = None) -> Flask:
    return create_app(
        Source(
            store,
            Iris(BASE),
            digest="d1gest",
            title="Test graph",
            strangers=strangers or InProcess(store, Limits()),
        )
    )


@pytest.fixture(scope="session")
def quayside() -> Store:
    return open_store([(QUAYSIDE, None)])


@pytest.fixture(scope="session")
def endpoint(quayside: Store) -> FlaskClient:
    return app_of(quayside).test_client()


@pytest.fixture
def dated(quayside: Store) -> FlaskClient:
    app = app_of(quayside)
    site = app.extensions["policygraph"]
    source = replace(site.source, about={"modified": "2024-05-06"})
    app.extensions["policygraph"] = replace(site, source=source)
    return app.test_client()


@pytest.fixture(scope="session")
def shipped_site(release: ReleaseStore) -> Flask:
    """The shipped corpus, which has a date and dumps, and one thing that was withdrawn."""
    return create_app(
        Source(
            release.store,
            release.iris,
            release.digest,
            release.manifest.title,
            counts=release.manifest.counts,
            about=release.manifest.about,
            release=release.path,
            strangers=InProcess(release.store, Limits()),
            withdrawn=frozenset({"actors/nobody"}),
        )
    )


@pytest.fixture
def shipped(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()
