"""The processes that answer strangers: a zygote that holds the store, and a fork of it for each connection.

The zygote never answers; it forks. A worker answers question after question, as long as it behaves:
the kernel ends it at the deadline, it can open no file and no connection, and its memory is bounded.

Source: POSIX, setitimer and setrlimit; Linux, /proc/self/statm and smaps_rollup.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import shutil
import signal
import socket
import socketserver
from pathlib import Path
from typing import Final

from policygraph.engine import Store
from policygraph.errors import OutsideError, PolicygraphError, QueryStoppedError
from policygraph.isolated.asking import (
    LAST,
    LAST_AND_GONE,
    Frames,
    Question,
    read_question,
    write_answer,
    write_error,
)
from policygraph.isolated.limits import Limits
from policygraph.isolated.memory import PrivateMemory, kept_bytes, own_bytes
from policygraph.isolated.messages import Messages

_SPARE_WORKERS: Final = 8
_STANDARD_FILES: Final = 3
TOO_MUCH_MEMORY: Final = "The query needed more memory than one query may take."


class Zygote(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    """Forks a worker for every connection to a Unix socket that listens already."""

    block_on_close = False

    def __init__(
        self,
        listening: socket.socket,
        store: Store,
        limits: Limits,
        *,
        server_pid: int,
    ) -> None:
        super().__init__(listening.getsockname(), _Worker, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.store = store
        self.limits = limits
        self.max_children = limits.workers + _SPARE_WORKERS
        self.kept_bytes = kept_bytes(limits)
        # told, not asked of the system here: the server may have gone while the store was loaded
        self._server_pid = server_pid

    def service_actions(self) -> None:
        """Collect workers that have ended; end with the server that this one serves."""
        super().service_actions()
        if os.getppid() != self._server_pid:
            raise SystemExit(0)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a worker that fails is noticed by the one who asked."""


class _Worker(socketserver.BaseRequestHandler):
    """Answers the questions of one connection, one after the other."""

    server: Zygote

    def handle(self) -> None:
        """Answer until the connection closes."""
        self.server.socket.close()
        limits = self.server.limits
        private = PrivateMemory(self.server.kept_bytes)
        messages = Messages(self.request)
        confine(limits)
        messages.send(json.dumps(os.getpid()).encode())
        with contextlib.suppress(EOFError, OSError):
            while True:
                question = read_question(messages.receive())
                signal.setitimer(signal.ITIMER_REAL, question.bounded_s(limits))
                _answer(self.server.store, question, messages, limits, private)


def _answer(
    store: Store,
    question: Question,
    messages: Messages,
    limits: Limits,
    private: PrivateMemory,
) -> None:
    frames = Frames(messages.send)
    try:
        write_answer(store, question, frames, limit_rows=limits.limit_rows)
    except PolicygraphError as error:
        _tell(error, messages)
    except MemoryError:
        _tell(QueryStoppedError(TOO_MUCH_MEMORY), messages)
    except OSError:
        raise  # nobody listens any more
    except Exception as error:
        _tell(OutsideError(f"A worker failed: {type(error).__name__}."), messages)
    else:
        frames.finish(LAST_AND_GONE if private.is_too_much() else LAST, _rest)


def _tell(error: PolicygraphError, messages: Messages) -> None:
    _rest()
    messages.send(write_error(error))


def _rest() -> None:
    """Take back the deadline, before anybody can know of the end and send the next question."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def confine(limits: Limits) -> None:
    """Bound this process for good: no new file or connection, bounded memory, a deadline that kills.

    What is open stays open. The standard files are closed to the outside.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with Path(os.devnull).open("r+b", buffering=0) as nothing:
        for standard in range(_STANDARD_FILES):
            os.dup2(nothing.fileno(), standard)
    size = own_bytes() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD_FILES, _STANDARD_FILES))


def run_zygote(
    listening: socket.socket, store: Store, limits: Limits, *, server_pid: int
) -> None:
    """Serve workers until the server that started this process has gone, also if it has already."""
    # an interrupt from the terminal reaches the whole group: the server decides what it means
    for one in (signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _warm_up(store, limits)
    # what is shared with the workers stays shared as long as nobody looks for garbage in it
    gc.freeze()
    zygote = Zygote(listening, store, limits, server_pid=server_pid)
    try:
        zygote.serve_forever()
    finally:
        shutil.rmtree(Path(listening.getsockname()).parent, ignore_errors=True)


def _warm_up(store: Store, limits: Limits) -> None:
    """Answer once, so that a worker finds every module loaded: it can open none itself."""
    store.max_nesting = limits.nesting
    for form in ("json", "csv"):
        question = Question(warm_up_query(), rows_as=form)
        write_answer(store, question, Frames(len), limit_rows=1)


def warm_up_query() -> str:
    """Return a query that any store answers, with one row and at no cost."""
    return Path(__file__).with_name("warm_up.rq").read_text(encoding="utf-8")
