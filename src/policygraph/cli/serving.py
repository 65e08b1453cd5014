"""The command that serves, and the application for WSGI servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policygraph.cli.limiting import (
    Place,
    open_strangers,
    options_of_the_environment,
    place_of,
    server_options,
)
from policygraph.cli.places import RELEASES, default_corpus, open_target
from policygraph.errors import UsageError

if TYPE_CHECKING:
    from policygraph.engine import ReleaseStore
    from policygraph.web import Application, Source


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
@server_options
def serve(
    target: Path | None,
    datasets: tuple[Path, ...],
    host: str,
    port: int,
    releases: Path,
    **options: Any,  # click gives each option its own type
) -> None:
    """Serve pages, linked data and a SPARQL endpoint.

    Builds a release first where there is none or the corpus has changed.
    """
    from policygraph.web import log_to_standard_error, reloader_of
    from policygraph.web import serve as serve_app

    if target and datasets:
        raise UsageError(
            "Either a corpus or release is served, or the files given by --dataset.",
            hint="leave one of them out",
        )
    place = place_of(options)
    log_to_standard_error()
    app = (
        _dataset_app(datasets, options, place)
        if datasets
        else application(target, releases, options)
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
    options: dict[str, Any] | None = None,
) -> Application:
    """Return the WSGI application of a corpus or a release, built first where needed.

    It goes on to serve each release that becomes the current one, unless one release was named.
    `options` are those that `serve` shares with the environment. Without them, as under a server by
    others, the environment is asked, and a corpus is built only where there is no release yet.
    """
    from policygraph.engine import open_release
    from policygraph.engine.release_store import read_current
    from policygraph.web import log_to_standard_error, watch_releases

    log_to_standard_error()
    is_by_others, options = options is None, options or options_of_the_environment()
    place = place_of(options)
    opened = _opened(target, releases, is_by_others=is_by_others)
    app = _app(_source(opened, options), place)
    watched = _folder_of_releases(target, releases)
    if watched is not None:
        # last of all: what strangers ask is forked while there is one thread
        reloader = watch_releases(
            app, watched, lambda folder: _source(open_release(folder), options)
        )
        reloader.on_switch.append(_end_strangers)
        if read_current(watched) != opened.path.name:
            reloader.ask()  # it was switched while this one was being opened
    return app


def _app(source: Source, place: Place) -> Application:
    from policygraph.web import create_app

    return create_app(
        source,
        root=place.root,
        rate=place.rate,
        trusted_proxies=place.trusted_proxies,
    )


def _opened(target: Path | None, releases: Path, *, is_by_others: bool) -> ReleaseStore:
    """Open what is to be served. Of processes that start together one builds, and the others wait.

    Servers by others start a process at any time. It takes the current release where there is one: it
    must not build what somebody is writing just now.
    """
    from policygraph.engine.holding import alone
    from policygraph.engine.release_store import CURRENT, MANIFEST

    corpus = target or default_corpus()
    if any((corpus / name).is_file() for name in (MANIFEST, CURRENT)):
        return open_target(corpus, releases)
    with alone(corpus):
        is_built = (releases / CURRENT).is_file()
        return open_target(releases if is_by_others and is_built else target, releases)


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
    datasets: tuple[Path, ...], options: dict[str, Any], place: Place
) -> Application:
    import hashlib

    from policygraph.engine import open_store
    from policygraph.iris import Iri, Iris
    from policygraph.web import Source, find_fictional

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
        strangers=open_strangers(files, store, options),
        fictional=find_fictional(store),
    )
    return _app(source, place)
