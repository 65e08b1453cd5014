"""What was released once and is gone: an IRI that people cite must not vanish, nor come back as another.

The current release is compared with what is about to follow it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from policygraph.check import CheckedCorpus
from policygraph.engine import Manifest, find_release, read_manifest
from policygraph.errors import DataError, Fault, NotFoundError

STATEMENTS: Final = "statements.txt"


def refuse_vanished(
    releases: Path,
    corpus: Path,
    checked: CheckedCorpus,
    things: Sequence[str],
    withdrawn: Sequence[str],
) -> None:
    """Refuse a release from which something vanishes unlisted, or to which something withdrawn returns.

    Raises:
        DataError: with a fault for each such thing; or the current release cannot be read.
    """
    file = str(corpus / "corpus.yaml")
    faults = [
        Fault(
            file,
            0,
            f"{path} is listed as withdrawn and is still here.",
            "take it out of the corpus, or out of the list",
        )
        for path in sorted(set(things) & set(withdrawn))
    ]
    before = _before(releases)
    if before is not None:
        path, manifest = before
        faults += _gone_things(file, manifest, things, withdrawn)
        faults += _gone_statements(_released_statements(path), checked, set(withdrawn))
    if faults:
        raise DataError("Released things have vanished.", faults=tuple(faults))


def _before(releases: Path) -> tuple[Path, Manifest] | None:
    try:
        path = find_release(releases)
    except NotFoundError:
        return None  # nothing released yet
    try:
        return path, read_manifest(path)
    except DataError as error:
        message = f"The current release {path} cannot be read, so nothing can be compared with it."
        hint = (
            f"restore it from a copy; or take {releases / 'current'} away to start anew"
        )
        raise DataError(message, hint=hint) from error


def _gone_things(
    file: str, before: Manifest, things: Sequence[str], withdrawn: Sequence[str]
) -> Iterator[Fault]:
    for path in sorted(set(before.things) - set(things) - set(withdrawn)):
        yield Fault(
            file,
            0,
            f"{path} was released before and has vanished.",
            f"bring it back, or list {path} under withdrawn: in corpus.yaml",
        )
    for path in sorted(set(before.withdrawn) - set(withdrawn)):
        if path.rpartition("/")[0] in withdrawn:
            continue  # gone with the whole report that it stood in
        yield Fault(
            file,
            0,
            f"{path} was withdrawn before and is no longer listed.",
            "a name is never used again: list it under withdrawn: as before",
        )


def _gone_statements(
    before: Mapping[str, frozenset[str]], checked: CheckedCorpus, withdrawn: set[str]
) -> Iterator[Fault]:
    """Notice statements that were released and are now rejected, or drafts again."""
    for report in checked.reports:
        for gone in sorted(before.get(report.slug, frozenset()) - {*report.statements}):
            if f"reports/{report.slug}/{gone}" not in withdrawn:
                yield Fault(
                    report.file,
                    report.lines.get(gone, 0),
                    f"{gone} was released before and is left out now.",
                    f"accept it again, or take it out and list {gone} under `withdrawn`",
                )


def _released_statements(path: Path) -> dict[str, frozenset[str]]:
    try:
        lines = (path / STATEMENTS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = (line.split() for line in lines if line)
    return {slug: frozenset(names) for slug, *names in found}
