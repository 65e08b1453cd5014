"""From a corpus to a release: files that a person can read, in a directory named by their digest."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from policygraph.check import (
    CheckedCorpus,
    Finding,
    Progress,
    check_corpus,
    findings_as_json,
    findings_as_ttl,
    no_progress,
)
from policygraph.engine import Literal, Manifest
from policygraph.engine.query_file import find_query
from policygraph.engine.release_store import DATA, MANIFEST, file_digest
from policygraph.errors import DataError, Fault
from policygraph.release.description import about_corpus, write_description
from policygraph.release.directory import building, publish
from policygraph.release.vanishing import STATEMENTS, refuse_vanished
from policygraph.resources import folder, vocabulary_files


@dataclass(frozen=True, slots=True)
class Built:
    """A release that was just made, and what its checks found."""

    path: Path
    digest: str
    manifest: Manifest
    findings: tuple[Finding, ...]
    reports_without_text: int


def build_release(
    corpus: Path,
    releases: Path,
    *,
    workers: int | None = None,
    with_drafts: bool = False,
    progress: Progress = no_progress,
) -> Built:
    """Check a corpus, write a release of it and make it the current one.

    Raises:
        DataError: a fault, a violation, or a thing that vanished without being withdrawn; the current
            release stays.
        OutsideError: the disk is full or not writable; the current release stays.
    """
    with building(releases) as staging:
        work = staging / "work"
        work.mkdir()
        checked = check_corpus(
            corpus, work, workers=workers, with_drafts=with_drafts, progress=progress
        )
        _refuse_violations(checked)
        things = _things(checked)
        withdrawn = _withdrawn(checked)
        refuse_vanished(releases, corpus, checked, things, withdrawn)
        content = staging / "content"
        manifest = _write_content(checked, content, things, withdrawn)
        path, digest = publish(content, releases)
    without = sum(not report.text_present for report in checked.reports)
    return Built(path, digest, manifest, checked.findings, without)


def _refuse_violations(checked: CheckedCorpus) -> None:
    if not checked.has_violation:
        return
    faults = tuple(
        Fault(finding.file, finding.line, finding.message)
        for finding in checked.findings
        if finding.severity == "violation"
    )
    raise DataError("The corpus breaks its rules.", faults=faults)


def _things(checked: CheckedCorpus) -> tuple[str, ...]:
    """Return the paths of everything that other corpora may refer to, sorted."""
    paths = {f"reports/{report.slug}" for report in checked.reports}
    for report in checked.reports:
        paths |= {f"{name.kind}/{name.name}" for name in report.shared}
    return tuple(sorted(paths))


def _withdrawn(checked: CheckedCorpus) -> tuple[str, ...]:
    paths = set(checked.description.withdrawn)
    for report in checked.reports:
        paths |= {f"reports/{report.slug}/{gone}" for gone in report.withdrawn}
    return tuple(sorted(paths))


def _write_content(
    checked: CheckedCorpus,
    content: Path,
    things: tuple[str, ...],
    withdrawn: tuple[str, ...],
) -> Manifest:
    content.mkdir()
    shutil.move(checked.quads, content / DATA)
    for name, path in vocabulary_files().items():
        target = content / "vocabulary" / f"{name}.ttl"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    context = folder("ontology") / "context.jsonld"
    shutil.copyfile(context, content / "vocabulary" / context.name)
    findings = [_placed_in_corpus(finding) for finding in checked.findings]
    told = findings_as_json(findings)
    (content / "validation.json").write_text(told, encoding="utf-8")
    (content / "validation.ttl").write_bytes(
        findings_as_ttl(findings, iris=checked.iris)
    )
    told = "".join(
        f"{report.slug} {' '.join(report.statements)}\n" for report in checked.reports
    )
    (content / STATEMENTS).write_text(told, encoding="utf-8")
    counts, about = _counts(checked), about_corpus(checked)
    write_description(checked, content, about)
    files = {
        path.relative_to(content).as_posix(): (file_digest(path), path.stat().st_size)
        for path in content.rglob("*")
        if path.is_file()
    }
    manifest = Manifest(
        title=checked.description.title,
        base_iri=checked.iris.base,
        software=f"policygraph {version('policygraph')}",
        counts=counts,
        things=things,
        withdrawn=withdrawn,
        files=files,
        about=about,
    )
    (content / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
    return manifest


def _placed_in_corpus(finding: Finding) -> Finding:
    """Name the record from the corpus on, so that where a corpus lies changes no byte."""
    if not finding.file:
        return finding
    return replace(finding, file="/".join(Path(finding.file).parts[-2:]))


def _counts(checked: CheckedCorpus) -> dict[str, int]:
    rows = checked.store.rows(find_query("counts", "release").text)
    counts = {"quads": len(checked.store)}
    for name, value in rows[0].items():
        counts[name] = int(value.value) if isinstance(value, Literal) else 0
    return counts
