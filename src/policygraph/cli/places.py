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
from policygraph.resources import folder
from policygraph.writing import write_whole

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

    fingerprint = fingerprint_of(corpus)
    built_from = _read_note(releases)
    if built_from.get("fingerprint") == fingerprint:
        path = find_release(releases)
        if built_from.get("release") == path.name:
            return path
    click.echo(f"Building a release of {corpus} …", err=True)
    with progress_bar("Checking reports") as progress:
        built = build_release(corpus, releases, progress=progress)
    remember(releases, built.path.name, fingerprint)
    return built.path


def remember(releases: Path, release: str, fingerprint: str) -> None:
    """Note from what a release was built, so that it is built again only when that has changed."""
    from policygraph.engine.holding import alone

    note = {"release": release, "fingerprint": fingerprint}
    with alone(releases):
        write_whole(releases / _BUILT_FROM, json.dumps(note).encode())


def fingerprint_of(corpus: Path, *, with_drafts: bool = False) -> str:
    """Return what changes whenever a file that goes into a release changes.

    Times and sizes, not bytes: 50,000 reports are to be asked in seconds.
    """
    digest = hashlib.sha256(f"{version('policygraph')} {with_drafts}".encode())
    for path in _inputs(corpus):
        facts = path.stat()
        told = f"{path.resolve()} {facts.st_size} {facts.st_mtime_ns}\n"
        digest.update(told.encode())
    return digest.hexdigest()


def open_target(target: Path | None, releases: Path) -> ReleaseStore:
    """Open a release: the one given, the current one of a directory, or that of a corpus."""
    from policygraph.engine import open_release
    from policygraph.engine.release_store import CURRENT, MANIFEST

    corpus = target or default_corpus()
    is_release = (corpus / MANIFEST).is_file() or (corpus / CURRENT).is_file()
    path = corpus if is_release else current_release(corpus, releases)
    with working("Opening the release"):
        return open_release(path)


def _read_note(releases: Path) -> dict[str, str]:
    try:
        note = json.loads((releases / _BUILT_FROM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _inputs(corpus: Path) -> Iterator[Path]:
    for place in (corpus, folder("ontology"), folder("queries")):
        yield from sorted(path for path in place.rglob("*") if path.is_file())
