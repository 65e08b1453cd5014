"""The command that takes old releases away."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.output import counted
from policygraph.cli.places import RELEASES


@click.command()
@click.argument(
    "releases",
    default=RELEASES,
    type=click.Path(path_type=Path, file_okay=False),
)
@click.option(
    "--keep",
    metavar="N",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="How many to keep besides the current one, the newest.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go, and remove nothing.")
def gc(releases: Path, keep: int, dry_run: bool) -> None:
    """Remove old releases, and what killed builds left.

    RELEASES is the folder of releases, ./releases unless told. The current release stays, and so does
    each one that a server on this machine is serving.
    """
    from policygraph.release import collect_releases

    done = collect_releases(releases, keep=keep, is_rehearsal=dry_run)
    for name in done.removed:
        click.echo(name)
    verb = "would be removed" if dry_run else "removed"
    megabytes = done.freed_bytes / 1_000_000
    click.echo(
        f"{counted(len(done.removed), 'release')} {verb} ({megabytes:.1f} MB), {len(done.kept)} kept.",
        err=True,
    )
