"""From the connections of a server to those that keep it waiting: they are closed, and others served.

A request that comes drop by drop holds a connection; an answer that is taken drop by drop holds a
thread and, where a stranger asked, a worker as well. Neither may last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

LEAST_BYTES_PER_S: Final = 1024


@dataclass(slots=True)
class _Waiting:
    """Since when a connection has been waited for, and how much it had taken by then."""

    since_s: float
    taken_bytes: int = 0


class Patience:
    """Remembers who keeps the server waiting. Ask it again and again, from one thread.

    A request has to be whole `receive_within_s` after its first byte. Of an answer that waits, a
    kilobyte a second has to be taken in each stretch of `send_within_s`.
    """

    def __init__(self, *, receive_within_s: float, send_within_s: float) -> None:
        self._receive_within_s = receive_within_s
        self._send_within_s = send_within_s
        self._sending: dict[object, _Waiting] = {}
        self._taking: dict[object, _Waiting] = {}

    # Any: waitress ships no types
    def exhausted_by(self, channels: Iterable[Any], now_s: float) -> list[Any]:
        """Return the connections that have been waited for long enough."""
        open_now = list(channels)
        sending = {one: one for one in open_now if one.request is not None}
        taking = {one: one for one in open_now if one.total_outbufs_len}
        self._sending = _kept(self._sending, sending, now_s)
        self._taking = _kept(self._taking, taking, now_s)
        slow = [
            one
            for one in sending
            if now_s - self._sending[one].since_s > self._receive_within_s
        ]
        return slow + [one for one in taking if self._is_slow(one, now_s)]

    def _is_slow(self, channel: Any, now_s: float) -> bool:
        waiting = self._taking[channel]
        waited_s = now_s - waiting.since_s
        if waited_s <= self._send_within_s:
            return False
        taken_bytes = channel.taken_bytes - waiting.taken_bytes
        self._taking[channel] = _Waiting(now_s, channel.taken_bytes)
        return bool(taken_bytes < LEAST_BYTES_PER_S * waited_s)


def _kept(
    before: dict[object, _Waiting], now: dict[Any, Any], now_s: float
) -> dict[object, _Waiting]:
    return {one: before.get(one) or _Waiting(now_s, one.taken_bytes) for one in now}


def counting_channel() -> type[Any]:
    """Return waitress's connection, made to count the bytes that its client takes."""
    from waitress.channel import HTTPChannel  # type: ignore[import-untyped] # ships no types

    class CountingChannel(HTTPChannel):  # type: ignore[misc] # ships no types
        taken_bytes = 0

        def send(self, data: bytes, do_close: bool = True) -> int:
            taken = cast("int", super().send(data, do_close=do_close))
            self.taken_bytes += taken
            return taken

    return CountingChannel
