"""The application as servers by others take it: without a command line, in any folder, at any time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from policygraph.cli import application
from policygraph.release import build_release
from policygraph.web import Source, reloader_of

SOCITM = "socitm-casa-smart-places"


@contextmanager
def served() -> Iterator[Source]:
    """What the application of the folder at hand serves; its thread and processes are ended."""
    app = application()
    reloader = reloader_of(app)
    assert reloader is not None
    source: Source = app.extensions["policygraph"].source
    try:
        yield source
    finally:
        reloader.stop()
        if source.strangers is not None:
            source.strangers.close()


@pytest.fixture
def corpus(empty_folder: Path, socitm_corpus: Path) -> Path:
    return Path(shutil.copytree(socitm_corpus, empty_folder / "corpus"))


def test_the_first_process_builds_what_there_is(corpus: Path) -> None:
    with served() as source:
        assert source.counts["reports"] == 1

    assert (corpus.parent / "releases" / "current").is_file()


def test_a_process_that_starts_later_serves_what_is_built(corpus: Path) -> None:
    built = build_release(corpus, Path("releases"))
    record = corpus / SOCITM / "record.yaml"
    record.write_text("half writ", encoding="utf-8")

    with served() as source:
        assert source.digest == built.digest
