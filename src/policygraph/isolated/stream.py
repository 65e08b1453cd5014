"""One worker as the web process sees it, and the answer that comes out of it frame by frame."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from policygraph.errors import (
    ClientLeftError,
    PolicygraphError,
    QueryStoppedError,
    QueryTimeoutError,
)
from policygraph.isolated.asking import (
    FAILED,
    LAST_AND_GONE,
    MORE,
    Head,
    read_error,
    read_head,
)
from policygraph.isolated.limits import MEGABYTE, Limits
from policygraph.isolated.messages import Messages
from policygraph.isolated.outcomes import (
    ANSWERED,
    LEFT,
    TRUNCATED,
    Listener,
    outcome_of,
)

_GRACE_S: Final = 2.0
_SHORT_S: Final = 0.1
_LOOK_EVERY_S: Final = 0.25
_YIELDING: Final = 10
_ALMOST: Final = 0.99


class Answered(Protocol):
    """An answer: what is known of it, and its bytes; read it once, or close it."""

    head: Head

    @property
    def whole(self) -> bytes | None:
        """All bytes, where they are there already."""
        ...

    def __iter__(self) -> Iterator[bytes]:
        """Return the pieces."""
        ...

    def close(self) -> None:
        """Give up what has not been read."""
        ...


class Worker:
    """The connection to one worker, and a handle on its process that no other process can take over."""

    def __init__(self, path: str, *, answer_within_s: float) -> None:
        """Connect and learn who answers.

        Raises:
            OSError: nobody answers, or the worker has gone already.
            EOFError: the same.
        """
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._messages = Messages(self._socket)
        self._process_handle = -1
        # the kernel's clock ends a worker; this one ends the wait for a worker that is stuck
        self._long_s = answer_within_s + 1
        self._within_s = 0.0
        try:
            self._wait_at_most(self._long_s)
            # and for a place in the queue of a zygote that takes nobody from it
            within = _as_time(self._long_s)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, within)
            self._socket.connect(path)
            self.process_id = int(json.loads(self._messages.receive()))
            self._process_handle = os.pidfd_open(self.process_id)
        except BaseException:
            self.close()
            raise

    def is_told(self, message: bytes) -> bool:
        """Send a message; tell whether there was anybody to take it: whoever has died takes nothing."""
        try:
            self._messages.send(message)
        except OSError:
            self.kill()
            return False
        return True

    def receive_within(self, seconds: float) -> bytes | None:
        """Wait so long for the next frame; None if it takes longer."""
        self._wait_at_most(seconds)
        try:
            return self._messages.receive()
        except BlockingIOError:
            return None

    def receive(self) -> bytes:
        """Wait for the next frame, but not for ever."""
        self._wait_at_most(self._long_s)
        return self._messages.receive()

    def _wait_at_most(self, seconds: float) -> None:
        # the socket keeps its time, so that short questions in a row cost no call
        if seconds != self._within_s:
            within = _as_time(seconds)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, within)
            self._within_s = seconds

    def give_way(self) -> None:
        """Let whoever else wants the machine go first, from now on: nothing takes that back."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process_id, _YIELDING)

    def kill(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._process_handle, signal.SIGKILL)

    def close(self) -> None:
        """Close the connection; an idle worker ends by that."""
        self._socket.close()
        if self._process_handle >= 0:
            os.close(self._process_handle)
            self._process_handle = -1


