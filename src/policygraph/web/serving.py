"""From an application to answers on a port: waitress, which runs everywhere and needs nothing else.

The loop is turned here, so that a stop signal lets what is under way come to its end, and so that
nobody holds a connection by sending a request, or taking an answer, drop by drop.
"""

from __future__ import annotations

import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from flask import Flask

from policygraph.errors import OutsideError, UsageError
from policygraph.web.limiting import TRUSTED_PROXIES
from policygraph.web.patience import Patience
from policygraph.web.strictness import strict_channel

if TYPE_CHECKING:
    from waitress.server import TcpWSGIServer  # type: ignore[import-untyped] # ships no types

THREADS: Final = 8
STOP_WITHIN_S: Final = 10.0
GRACE_S: Final = 0.25
RECEIVE_WITHIN_S: Final = 30.0
SEND_WITHIN_S: Final = 30.0
IDLE_WITHIN_S: Final = 60
CONNECTIONS: Final = 1000
MOST_RECEIVED_BYTES: Final = 8 * 1024 * 1024  # the application refuses sooner, in words
_TURN_S: Final = 1.0


def serve(
    app: Flask,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    announce: Callable[[str], None] = print,
    on_hangup: Callable[[], None] | None = None,
    receive_within_s: float = RECEIVE_WITHIN_S,
    send_within_s: float = SEND_WITHIN_S,
) -> None:
    """Serve until a signal to stop; then end what is under way, within ten seconds.

    Port 0 asks the system for a free one. `announce` is called with the address once connections are
    accepted, `on_hangup` for each SIGHUP. A request that has not come in whole after
    `receive_within_s` is dropped, and so is an answer of which less than a kilobyte a second is taken
    for `send_within_s`.

    Raises:
        UsageError: the host or port cannot be had.
        OutsideError: the server fails while it runs.
    """
    _read_templates(app)
    with _listen(host, port) as listening:
        patience = Patience(
            receive_within_s=receive_within_s, send_within_s=send_within_s
        )
        serving = _Serving(app, listening, patience)
        shown = f"[{host}]" if ":" in host else host
        try:
            with _signals(serving.stop, on_hangup):
                announce(f"http://{shown}:{listening.getsockname()[1]}/")
                serving.run()
        except OSError as error:
            raise OutsideError(
                "The server stopped because its socket failed."
            ) from error
        finally:
            serving.close()


def _read_templates(app: Flask) -> None:
    """Compile all templates, so that the first reader of a page does not wait for that."""
    for name in app.jinja_env.list_templates(extensions=["html", "txt", "xml"]):
        app.jinja_env.get_template(name)


def _threads(app: Flask) -> int:
    """Return how many threads answer: eight beside all those that strangers can keep waiting."""
    site = app.extensions.get("policygraph")
    strangers = site.source.strangers if site else None
    return THREADS + (2 * strangers.limits.workers if strangers else 0)


class _Serving:
    """One server on one socket, from the first connection to the last."""

    def __init__(
        self, app: Flask, listening: socket.socket, patience: Patience
    ) -> None:
        from waitress import create_server  # type: ignore[import-untyped] # ships no types

        # what waitress keeps of its sockets: file descriptor to channel
        self._sockets: dict[int, Any] = {}
        self._server: TcpWSGIServer = create_server(
            app,
            map=self._sockets,
            sockets=[listening],
            threads=_threads(app),
            ident="policygraph",
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_WITHIN_S,
            max_request_body_size=MOST_RECEIVED_BYTES,
            asyncore_use_poll=True,
            # else waitress reads nothing while it answers, and sees nobody leave
            channel_request_lookahead=1,
            # else waitress takes away the header that names clients
            clear_untrusted_proxy_headers=not app.config.get(TRUSTED_PROXIES),
        )
        self._listening = listening
        self._server.channel_class = strict_channel(app)
        self._patience = patience
        self._is_over = False
        self._next_check_s = 0.0

    def stop(self) -> None:
        """Take no more connections, and wake the loop; safe to call from a signal."""
        self._is_over = True
        self._server.pull_trigger()

    def run(self) -> None:
        """Answer until `stop`, then until nothing is under way or the time is over."""
        while not self._is_over:
            self._turn(_TURN_S)
            self._drop_the_slow()
        self._stop_listening()
        now_s = time.monotonic()
        # a request may be on its way over a connection that is open already
        grace_s, end_s = now_s + GRACE_S, now_s + STOP_WITHIN_S
        while now_s < grace_s or (self._is_busy() and now_s < end_s):
            self._turn(0.05)
            now_s = time.monotonic()
        left_s = max(end_s - time.monotonic(), 0.1)
        self._server.task_dispatcher.shutdown(timeout=left_s)

    def close(self) -> None:
        """Close all sockets."""
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.close()

    def _turn(self, timeout_s: float) -> None:
        self._server.asyncore.loop(
            timeout=timeout_s, use_poll=True, map=self._sockets, count=1
        )

    def _stop_listening(self) -> None:
        # whoever was let in by the system already is answered, too
        for _ in range(CONNECTIONS):
            if not select.select([self._listening], [], [], 0)[0]:
                break
            self._turn(0)
        # not the server's own close, which would take away the means to wake the loop
        self._server.asyncore.dispatcher.close(self._server)

    def _is_busy(self) -> bool:
        return any(
            channel.requests or channel.total_outbufs_len
            for channel in list(self._server.active_channels.values())
        )

    def _drop_the_slow(self) -> None:
        """Close connections that have kept the server waiting for too long."""
        now_s = time.monotonic()
        if now_s < self._next_check_s:
            return
        self._next_check_s = now_s + _TURN_S
        channels = list(self._server.active_channels.values())
        for channel in self._patience.exhausted_by(channels, now_s):
            # at once: what waits to be sent is not taken, and its thread is to be free
            channel.handle_close()


@contextmanager
def _signals(
    stop: Callable[[], None], on_hangup: Callable[[], None] | None
) -> Iterator[None]:
    """Call functions on signals while the block runs; outside the main thread there are none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = {signal.SIGINT: stop, signal.SIGTERM: stop}
    if on_hangup is not None and hasattr(signal, "SIGHUP"):
        wanted[signal.SIGHUP] = on_hangup
    before = {number: signal.signal(number, _call(wanted)) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _call(
    wanted: Mapping[signal.Signals, Callable[[], None]],
) -> Callable[[int, FrameType | None], None]:
    return lambda number, _: wanted[signal.Signals(number)]()


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
