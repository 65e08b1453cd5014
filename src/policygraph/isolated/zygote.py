"""The zygote as the server sees it: started by a fork or anew, asked whether it lives, ended.

A fork shares the loaded store and is only safe in a process of one thread; anywhere else a new
process loads the files itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from policygraph.engine import Store, open_store
from policygraph.iris import Iri
from policygraph.isolated.limits import Limits
from policygraph.isolated.worker import run_zygote

Files = Sequence[tuple[Path, Iri | None]]
_INHERITED: Final = 3


class ZygoteProcess:
    """A child process of this one."""

    def __init__(self, process_id: int) -> None:
        self.process_id = process_id
        self._has_ended = False

    def is_alive(self) -> bool:
        """Tell whether the process runs; one that has ended is collected."""
        if not self._has_ended:
            self._collect(os.WNOHANG)
        return not self._has_ended

    def end(self) -> None:
        """End the process and wait for its end: it holds nothing that could be lost."""
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process_id, signal.SIGKILL)
            self._collect(0)

    def _collect(self, options: int) -> None:
        try:
            found, _ = os.waitpid(self.process_id, options)
        except ChildProcessError:
            found = self.process_id
        self._has_ended = found == self.process_id


def has_one_thread() -> bool:
    """Tell whether a fork of this process would take all of it along."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def fork_zygote(
    listening: socket.socket, store: Store, limits: Limits
) -> ZygoteProcess:
    """Fork a zygote that shares a loaded store."""
    server_pid = os.getpid()
    process_id = os.fork()
    if process_id:
        return ZygoteProcess(process_id)
    try:
        run_zygote(listening, store, limits, server_pid=server_pid)
    finally:
        # nothing of the server, its exit handlers least of all, may run in here
        os._exit(1)


def spawn_zygote(
    listening: socket.socket, files: Files, limits: Limits
) -> ZygoteProcess:
    """Start a new process that loads the files and becomes a zygote."""
    task = {
        "files": [(str(path.resolve()), graph) for path, graph in files],
        "limits": asdict(limits),
        "server_pid": os.getpid(),
    }
    command = [sys.executable, "-P", "-m", "policygraph.isolated", json.dumps(task)]
    inherit = [(os.POSIX_SPAWN_DUP2, listening.fileno(), _INHERITED)]
    process_id = os.posix_spawn(
        sys.executable, command, os.environ, file_actions=inherit
    )
    return ZygoteProcess(process_id)


def run_spawned(task: str) -> None:
    """Be the process that `spawn_zygote` starts."""
    facts = json.loads(task)
    listening = socket.socket(fileno=_INHERITED)
    files = [
        (Path(path), None if graph is None else Iri(graph))
        for path, graph in facts["files"]
    ]
    run_zygote(
        listening,
        open_store(files),
        Limits(**facts["limits"]),
        server_pid=facts["server_pid"],
    )
