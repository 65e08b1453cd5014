"""The commands of whoever codes and publishes: new, source add, check, build, verify."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policygraph.cli.output import (
    count_findings,
    counted,
    faults_as_json,
    progress_bar,
    show_findings,
    working,
    write_bytes,
)
from policygraph.cli.places import (
    RELEASES,
    default_corpus,
    fingerprint_of,
    remember,
)
from policygraph.errors import DataError

if TYPE_CHECKING:
    from policygraph.check import CheckedCorpus

_CORPUS = click.option(
    "--corpus",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of reports; ./corpus unless told.",
)
_RELEASES = click.option(
    "--releases",
    type=click.Path(path_type=Path),
    default=RELEASES,
    show_default=True,
    help="The folder of releases.",
)
_WORKERS = click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many processes check at once; as many as there are cores unless told.",
)
_TEXT_OR_JSON = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


@click.command()
@click.argument("slug")
@click.option("--title", help="The title of the report; may be filled in later.")
@_CORPUS
def new(slug: str, title: str | None, corpus: Path | None) -> None:
    """Start the record of a report.

    SLUG names the report in its IRI for good: lower-case letters, digits and hyphens.
    """
    from policygraph.record import write_skeleton

    path = write_skeleton(corpus or Path("corpus"), slug, title or "")
    click.echo(path)
    place = f" --corpus {corpus}" if corpus else ""
    click.echo(
        f"Next: policygraph source add {slug} FILE{place}, then fill in the record.",
        err=True,
    )


@click.group()
def source() -> None:
    """Keep the text of a report beside its record."""


@source.command("add")
@click.argument("slug")
@click.argument("place", metavar="FILE|URL")
@click.option(
    "--replace",
    is_flag=True,
    help="Take a text that differs from the one the quotes were checked against.",
)
@_CORPUS
def source_add(slug: str, place: str, replace: bool, corpus: Path | None) -> None:
    """Keep a text beside its record and verify every quotation against it.

    FILE is plain text, Markdown, HTML, PDF or Word; URL is fetched once. The text stays on this
    machine: only short quotations, positions and digests enter the record's folder in git.
    """
    from policygraph.record import add_source

    with working("Reading the text"):
        told = add_source(corpus or default_corpus(), slug, place, replace=replace)
    click.echo(told)


@click.command()
@click.argument("slugs", metavar="[SLUG]...", nargs=-1)
@_CORPUS
@_WORKERS
@click.option(
    "--owl-dl", is_flag=True, help="Also reason over it with HermiT; needs Java."
)
@click.option("--all", "with_info", is_flag=True, help="Show notes, too.")
@click.option(
    "--drafts", is_flag=True, help="Check items marked as drafts with the others."
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "ttl"]),
    default="text",
    show_default=True,
    help="For people, for programs, or a SHACL validation report.",
)
def check(
    slugs: tuple[str, ...],
    corpus: Path | None,
    workers: int | None,
    owl_dl: bool,
    with_info: bool,
    drafts: bool,
    output_format: str,
) -> int:
    """Check records, quotations, shapes and axioms, all at once.

    Leaves with 1 where something is wrong; warnings and notes leave with 0.
    """
    from policygraph.check import check_corpus, findings_as_json, findings_as_ttl

    where = corpus or default_corpus()
    with tempfile.TemporaryDirectory(prefix="policygraph-") as work:
        try:
            with progress_bar("Checking reports") as progress:
                checked = check_corpus(
                    where,
                    Path(work),
                    slugs=slugs,
                    workers=workers,
                    with_drafts=drafts,
                    progress=progress,
                )
        except DataError as error:
            if output_format != "json" or not error.faults:
                raise
            click.echo(faults_as_json(error.faults))
            return 1
        contradictions = _contradictions(checked.quads) if owl_dl else ()
    if output_format == "text":
        show_findings(checked.findings, with_info=with_info)
    elif output_format == "json":
        click.echo(findings_as_json(checked.findings), nl=False)
    else:
        write_bytes(findings_as_ttl(checked.findings))
    for sentence in contradictions:
        click.echo(sentence, err=output_format != "text")
    _summarise(checked)
    return 1 if checked.has_violation or contradictions else 0


def _summarise(checked: CheckedCorpus) -> None:
    absent = sum(not one.text_present for one in checked.reports)
    if absent:
        click.echo(
            f"{counted(absent, 'report')} matched by digest, text not present:"
            " quotations were not compared with the source itself.",
            err=True,
        )
    most = max(checked.reports, key=lambda one: one.quoted_share)
    click.echo(
        f"{counted(len(checked.reports), 'report')} checked:"
        f" {count_findings(checked.findings)};"
        f" at most {most.quoted_share:.0%} of a report is quoted ({most.slug}).",
        err=True,
    )


def _contradictions(quads: Path) -> tuple[str, ...]:
    from policygraph.check import find_contradictions

    with working("Reasoning"):
        return find_contradictions(quads)


@click.command()
@click.argument(
    "corpus", required=False, type=click.Path(path_type=Path, file_okay=False)
)
@_RELEASES
@_WORKERS
@click.option(
    "--drafts", is_flag=True, help="Let drafts in; they are marked wherever they show."
)
@_TEXT_OR_JSON
def build(
    corpus: Path | None,
    releases: Path,
    workers: int | None,
    drafts: bool,
    output_format: str,
) -> None:
    """Check a corpus and make a release of it.

    CORPUS is the folder of reports, ./corpus unless told. The release becomes the current one only when all of it is written; a build that fails leaves the
    one before untouched.
    """
    from policygraph.release import build_release

    where = corpus or default_corpus()
    fingerprint = fingerprint_of(where, with_drafts=drafts)
    with progress_bar("Checking reports") as progress:
        built = build_release(
            where, releases, workers=workers, with_drafts=drafts, progress=progress
        )
    remember(releases, built.path.name, fingerprint)
    if output_format == "json":
        facts = {
            "digest": built.digest,
            "path": str(built.path),
            "counts": dict(built.manifest.counts),
        }
        click.echo(json.dumps(facts, indent=1))
        return
    click.echo(built.path)
    counts = built.manifest.counts
    click.echo(
        f"{counted(counts['reports'], 'report')},"
        f" {counted(counts['statements'], 'statement')},"
        f" {counted(counts['quads'], 'quad')}; {count_findings(built.findings)}.",
        err=True,
    )
    if built.reports_without_text:
        click.echo(
            f"{counted(built.reports_without_text, 'report')} matched by digest, text not"
            " present.",
            err=True,
        )


@click.command()
@click.argument("release", required=False, type=click.Path(path_type=Path))
@_TEXT_OR_JSON
def verify(release: Path | None, output_format: str) -> int:
    """Compare every byte of a release with its digests.

    Without RELEASE, the current one below ./releases.
    """
    from policygraph.engine import find_release, verify_release

    path = find_release(release or RELEASES)
    try:
        with working("Verifying"):
            manifest = verify_release(path)
    except DataError as error:
        if output_format == "text" or not error.faults:
            raise
        click.echo(faults_as_json(error.faults))
        return 1
    if output_format == "json":
        click.echo("[]")
    else:
        click.echo(f"{path}: {len(manifest.files)} files, every byte as released.")
    return 0
