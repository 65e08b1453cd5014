"""What tests share: the shipped corpus, built once a run, and the places of texts that are not shipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flask.templating
import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

if TYPE_CHECKING:
    from policygraph.engine import ReleaseStore, Store
    from policygraph.release import Built

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
SOCITM = "socitm-casa-smart-places"


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test as on a plain terminal of 80 columns."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("POLICYGRAPH_DEBUG", raising=False)


class _Compiled(BytecodeCache):
    """The code of templates; whoever makes an application finds it."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._code.get(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    """Share what templates compile to: most tests make an application, and it would cost each more than its pages."""
    compiled = _Compiled()

    class Environment(flask.templating.Environment):
        def __init__(self, app: Flask, **options: Any) -> None:
            super().__init__(app, bytecode_cache=compiled, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_environment", Environment)
        yield


@pytest.fixture(scope="session")
def project() -> Path:
    """The top of the checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def socitm_text() -> Path:
    """The text of the Socitm report, which is not ours to ship."""
    path = SHARED / "reports" / SOCITM / "source.txt"
    if not path.is_file():
        pytest.skip("the text of the Socitm report is not on this machine")
    return path


@pytest.fixture(scope="session")
def w3c() -> Path:
    """The W3C's SPARQL test data, which is not ours to ship."""
    path = SHARED / "w3c" / "sparql" / "sparql11"
    if not path.is_dir():
        pytest.skip("the W3C test data is not on this machine")
    return path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The shipped corpus, built."""
    from policygraph.release import build_release

    return build_release(PROJECT / "corpus", tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session")
def release(built: Built) -> ReleaseStore:
    """The release of the shipped corpus, opened."""
    from policygraph.engine import open_release

    return open_release(built.path)


@pytest.fixture(scope="session")
def socitm_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the Socitm report alone, as it is in the repository: without its text."""
    corpus = tmp_path_factory.mktemp("corpus")
    for name in ("corpus.yaml", f"{SOCITM}/record.yaml", f"{SOCITM}/anchors.json"):
        target = corpus / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((PROJECT / "corpus" / name).read_bytes())
    return corpus


@pytest.fixture(scope="session")
def socitm_built(
    socitm_corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> Built:
    """That corpus, built; whoever changes the folder takes a copy."""
    from policygraph.release import build_release

    return build_release(socitm_corpus, tmp_path_factory.mktemp("socitm-releases"))


@pytest.fixture(scope="session")
def store(socitm_built: Built) -> Store:
    """A store of the Socitm report alone."""
    from policygraph.engine import open_release

    return open_release(socitm_built.path).store


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, and the work done in it."""
    before = Path.cwd()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)
