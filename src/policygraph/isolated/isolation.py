"""From a store to workers that answer strangers, as the web process sees them: a bounded set of connections.

A question goes out over an idle connection and its answer comes back in frames. A worker that dies
takes its own query with it and nothing else; the next question gets a fresh fork.
"""

from __future__ import annotations

import atexit
import os
import queue
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from policygraph.engine import Store
from policygraph.errors import BusyError, PolicygraphError
from policygraph.isolated.asking import (
    Answering,
    Frames,
    Head,
    Question,
    read_head,
    write_answer,
)
from policygraph.isolated.limits import Limits
from policygraph.isolated.outcomes import (
    ANSWERED,
    BUSY,
    TRUNCATED,
    Listener,
    outcome_of,
)
from policygraph.isolated.stream import Answered, Stream, Worker, patience_s
from policygraph.isolated.worker import warm_up_query
from policygraph.isolated.zygote import (
    Files,
    fork_zygote,
    has_one_thread,
    spawn_zygote,
)

_LOOK_EVERY_S: Final = 0.5
_GRACE_S: Final = 5.0
_SOCKET: Final = "workers"
_LONGEST_PATH_BYTES: Final = 107
Places = queue.SimpleQueue[None]


class Strangers(Protocol):
    """Whoever answers the queries of strangers."""

    limits: Limits

    def ask(
        self, question: Question, has_left: Callable[[], bool] | None = None
    ) -> Answered:
        """Ask, and wait until the head of the answer is certain, or until whoever asks has gone."""
        ...

    @property
    def busy_workers(self) -> int:
        """How many processes are answering at this moment."""
        ...

    def report_to(self, listener: Listener) -> None:
        """From now on tell a listener how each query ended, by the words of `outcomes`."""
        ...

    def close(self) -> None:
        """Answer no more, from now on."""
        ...

    def retire(self) -> None:
        """Close as soon as nobody asks any more; return at once."""
        ...