class Stream:
    """An answer on its way: the head, and the frames as they come. Closed early, its worker is killed."""

    def __init__(
        self,
        worker: Worker,
        limits: Limits,
        begin_s: float,
        give_back: Callable[[Worker, bool], None],
        tell: Listener,
    ) -> None:
        self._worker = worker
        self._limits = limits
        self._give_back = give_back
        self._tell = tell
        self._started_s = begin_s
        self._frame: bytes | None = None
        self._first = b""
        self._is_done = False
        self._is_long = False
        self.head = Head("", is_graph=False)

    def wait_a_moment(self) -> None:
        """Wait a moment for the answer; a query that takes longer gives way to others.

        Raises:
            PolicygraphError: the worker has gone.
        """
        with self._giving_up():
            self._frame = self._worker.receive_within(_SHORT_S)
            if self._frame is None:
                self._is_long = True
                self._worker.give_way()

    def start(self, has_left: Callable[[], bool] | None = None) -> None:
        """Wait for the first frame, as long as whoever asks does, where `has_left` can tell.

        Raises:
            ClientLeftError: whoever asked has gone meanwhile.
            PolicygraphError: the worker says what is wrong, or is stopped before it says anything.
        """
        with self._giving_up():
            frame = self._frame or self._wait_with(has_left)
            self._frame = None
            self._first = self._read(frame)

    def _wait_with(self, has_left: Callable[[], bool] | None) -> bytes:
        if has_left is None:
            return self._worker.receive()
        end_s = self._started_s + patience_s(self._limits)
        while time.monotonic() < end_s:
            frame = self._worker.receive_within(_LOOK_EVERY_S)
            if frame is not None:
                return frame
            if has_left():
                raise ClientLeftError("Whoever asked has gone.")
        raise EOFError("the worker is stuck")

    @contextlib.contextmanager
    def _giving_up(self) -> Iterator[None]:
        """Give the worker back if anything goes wrong, and say what did."""
        try:
            yield
        except (EOFError, OSError) as error:
            raise self._stopped() from error
        except BaseException:
            self.close()
            raise

    @property
    def whole(self) -> bytes | None:
        """All bytes, where one frame held them."""
        return self._first if self._is_done else None

    def __iter__(self) -> Iterator[bytes]:
        """Yield the frames.

        Raises:
            PolicygraphError: the worker is stopped before its last frame.
        """
        yield self._first
        while not self._is_done:
            try:
                frame = self._read(self._worker.receive())
            except (EOFError, OSError) as error:
                raise self._stopped() from error
            if frame:
                yield frame

    def close(self) -> None:
        """Give up what has not been read: the worker is killed in the middle of it."""
        self._finish(LEFT, is_usable=False)

    def _read(self, frame: bytes) -> bytes:
        """Take in a frame; return what it holds of the answer."""
        mark = frame[:1]
        if mark == FAILED:
            error = read_error(frame)
            self._finish(outcome_of(error), is_usable=True)
            raise error
        piece = frame[1:]
        if not self.head.form:
            self.head, piece = read_head(piece)
        if mark != MORE:
            outcome = TRUNCATED if self.head.cut_after else ANSWERED
            self._finish(outcome, is_usable=mark != LAST_AND_GONE)
        return piece

    def _finish(self, outcome: str, *, is_usable: bool) -> None:
        """Give the worker back and tell how it ended, once."""
        if self._is_done:
            return
        self._is_done = True
        self._give_back(self._worker, is_usable and not self._is_long)
        self._tell(outcome)

    def _stopped(self) -> PolicygraphError:
        error = self._reason()
        self._finish(outcome_of(error), is_usable=False)
        return error

    def _reason(self) -> PolicygraphError:
        limits = self._limits
        if time.monotonic() - self._started_s >= limits.timeout_s * _ALMOST:
            return QueryTimeoutError(
                f"The query was stopped after {limits.timeout_s:g} seconds, the most that one may take.",
                hint="ask for less at once: fewer patterns that share no variable, or a LIMIT",
                limit_s=limits.timeout_s,
            )
        megabytes = limits.memory_bytes // MEGABYTE
        return QueryStoppedError(
            "The query was stopped: it needed more memory than one query may take "
            f"({megabytes} MB), or its process was ended from outside.",
            hint="ask for less at once: sort and group fewer rows",
        )


def _as_time(seconds: float) -> bytes:
    """Return a time as the system takes it: whole seconds, then microseconds."""
    return struct.pack("ll", *divmod(round(seconds * 1_000_000), 1_000_000))


def patience_s(limits: Limits) -> float:
    """Return how long to wait for a frame: longer than any worker lives."""
    return limits.timeout_s + _GRACE_S
