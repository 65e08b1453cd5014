"""The command that serves, and the application for WSGI servers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policygraph.cli.limiting import (
    limit_options,
    open_strangers,
    options_of_the_environment,
)
from policygraph.cli.places import RELEASES, open_target
from policygraph.errors import UsageError

if TYPE_CHECKING:
    from policygraph.engine import ReleaseStore
    from policygraph.web import Application, Source

_ROOT_PATH = "POLICYGRAPH_ROOT_PATH"


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
@click.option(
    "--root-path",
    metavar="PATH",
    default="",
    envvar=_ROOT_PATH,
    help="The path under which a proxy serves this, as /graph.",
)
@limit_options
def serve(
    target: Path | None,
    datasets: tuple[Path, ...],
    host: str,
    port: int,
    releases: Path,
    root_path: str,
    **limits: Any,  # click gives each option its own type
) -> None:
    """Serve pages, linked data and a SPARQL endpoint, built first where needed."""
    from policygraph.web import log_to_standard_error, read_root, reloader_of
    from policygraph.web import serve as serve_app

    if target and datasets:
        raise UsageError(
            "Either a corpus or release is served, or the files given by --dataset.",
            hint="leave one of them out",
        )
    root = read_root(root_path)
    log_to_standard_error()
    app = (
        _dataset_app(datasets, limits, root)
        if datasets
        else application(target, releases, limits, root_path=root)
    )
    reloader = reloader_of(app)
    serve_app(
        app,
        host=host,
        port=port,
        announce=lambda url: click.echo(f"Serving {url}"),
        on_hangup=None if reloader is None else reloader.ask,
    )


def application(
    target: Path | None = None,
    releases: Path = RELEASES,
    limits: dict[str, Any] | None = None,
    *,
    root_path: str | None = None,
) -> Application:
    """Return the WSGI application of a corpus or a release, built first where needed.

    It goes on to serve each release that becomes the current one, unless one release was named.
    `limits` are the options of `serve` that bound a query and `root_path` the path under which a
    proxy serves; without them the environment is asked.
    """
    from policygraph.engine import open_release
    from policygraph.web import (
        create_app,
        log_to_standard_error,
        read_root,
        watch_releases,
    )

    log_to_standard_error()
    root = os.environ.get(_ROOT_PATH, "") if root_path is None else root_path
    options = options_of_the_environment() if limits is None else limits
    source = _source(open_target(target, releases), options)
    app = create_app(source, root=read_root(root))
    watched = _folder_of_releases(target, releases)
    if watched is not None:
        # last of all: what strangers ask is forked while there is one thread
        reloader = watch_releases(
            app, watched, lambda folder: _source(open_release(folder), options)
        )
        reloader.on_switch.append(_end_strangers)
    return app


def _source(opened: ReleaseStore, options: dict[str, Any]) -> Source:
    from policygraph.engine import release_files
    from policygraph.web import source_of

    files = release_files(opened.path, opened.manifest, opened.iris)
    strangers = open_strangers(files, opened.store, options)
    return source_of(opened, strangers=strangers)


def _end_strangers(old: Source, _new: Source) -> None:
    """End the processes that answered strangers from the release before."""
    if old.strangers is not None:
        old.strangers.retire()


def _folder_of_releases(target: Path | None, releases: Path) -> Path | None:
    """Return the folder whose current release is served; None where one release was named."""
    from policygraph.engine.release_store import CURRENT, MANIFEST

    if target is None:
        return releases
    if (target / MANIFEST).is_file():
        return None
    return target if (target / CURRENT).is_file() else releases


def _dataset_app(
    datasets: tuple[Path, ...], limits: dict[str, Any], root: str
) -> Application:
    import hashlib

    from policygraph.engine import open_store
    from policygraph.iris import Iri, Iris
    from policygraph.web import Source, create_app

    files: list[tuple[Path, Iri | None]] = [(path, None) for path in datasets]
    store = open_store(files)
    digest = hashlib.sha256()
    for path in datasets:
        digest.update(path.read_bytes())
    source = Source(
        store=store,
        iris=Iris(),
        digest=digest.hexdigest(),
        title=", ".join(path.name for path in datasets),
        counts={"quads": len(store)},
        strangers=open_strangers(files, store, limits),
    )
    return create_app(source, root=root)