class Isolation:
    """Workers over one store: ask it questions, close it at the end."""

    def __init__(self, files: Files, limits: Limits, store: Store | None) -> None:
        self.limits = limits
        self._files = files
        self._lock = threading.Lock()
        self._is_closed = False
        self._listener: Listener = _ignore
        self._begin(store)

    def _begin(self, store: Store | None) -> None:
        """Start a zygote for this process, and no worker yet."""
        limits = self.limits
        self._queries = _places(2 * limits.workers)
        # short queries, one a core: more at once would only spoil each other's caches
        self._turns = _places(min(_cores(), limits.workers))
        self._desks = _places(limits.workers)
        # the last one to answer is the next to be asked: few are warm, and those are
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._folder = _folder_for_a_socket()
        self._path = str(self._folder / _SOCKET)
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(self._path)
        self._listening.listen(2 * limits.workers)
        if store is not None and has_one_thread():
            self._zygote = fork_zygote(self._listening, store, limits)
        else:
            self._zygote = spawn_zygote(self._listening, self._files, limits)
        # last: from here on other threads take it for ready
        self._owner = os.getpid()
        atexit.register(self.close)

    def _begin_anew_after_a_fork(self) -> None:
        """In a copy of the process that made this, begin again: a connection shared by two mixes answers."""
        with self._lock:
            if os.getpid() == self._owner:
                return
            inherited = self._idle
            atexit.unregister(self.close)
            self._listening.close()
            self._begin(None)
        for worker in inherited:
            worker.close()

    def ask(
        self, question: Question, has_left: Callable[[], bool] | None = None
    ) -> Stream:
        """Ask, and wait for the first frame of the answer; of a short answer it is the whole.

        The stream is to be read to its end or closed. `has_left` tells whether anybody still waits; it
        is asked a few times a second once the answer takes its time.

        Raises:
            ClientLeftError: nobody waits any more; the worker is ended.
            BusyError: all workers are answering others.
            QueryTimeoutError: the time was over before the first frame.
            QueryStoppedError: the worker died before the first frame, most likely for want of memory.
            QueryError: the query is wrong, or asks for what is never done here.
            NotAcceptableError: the answer has none of the formats that the client takes.
        """
        bounded = self.limits
        if question.timeout_s is not None:
            bounded = replace(bounded, timeout_s=question.bounded_s(bounded))
        if os.getpid() != self._owner:
            self._begin_anew_after_a_fork()
        try:
            self._wait_for_turn()
            try:
                stream = self._send(question, bounded)
                stream.wait_a_moment()
            finally:
                self._turns.put(None)
        except BusyError:
            self._tell(BUSY)
            raise
        stream.start(has_left)
        return stream

    @property
    def busy_workers(self) -> int:
        """How many processes are answering at this moment."""
        return len(self._busy)

    def report_to(self, listener: Listener) -> None:
        """From now on tell a listener how each query ended."""
        self._listener = listener

    def _tell(self, outcome: str) -> None:
        self._listener(outcome)

    def close(self) -> None:
        """Take no more questions and end every process, also one that is answering."""
        if os.getpid() != self._owner or self._is_closed:
            return
        self._is_closed = True
        atexit.unregister(self.close)
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                worker.kill()
                worker.close()
            for busy in self._busy:
                busy.kill()
            self._zygote.end()
        self._listening.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def retire(self) -> None:
        """Close once no question has come for a moment, at the latest when every answer is over."""
        threading.Thread(target=self._retire, name="retiring", daemon=True).start()

    def _retire(self) -> None:
        never = threading.Event()
        for _ in range(int((self.limits.timeout_s + _GRACE_S) / _LOOK_EVERY_S)):
            was_quiet = not self._busy
            never.wait(_LOOK_EVERY_S)
            if was_quiet and not self._busy:
                break
        self.close()

    def _wait_for_turn(self) -> None:
        """Let one more query in, which its end lets out, and wait until it is its turn."""
        _take(self._queries, within_s=0)
        try:
            _take(self._turns, within_s=self.limits.wait_s)
        except BusyError:
            self._queries.put(None)
            raise

    def _send(self, question: Question, limits: Limits) -> Stream:
        """Send a question to a worker; the end of the stream gives back what it takes."""
        try:
            _take(self._desks, within_s=self.limits.wait_s)
            begin_s = time.monotonic()
            try:
                worker = self._worker_told(question.as_bytes())
            except BaseException:
                self._desks.put(None)
                raise
        except BaseException:
            self._queries.put(None)
            raise
        return Stream(worker, limits, begin_s, self._give_back, self._tell)

    def _worker_told(self, message: bytes) -> Worker:
        """Return a worker that has been sent a message: an idle one, or a new one where that has died."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is not None and not worker.is_told(message):
            worker.close()
            worker = None
        if worker is None:
            worker = self._connect()
            if not worker.is_told(message):
                worker.close()
                raise _busy()
        with self._lock:
            self._busy.add(worker)
        return worker

    def _give_back(self, worker: Worker, is_usable: bool) -> None:
        with self._lock:
            self._busy.discard(worker)
            is_kept = is_usable and not self._is_closed
            if is_kept:
                self._idle.append(worker)
        if not is_kept:
            worker.kill()
            worker.close()
        self._desks.put(None)
        self._queries.put(None)

    def _connect(self) -> Worker:
        with self._lock:
            if self._is_closed:
                raise BusyError("This release is served no more.", hint="ask again")
            if not self._zygote.is_alive():
                self._zygote = spawn_zygote(self._listening, self._files, self.limits)
        try:
            return Worker(self._path, answer_within_s=patience_s(self.limits))
        except (OSError, EOFError) as error:
            raise _busy() from error


class InProcess:
    """Answers strangers in this very process: neither time nor memory is bounded, and a hostile query ends it."""

    def __init__(self, store: Answering, limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._listener: Listener = _ignore

    def ask(
        self, question: Question, has_left: Callable[[], bool] | None = None
    ) -> Answered:
        """Answer at once; whether anybody still waits cannot be asked meanwhile."""
        pieces: list[bytes] = []
        frames = Frames(lambda frame: pieces.append(frame[1:]))
        limit_rows = self.limits.limit_rows
        try:
            write_answer(self._store, question, frames, limit_rows=limit_rows)
        except PolicygraphError as error:
            self._listener(outcome_of(error))
            raise
        frames.finish(b".")
        answer = _Whole(*read_head(b"".join(pieces)))
        self._listener(TRUNCATED if answer.head.cut_after else ANSWERED)
        return answer

    @property
    def busy_workers(self) -> int:
        """None, since there are none."""
        return 0

    def report_to(self, listener: Listener) -> None:
        """From now on tell a listener how each query ended."""
        self._listener = listener

    def close(self) -> None:
        """Do nothing: there is no process to end."""

    def retire(self) -> None:
        """Do nothing, likewise."""


class _Whole:
    """An answer that is there."""

    def __init__(self, head: Head, body: bytes) -> None:
        self.head = head
        self.whole: bytes = body

    def __iter__(self) -> Iterator[bytes]:
        yield self.whole

    def close(self) -> None:
        """Do nothing: nothing is held."""


def start_isolation(
    files: Files, limits: Limits, *, store: Store | None = None
) -> Isolation:
    """Start the processes that answer strangers over these files, and wait until one answers.

    A process of one thread forks and shares `store`; any other starts a process that loads the files.

    Raises:
        OutsideError: they cannot be started.
    """
    isolation = Isolation(files, limits, store)
    try:
        isolation.ask(Question(warm_up_query())).close()
    except PolicygraphError:
        isolation.close()
        raise
    return isolation


def is_isolation_possible() -> bool:
    """Tell whether this system can fork, bound and end a process in the ways needed here."""
    calls = ((os, "fork"), (os, "pidfd_open"), (os, "posix_spawn"), (socket, "AF_UNIX"))
    return all(hasattr(*one) for one in calls) and Path("/proc/self/statm").exists()


def _places(number: int) -> Places:
    """Return so many places; SimpleQueue is of C, a semaphore of Python, and the lookup feels it."""
    places: Places = queue.SimpleQueue()
    for _ in range(number):
        places.put(None)
    return places


def _take(places: Places, *, within_s: float) -> None:
    """Take a place, which is put back later.

    Raises:
        BusyError: none has come free in time.
    """
    try:
        places.get(timeout=within_s)
    except queue.Empty:
        raise _busy() from None


def _busy() -> BusyError:
    return BusyError(
        "This endpoint answers as many queries as it can just now.",
        hint="ask again in a second",
    )


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _ignore(_outcome: str) -> None:
    """Listen to nothing: nobody has asked to know."""


def _folder_for_a_socket() -> Path:
    """Make a folder that this user alone can enter, and whose path is short enough.

    Source: Linux, unix(7) (the path of a socket has 107 bytes at most).
    """
    folder = Path(tempfile.mkdtemp(prefix="policygraph-"))
    if len(os.fsencode(folder / _SOCKET)) <= _LONGEST_PATH_BYTES:
        return folder
    folder.rmdir()
    return Path(tempfile.mkdtemp(prefix="policygraph-", dir="/tmp"))
