"""The command that serves, and the application for WSGI servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policygraph.cli.places import RELEASES, open_target
from policygraph.errors import UsageError

if TYPE_CHECKING:
    from policygraph.web import Application


@click.command()
@click.argument(
    "target",
    metavar="[CORPUS|RELEASE]",
    required=False,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "--dataset",
    "datasets",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Serve a Turtle, TriG or N-Quads file instead. May be repeated.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 asks the system for a free one.",
)
@click.option(
    "--releases",
    type=click.Path(path_type=Path),
    default=RELEASES,
    show_default=True,
    help="The folder of releases.",
)
def serve(
    target: Path | None,
    datasets: tuple[Path, ...],
    host: str,
    port: int,
    releases: Path,
) -> None:
    """Serve pages, linked data and a SPARQL endpoint, built first where needed."""
    from policygraph.web import serve as serve_app

    if target and datasets:
        raise UsageError(
            "Either a corpus or release is served, or the files given by --dataset.",
            hint="leave one of them out",
        )

    app = _dataset_app(datasets) if datasets else application(target, releases)
    serve_app(app, host=host, port=port, announce=_announce)


def _announce(url: str) -> None:
    click.echo(f"Serving {url}")


def application(target: Path | None = None, releases: Path = RELEASES) -> Application:
    """Return the WSGI application of a corpus or a release, built first where needed."""
    from policygraph.web import Source, create_app

    opened = open_target(target, releases)
    source = Source(
        store=opened.store,
        iris=opened.iris,
        digest=opened.digest,
        title=opened.manifest.title,
        counts=dict(opened.manifest.counts),
    )
    return create_app(source)


def _dataset_app(datasets: tuple[Path, ...]) -> Application:
    import hashlib

    from policygraph.engine import open_store
    from policygraph.iris import Iris
    from policygraph.web import Source, create_app

    store = open_store([(path, None) for path in datasets])
    digest = hashlib.sha256()
    for path in datasets:
        digest.update(path.read_bytes())
    source = Source(
        store=store,
        iris=Iris(),
        digest=digest.hexdigest(),
        title=", ".join(path.name for path in datasets),
        counts={"quads": len(store)},
    )
    return create_app(source)
