"""Messages over a stream socket: four bytes of length, then the message.

`multiprocessing.connection` speaks the same, but reads length and message one by one and knows no
time limit; of two system calls and one, a server that answers thousands a second feels the second.
"""

from __future__ import annotations

import socket
import struct
from typing import Final

_LENGTH: Final = struct.Struct(">I")
_PIECE_BYTES: Final = 262_144


class Messages:
    """One end of a connection: send messages, and receive those of the other end."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._held = bytearray()

    def send(self, message: bytes) -> None:
        """Send a message.

        Raises:
            OSError: nobody listens any more.
        """
        self._socket.sendall(_LENGTH.pack(len(message)) + message)

    def receive(self) -> bytes:
        """Wait for the next message; may be called again after a time-out of the socket.

        Raises:
            EOFError: the other end has gone.
            BlockingIOError: the time that the socket gives was over.
            OSError: the connection is broken.
        """
        self._hold(_LENGTH.size)
        end = _LENGTH.size + _LENGTH.unpack_from(self._held)[0]
        self._hold(end)
        message = bytes(self._held[_LENGTH.size : end])
        del self._held[:end]
        return message

    def _hold(self, size: int) -> None:
        while len(self._held) < size:
            piece = self._socket.recv(_PIECE_BYTES)
            if not piece:
                raise EOFError("the other end has gone")
            self._held += piece
