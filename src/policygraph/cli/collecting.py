"""The command that takes old releases away."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.places import RELEASES


@click.command()
@click.argument(
    "releases",
    default=RELEASES,
    type=click.Path(path_type=Path, file_okay=False),
)
@click.option(
    "--keep",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="How many to keep besides the current one, the newest.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go, and remove nothing.")
def gc(releases: Path, keep: int, dry_run: bool) -> None:
    """Remove old releases, never the current one or one that is being served."""
    from policygraph.release import collect_releases

    done = collect_releases(releases, keep=keep, is_rehearsal=dry_run)
    for name in done.removed:
        click.echo(name)
    verb = "would be removed" if dry_run else "removed"
    megabytes = done.freed_bytes / 1_000_000
    click.echo(
        f"{len(done.removed)} {verb} ({megabytes:.1f} MB), {len(done.kept)} kept.",
        err=True,
    )
