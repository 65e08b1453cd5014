"""From a corpus of records to checked quads: every fault and finding at once, tied to record lines.

Reports are read, anchored, turned into RDF and validated in chunks, side by side on all cores; what
spans the corpus is derived and checked once over the whole, in the engine.
"""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policygraph.check.findings import Finding, sort_findings
from policygraph.engine import (
    Store,
    merge_sorted_lines,
    read_query_file,
    sorted_nquads,
)
from policygraph.errors import DataError, Fault, NotFoundError
from policygraph.graph import (
    as_nquads,
    build_dataset,
    chosen_statements,
    describe_dataset,
    search_word_triples,
)
from policygraph.iris import Iris
from policygraph.record import (
    Anchors,
    CorpusDescription,
    ReadRecord,
    SharedName,
    Vocabulary,
    find_conflicts,
    find_records,
    load_report,
    read_corpus_description,
    read_vocabulary,
    shared_names,
)
from policygraph.resources import query_files, vocabulary_files

if TYPE_CHECKING:
    from policygraph.check.shapes import Validator

REPORTS_PER_CHUNK = 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every chunk needs to know."""

    iris: Iris
    work: Path
    with_drafts: bool


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What the whole corpus needs to know of one report; `statements` are promised, drafts are not."""

    slug: str
    file: str
    lines: Mapping[str, int]
    shared: tuple[SharedName, ...]
    statements: tuple[str, ...]
    withdrawn: tuple[str, ...]
    coded_on: str
    quoted_share: float
    text_present: bool


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What came of one chunk of reports; `quads` is a sorted N-Quads file, `size` counts reports."""

    size: int
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    reports: tuple[ReportSummary, ...]
    quads: Path


@dataclass(frozen=True, slots=True)
class CheckedCorpus:
    """Everything a release is made of. `quads` is a sorted N-Quads file of all data graphs."""

    description: CorpusDescription
    iris: Iris
    findings: tuple[Finding, ...]
    reports: tuple[ReportSummary, ...]
    quads: Path
    store: Store

    @property
    def has_violation(self) -> bool:
        """Tell whether anything found keeps the corpus from being released."""
        return any(finding.severity == "violation" for finding in self.findings)


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


def check_corpus(
    corpus: Path,
    work: Path,
    *,
    slugs: Sequence[str] = (),
    workers: int | None = None,
    with_drafts: bool = False,
    progress: Progress = no_progress,
) -> CheckedCorpus:
    """Check the reports of a corpus (all, or those named) and leave their quads in `work`.

    Raises:
        NotFoundError: there is no such corpus or report.
        DataError: records or anchors are wrong; all faults of all files, sorted.
    """
    description = read_corpus_description(corpus)
    plan = Plan(Iris(description.base_iri), work, with_drafts)
    records = _chosen(corpus, slugs)
    total = len(records) + 2 * _share_of_whole(records)
    results = []
    for result in _run(plan, records, workers=workers):
        results.append(result)
        done = sum(one.size for one in results)
        progress(done, total)
    reports = tuple(report for result in results for report in result.reports)
    faults = [fault for result in results for fault in result.faults]
    faults += find_conflicts([name for report in reports for name in report.shared])
    if faults:
        raise DataError("Records are wrong.", faults=tuple(faults))
    quads, store = _whole(plan, description, results, reports)
    progress(total - _share_of_whole(records), total)
    found = [finding for result in results for finding in result.findings]
    found += _placed(_rules(store), plan.iris, {one.slug: one for one in reports})
    found += _validator().validate_vocabulary()
    progress(total, total)
    return CheckedCorpus(
        description, plan.iris, sort_findings(found), reports, quads, store
    )


def _share_of_whole(records: Sequence[Path]) -> int:
    """Weigh each of the two steps over the whole corpus against the reports, for a progress bar."""
    return 1 + len(records) // REPORTS_PER_CHUNK


def _chosen(corpus: Path, slugs: Sequence[str]) -> list[Path]:
    records = {path.parent.name: path for path in find_records(corpus)}
    if not records:
        raise NotFoundError(
            f"{corpus} holds no report.",
            hint="start one: policygraph new SLUG",
        )
    for slug in slugs:
        if slug not in records:
            raise NotFoundError(
                f"There is no report {slug!r} in {corpus}.",
                hint=f"there are {', '.join(sorted(records)[:10])}",
            )
    return [records[slug] for slug in sorted(slugs or records)]


def _run(
    plan: Plan, records: Sequence[Path], *, workers: int | None
) -> Iterator[ChunkResult]:
    chunks = [
        tuple(records[start : start + REPORTS_PER_CHUNK])
        for start in range(0, len(records), REPORTS_PER_CHUNK)
    ]
    hands = min(workers or os.cpu_count() or 1, len(chunks))
    if hands == 1:
        for number, chunk in enumerate(chunks):
            yield _check_chunk(plan, number, chunk)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(hands, mp_context=context) as pool:
        check = functools.partial(_check_chunk, plan)
        yield from pool.map(check, range(len(chunks)), chunks)


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Stop looking for garbage for a while: a fifth of the time goes into it, and nothing is found."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_garbage_left_alone()
def _check_chunk(plan: Plan, number: int, records: tuple[Path, ...]) -> ChunkResult:
    vocabulary = _vocabulary()
    faults: list[Fault] = []
    reports = []
    quads: list[bytes] = []
    for path in records:
        try:
            report, data = _read_report(plan, path, vocabulary)
        except DataError as error:
            faults += _in_a_file(error.faults, path)
            continue
        reports.append(report)
        quads.append(data)
    file = plan.work / f"chunk-{number:06}.nq"
    lines = sorted_nquads(b"".join(quads))
    file.write_bytes(b"".join(lines))
    findings: tuple[Finding, ...] = ()
    if reports and not faults:
        by_slug = {one.slug: one for one in reports}
        found = _validator().validate(b"".join(lines))
        findings = tuple(_placed(found, plan.iris, by_slug))
    return ChunkResult(len(records), tuple(faults), findings, tuple(reports), file)


def _in_a_file(faults: Sequence[Fault], record: Path) -> Iterator[Fault]:
    """Give a fault that names no file that of the record it keeps from being read."""
    for fault in faults:
        yield fault if fault.file else replace(fault, file=str(record))


def _read_report(
    plan: Plan, path: Path, vocabulary: Vocabulary
) -> tuple[ReportSummary, bytes]:
    read, anchors, text = load_report(path, vocabulary, write_anchors=True)
    slug = path.parent.name
    dataset = build_dataset(
        read.record,
        anchors,
        report=slug,
        iris=plan.iris,
        text=text,
        with_drafts=plan.with_drafts,
    )
    summary = _summary(
        slug,
        read,
        anchors,
        [one.id for one in chosen_statements(read.record, with_drafts=False)],
    )
    return summary, as_nquads(dataset)


def _summary(
    slug: str, read: ReadRecord, anchors: Anchors, statements: Sequence[str]
) -> ReportSummary:
    return ReportSummary(
        slug=slug,
        file=read.file,
        lines=dict(read.lines),
        shared=tuple(shared_names(read)),
        statements=tuple(statements),
        withdrawn=tuple(read.record.withdrawn),
        coded_on=read.record.coded.on,
        quoted_share=anchors.quoted_share,
        text_present=anchors.text_present,
    )


def _whole(
    plan: Plan,
    description: CorpusDescription,
    results: Sequence[ChunkResult],
    reports: Sequence[ReportSummary],
) -> tuple[Path, Store]:
    """Put the chunks together, derive what the whole says, and describe it."""
    described = plan.work / "description.nq"
    latest = max((report.coded_on for report in reports), default="")
    example = reports[0].slug if reports else ""
    dataset = describe_dataset(
        title=description.title,
        description=description.description,
        publisher=description.publisher,
        licence=description.licence,
        modified=latest,
        example_report=example,
        iris=plan.iris,
    )
    described.write_bytes(b"".join(sorted_nquads(as_nquads(dataset))))
    told = plan.work / "told.nq"
    parts = [*(result.quads for result in results), described]
    _merge(parts, told)
    store = Store()
    store.load_file(told)
    for name, path in vocabulary_files().items():
        store.load_file(path, plan.iris.graph(name))
    derived = plan.work / "derived.nq"
    derived.write_bytes(derive(store, plan.iris))
    store.load_file(derived)
    quads = plan.work / "data.nq"
    _merge([told, derived], quads)
    return quads, store


def derive(store: Store, iris: Iris) -> bytes:
    """Run every query of `queries/derive/` over a store, and gather the words of its things.

    Returns:
        Sorted N-Quads of the derived graph.
    """
    lines: set[bytes] = set()
    graph = f" <{iris.graph('derived')}> .".encode()
    for path in query_files("derive"):
        answer = store.answer(read_query_file(path).text)
        triples = answer.write("ntriples").splitlines()
        lines |= {triple.removesuffix(b" .") + graph for triple in triples}
    lines |= {triple + graph for triple in search_word_triples(store, iris)}
    return b"".join(line + b"\n" for line in sorted(lines))


def _merge(parts: Sequence[Path], target: Path) -> None:
    streams = [part.open("rb") for part in parts]
    try:
        with target.open("wb") as output:
            merge_sorted_lines(streams, output)
    finally:
        for stream in streams:
            stream.close()


def _rules(store: Store) -> tuple[Finding, ...]:
    from policygraph.check.rules import run_rules

    return run_rules(store)


@functools.cache
def _validator() -> Validator:
    """Read shapes, axioms and vocabulary once a process."""
    from policygraph.check.shapes import Validator

    return Validator()


@functools.cache
def _vocabulary() -> Vocabulary:
    return read_vocabulary()


def _placed(
    findings: Sequence[Finding], iris: Iris, reports: Mapping[str, ReportSummary]
) -> Iterator[Finding]:
    """Tie findings to the lines of the records that they speak of."""
    for finding in findings:
        place = finding.focus and iris.report_and_local_id(finding.focus)
        report = reports.get(place[0]) if place else None
        if not place or report is None:
            yield finding
            continue
        line = _line(report.lines, place[1])
        yield replace(finding, file=report.file, line=line)


def _line(lines: Mapping[str, int], local_id: str) -> int:
    """Find the record's line of a thing, or of what the thing is part of (`s07-held-by-…`)."""
    name = local_id or "report"
    while name:
        if name in lines:
            return lines[name]
        name = name.rpartition("-")[0]
    return lines.get("report", 1)
