"""From a release directory to a loaded store, after every byte of it has been compared with its digest.

A release is named by the digest of its manifest, and the manifest has the digest of every other file:
so one flipped byte anywhere is found before anything is served.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from policygraph.engine.store import Store, open_store
from policygraph.errors import DataError, Fault, NotFoundError, OutsideError
from policygraph.iris import Iri, Iris

MANIFEST: Final = "manifest.json"
CURRENT: Final = "current"
DATA: Final = "data.nq"
CATALOG: Final = "catalog.ttl"
NAME_CHARACTERS: Final = 16
_NAME: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself. `files` gives name to (SHA-256, bytes), sorted by name.

    `about` has what corpus.yaml says of the whole (`description`, `publisher`, `licence`) and `modified`,
    the day of the latest coding.
    """

    title: str
    base_iri: str
    software: str
    counts: Mapping[str, int]
    things: tuple[str, ...]
    withdrawn: tuple[str, ...]
    files: Mapping[str, tuple[str, int]]
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> str:
        """Write the manifest: sorted keys, one fact a line, no date of building."""
        facts = {
            "policygraph-release": 1,
            "title": self.title,
            "base-iri": self.base_iri,
            "software": self.software,
            "about": dict(sorted(self.about.items())),
            "counts": dict(sorted(self.counts.items())),
            "things": list(self.things),
            "withdrawn": list(self.withdrawn),
            "files": {
                name: {"sha256": sha256, "bytes": size}
                for name, (sha256, size) in sorted(self.files.items())
            },
        }
        return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class ReleaseStore:
    """A release, opened: its store, what it says of itself, and its digest."""

    store: Store
    manifest: Manifest
    digest: str
    path: Path
    iris: Iris


def release_digest(manifest: bytes) -> str:
    """Return the digest of a release: the SHA-256 of its manifest, in hexadecimal."""
    return hashlib.sha256(manifest).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_release(path: Path) -> Path:
    """Return the directory of a release: the path itself, or the one its `current` names.

    Raises:
        NotFoundError: there is no release.
    """
    if (path / MANIFEST).is_file():
        return path
    if (path / CURRENT).is_file():
        name = read_current(path)
        if name and (path / name / MANIFEST).is_file():
            return path / name
        raise NotFoundError(
            f"{path / CURRENT} names a release that is not there.",
            hint="build again: policygraph build",
        )
    raise NotFoundError(
        f"There is no release in {path}.", hint="make one: policygraph build"
    )


def read_current(releases: Path) -> str:
    """Return the name that `current` has, whether or not there is such a release; empty where it has none."""
    try:
        text = (releases / CURRENT).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    name = text.strip()
    return name if _NAME.fullmatch(name) else ""


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a release directory.

    Raises:
        DataError: it is not what a manifest looks like.
    """
    file = path / MANIFEST
    try:
        facts = json.loads(file.read_bytes())
        return Manifest(
            title=str(facts["title"]),
            base_iri=str(facts["base-iri"]),
            software=str(facts["software"]),
            counts={str(key): int(value) for key, value in facts["counts"].items()},
            things=tuple(facts["things"]),
            withdrawn=tuple(facts["withdrawn"]),
            files={
                str(name): (str(facts_of["sha256"]), int(facts_of["bytes"]))
                for name, facts_of in facts["files"].items()
            },
            about={
                str(key): str(value) for key, value in facts.get("about", {}).items()
            },
        )
    except OSError as error:
        raise NotFoundError(
            f"{path} holds no readable manifest.", hint=_REBUILD
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fault = Fault(str(file), 0, "This is not the manifest of a release.", _REBUILD)
        raise DataError(fault.message, faults=(fault,)) from error


_REBUILD = "restore the release from a copy, or build it again: policygraph build"


def verify_release(path: Path) -> Manifest:
    """Compare every byte of a release with its digests.

    Raises:
        DataError: with one fault for each file that differs, is missing or does not belong.
    """
    manifest = read_manifest(path)
    faults = []
    digest = release_digest((path / MANIFEST).read_bytes())
    name = path.resolve().name
    if not digest.startswith(name) or len(name) != NAME_CHARACTERS:
        message = f"The manifest has the digest {digest[:NAME_CHARACTERS]}, not the name of its release."
        faults.append(Fault(str(path / MANIFEST), 0, message, _REBUILD))
    present = {
        file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()
    }
    for name in sorted(present | {MANIFEST} | set(manifest.files)):
        wrong = _what_is_wrong(path, name, manifest, present)
        if wrong:
            faults.append(Fault(str(path / name), 0, wrong, _REBUILD))
    if faults:
        raise DataError("The release is damaged.", faults=tuple(faults))
    return manifest


def _what_is_wrong(
    path: Path, name: str, manifest: Manifest, present: set[str]
) -> str | None:
    if name == MANIFEST:
        return None
    if name not in manifest.files:
        return "This file does not belong to the release."
    if name not in present:
        return "This file of the release is missing."
    try:
        same = file_digest(path / name) == manifest.files[name][0]
    except OSError as error:
        raise OutsideError(
            f"{path / name} cannot be read: {error.strerror}.",
            hint="look at the rights of the file and at the disk",
        ) from error
    return None if same else "This file has been changed: its digest differs."


def open_release(path: Path) -> ReleaseStore:
    """Load a release into memory, once all its bytes have been verified.

    Raises:
        NotFoundError: there is no release at this path.
        DataError: the release is damaged.
    """
    where = find_release(path)
    manifest = verify_release(where)
    iris = Iris(manifest.base_iri)
    store = open_store(release_files(where, manifest, iris))
    digest = release_digest((where / MANIFEST).read_bytes())
    return ReleaseStore(store, manifest, digest, where, iris)


def release_files(
    path: Path, manifest: Manifest, iris: Iris
) -> list[tuple[Path, Iri | None]]:
    """Return the files of a release that hold RDF to be queried, each with its graph."""
    files: list[tuple[Path, Iri | None]] = [(path / DATA, None)]
    for name in manifest.files:
        if name.startswith("vocabulary/") and name.endswith(".ttl"):
            graph = name.removeprefix("vocabulary/").removesuffix(".ttl")
            files.append((path / name, iris.graph(graph)))
    return files
