"""The first rows of an answer, cut out of the JSON that the engine writes, with no row half there.

The engine writes all rows or none, and in pieces of its own size. So the pieces are gathered and
the ends of rows counted, until one row more than wanted has come: then writing stops.

Source: SPARQL 1.1 Query Results JSON Format, section 3.2 (results).
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}]|"', re.DOTALL)
_BETWEEN_ROWS: Final = b"},{"
_ROW_DEPTH: Final = 2
_CLOSING: Final = b"]}}"


class EnoughRowsError(Exception):
    """One row more than wanted has come; what is wanted is there."""


class RowCutter:
    """A file to write JSON rows to, which keeps the first `limit_rows` of them."""

    def __init__(self, limit_rows: int) -> None:
        self._limit_rows = limit_rows
        self._kept = bytearray()
        self._perhaps_between = 0
        self._rows = 0
        self._depth = 0
        self._read_to = 0
        self._cut_at = 0
        self.is_cut = False

    def write(self, data: bytes) -> int:
        """Take a piece.

        Raises:
            EnoughRowsError: there are more rows than wanted.
        """
        seam = bytes(self._kept[-2:]) + data
        self._perhaps_between += seam.count(_BETWEEN_ROWS)
        self._kept += data
        # cheap and never too low: each boundary of rows counts, and so does one inside a literal
        if self._perhaps_between >= self._limit_rows:
            self._count_rows()
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is kept in memory."""

    def whole(self) -> bytes:
        """Return the rows as JSON that is complete."""
        if not self.is_cut:
            return bytes(self._kept)
        return bytes(self._kept[: self._cut_at]) + _CLOSING

    def _count_rows(self) -> None:
        text = bytes(self._kept[self._read_to :])
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token == b'"':
                # a string whose end has not come yet: read it again with the next piece
                self._read_to += match.start()
                return
            self._step(token, self._read_to + match.end())
        self._read_to += len(text)

    def _step(self, token: bytes, end: int) -> None:
        if token == b"{":
            if self._depth == _ROW_DEPTH and self._rows == self._limit_rows:
                self.is_cut = True
                raise EnoughRowsError
            self._depth += 1
        elif token == b"}":
            self._depth -= 1
            if self._depth == _ROW_DEPTH:
                self._rows += 1
                self._cut_at = end
