"""From an application to answers on a port: waitress, which runs everywhere and needs nothing else."""

from __future__ import annotations

import socket
from collections.abc import Callable

from flask import Flask

from policygraph.errors import OutsideError, UsageError

THREADS = 8


def serve(
    app: Flask,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted. Port 0 asks the system for a free one.

    `announce` is called with the address once connections are accepted.

    Raises:
        UsageError: the host or port cannot be had.
        OutsideError: the server fails while it runs.
    """
    from waitress import create_server  # type: ignore[import-untyped] # ships no types

    with _listen(host, port) as listening:
        server = create_server(
            app, sockets=[listening], threads=THREADS, ident="policygraph"
        )
        shown = f"[{host}]" if ":" in host else host
        try:
            announce(f"http://{shown}:{listening.getsockname()[1]}/")
            server.run()
        except OSError as error:
            raise OutsideError(
                "The server stopped because its socket failed."
            ) from error
        finally:
            server.close()


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; waitress leaves one open where it cannot bind it itself."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError, UnicodeError) as error:
        raise UsageError(
            f"The address {host}:{port} cannot be served on.",
            hint="choose another with --port; 0 takes any that is free",
        ) from error
