"""Where a command finds its corpus and its release, when it is not told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policygraph.cli.output import progress_bar, working
from policygraph.resources import folder, query_files, vocabulary_files

if TYPE_CHECKING:
    from policygraph.engine import ReleaseStore

RELEASES = Path("releases")
_BUILT_FROM = ".built-from.json"


def default_corpus() -> Path:
    """Return `corpus/` here, or else the one that came with the package."""
    here = Path("corpus")
    return here if here.is_dir() else folder("corpus")


def current_release(corpus: Path, releases: Path) -> Path:
    """Return the release of a corpus, built first where there is none or the corpus has changed."""
    from policygraph.engine import find_release
    from policygraph.release import build_release

    fingerprint = _fingerprint(corpus)
    if _read_fingerprint(releases) == fingerprint:
        return find_release(releases)
    click.echo(f"Building a release of {corpus} …", err=True)
    with progress_bar("Checking reports") as progress:
        built = build_release(corpus, releases, progress=progress)
    remember(releases, fingerprint)
    return built.path


def remember(releases: Path, fingerprint: str) -> None:
    """Note from what the current release was built."""
    (releases / _BUILT_FROM).write_text(json.dumps(fingerprint), encoding="utf-8")


def fingerprint_of(corpus: Path) -> str:
    """Return what changes whenever a file that goes into a release changes."""
    return _fingerprint(corpus)


def open_target(target: Path | None, releases: Path) -> ReleaseStore:
    """Open a release: the one given, the current one of a directory, or that of a corpus."""
    from policygraph.engine import open_release
    from policygraph.engine.release_store import CURRENT, MANIFEST

    corpus = target or default_corpus()
    is_release = (corpus / MANIFEST).is_file() or (corpus / CURRENT).is_file()
    path = corpus if is_release else current_release(corpus, releases)
    with working("Opening the release"):
        return open_release(path)


def _read_fingerprint(releases: Path) -> str | None:
    try:
        found = json.loads((releases / _BUILT_FROM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return str(found)


def _fingerprint(corpus: Path) -> str:
    """Times and sizes, not bytes: 50,000 reports are to be asked in seconds."""
    digest = hashlib.sha256(version("policygraph").encode())
    for path in _inputs(corpus):
        facts = path.stat()
        told = f"{path.resolve()} {facts.st_size} {facts.st_mtime_ns}\n"
        digest.update(told.encode())
    return digest.hexdigest()


def _inputs(corpus: Path) -> Iterator[Path]:
    yield from sorted(path for path in corpus.rglob("*") if path.is_file())
    yield from vocabulary_files().values()
    yield from query_files("derive")
