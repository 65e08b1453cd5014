"""The options of a server, on the command line and in the environment: what a stranger may take, and the proxy before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from policygraph.errors import UsageError

if TYPE_CHECKING:
    from policygraph.engine import Store
    from policygraph.isolated import Limits, Strangers
    from policygraph.isolated.zygote import Files
    from policygraph.web import Rate

_OPTIONS: Final = (
    click.option(
        "--timeout",
        envvar="POLICYGRAPH_TIMEOUT",
        type=click.FloatRange(0.05, 3600),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="The most time that one query may take.",
    ),
    click.option(
        "--memory",
        envvar="POLICYGRAPH_MEMORY",
        type=click.IntRange(32, 1_048_576),
        default=512,
        show_default=True,
        metavar="MB",
        help="The most memory that one query may take, beside the store.",
    ),
    click.option(
        "--nesting",
        envvar="POLICYGRAPH_NESTING",
        type=click.IntRange(8, 512),
        default=128,
        show_default=True,
        metavar="N",
        help="How deep the brackets of a query may nest.",
    ),
    click.option(
        "--body",
        envvar="POLICYGRAPH_BODY",
        type=click.IntRange(1, 65_536),
        default=1_024,
        show_default=True,
        metavar="KB",
        help="The longest request that is read.",
    ),
    click.option(
        "--rows",
        envvar="POLICYGRAPH_ROWS",
        type=click.IntRange(1, 10_000_000),
        default=10_000,
        show_default=True,
        metavar="N",
        help="The most rows of an answer in JSON or on a page.",
    ),
    click.option(
        "--workers",
        envvar="POLICYGRAPH_WORKERS",
        type=click.IntRange(1, 256),
        default=8,
        show_default=True,
        metavar="N",
        help="How many queries are answered at once.",
    ),
    click.option(
        "--unsafe-queries-in-process",
        "is_unsafe",
        envvar="POLICYGRAPH_UNSAFE_QUERIES_IN_PROCESS",
        is_flag=True,
        help="Answer queries in the server itself: one of them can end it.",
    ),
    click.option(
        "--rate-limit",
        envvar="POLICYGRAPH_RATE_LIMIT",
        default="",
        metavar="N/SPAN",
        help="How many queries one client may send, as 60/minute; no limit unless told.",
    ),
    click.option(
        "--trusted-proxies",
        envvar="POLICYGRAPH_TRUSTED_PROXIES",
        type=click.IntRange(0, 16),
        default=0,
        show_default=True,
        metavar="N",
        help="How many proxies of yours stand before it and note the client's address.",
    ),
    click.option(
        "--root-path",
        envvar="POLICYGRAPH_ROOT_PATH",
        default="",
        metavar="PATH",
        help="The path under which a proxy serves this, as /graph.",
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server stands: below which path, behind how many proxies, and how much each client may ask."""

    root: str
    rate: Rate | None
    trusted_proxies: int


# A decorator takes any function and gives it back with options; click's own types say no more.
def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a server to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def limits_of(options: dict[str, Any]) -> Limits:
    """Return the limits that the options say. Any: click gives each option its own type."""
    from policygraph.isolated import MEGABYTE, Limits

    return Limits(
        timeout_s=options["timeout"],
        memory_bytes=options["memory"] * MEGABYTE,
        nesting=options["nesting"],
        body_bytes=options["body"] * 1024,
        limit_rows=options["rows"],
        workers=options["workers"],
    )


def place_of(options: dict[str, Any]) -> Place:
    """Return the place that the options say. Any: as above.

    Raises:
        UsageError: the path is no path, or the limit no limit.
    """
    from policygraph.web import read_rate, read_root

    return Place(
        root=read_root(options["root_path"]),
        rate=read_rate(options["rate_limit"]),
        trusted_proxies=options["trusted_proxies"],
    )


def options_of_the_environment() -> dict[str, Any]:
    """Return the options as the environment says them, for a server that has no command line.

    Raises:
        UsageError: a variable has a value that its option cannot have.
    """
    command = server_options(click.command("server")(lambda **_: None))
    assert isinstance(command, click.Command)  # noqa: S101 - options keep a command one
    try:
        return dict(command.make_context("server", []).params)
    except click.UsageError as error:
        raise UsageError(error.format_message()) from error


def open_strangers(
    files: Files, store: Store, options: dict[str, Any]
) -> Strangers | None:
    """Start what answers strangers' queries; None where this system cannot keep them apart.

    Call it before any thread starts: the processes then share the store.
    """
    from policygraph.isolated import InProcess, is_isolation_possible, start_isolation

    limits = limits_of(options)
    if options["is_unsafe"]:
        store.max_nesting = limits.nesting
        return InProcess(store, limits)
    if is_isolation_possible():
        return start_isolation(files, limits, store=store)
    click.echo(
        "This system cannot keep strangers' queries apart: /sparql answers none.\n"
        "  hint: --unsafe-queries-in-process answers them where everybody is trusted",
        err=True,
    )
    return None
