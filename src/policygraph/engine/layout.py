"""From the text of a query to the same text set out: white space and the case of keywords change, nothing else.

Every token and every comment stays, in its order; line breaks of the writer stay, too. No library at
hand does that: they drop comments or move them, and the one that kept them (qlue-ls 3.12.1) wrote
white space into texts that hold an escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policygraph.engine.scan import MAX_NESTING, tokens

LONGEST_LAID_OUT: Final = 100_000
_STEP: Final = "  "
_LONGEST_INLINE: Final = 76
_WIDEST_SUBJECT: Final = 28
# words before which a line begins, in a block and outside of all
_CLAUSES: Final = frozenset(
    [
        "PREFIX",
        "BASE",
        "SELECT",
        "CONSTRUCT",
        "ASK",
        "DESCRIBE",
        "FROM",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "OFFSET",
        "VALUES",
        "OPTIONAL",
        "FILTER",
        "BIND",
        "MINUS",
        "GRAPH",
    ]
)
_KEYWORDS: Final = _CLAUSES | frozenset(
    [
        "AS",
        "ASC",
        "BY",
        "COUNT",
        "DESC",
        "DISTINCT",
        "EXISTS",
        "IN",
        "NAMED",
        "NOT",
        "REDUCED",
        "SEPARATOR",
        "UNDEF",
        "UNION",
    ]
)
_SPACED: Final = frozenset({"=", "!=", "<=", ">=", "<", ">", "&&", "||"})
# what never begins a line, unless a comment ends the line before
_CLOSELY: Final = frozenset({"{", ".", ";", ","})
# what is never indented as the rest of the line before
_BEGINNING: Final = frozenset({"comment", "open", "close"})
_SUBJECTS: Final = frozenset({"term", "iri", "prefixed", "local"})
_TRAILING_DOT: Final = re.compile(r"(.*[^\\.])(\.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token or a comment, the white space before it, and whether it is a full stop.

    `lines` counts the ends of lines before it, `is_apart` tells whether there is any white space.
    """

    kind: str
    text: str
    lines: int
    is_apart: bool
    is_stop: bool = False


def lay_out(query: str) -> str | None:
    r"""Return a query with its lines broken and indented; None where that is not safe.

    It is not safe where a text or a bracket is not closed, since nothing is certain after it, nor
    where a query is too long.

    >>> print(lay_out("select ?s where{?s a ?t;?p ?o. # why\n optional{?s ?q ?r}}limit 5"))
    SELECT ?s
    WHERE {
      ?s a ?t ;
         ?p ?o . # why
      OPTIONAL { ?s ?q ?r }
    }
    LIMIT 5
    """
    if len(query) > LONGEST_LAID_OUT:
        return None
    pieces = list(_pieces(query))
    ends = _ends(pieces)
    if ends is None:
        return None
    laid_out = _Layout(pieces, ends).written()
    # the promise of this module, kept even where the layout is wrong
    return laid_out if _substance(_pieces(laid_out)) == _substance(pieces) else None


def _substance(pieces: Iterator[_Piece] | list[_Piece]) -> list[str]:
    return [_cased(one) for one in pieces]


def _cased(piece: _Piece) -> str:
    upper = piece.text.upper()
    if piece.kind == "word" and upper in _KEYWORDS:
        return upper
    return piece.text.rstrip() if piece.kind == "comment" else piece.text


def _pieces(query: str) -> Iterator[_Piece]:
    """Yield tokens and comments; a full stop that the scan took for a part of a name is one by itself."""
    lines, is_apart = 0, False
    for match in tokens(query):
        kind, text = match.lastgroup or "", match.group()
        if kind == "blank" and not text.startswith("#"):
            lines, is_apart = lines + len(text.splitlines(keepends=True)), True
            lines -= not text.endswith(("\n", "\r"))
            continue
        after = query[match.end() : match.end() + 1]
        is_stop = text == "." and not after.isalnum()
        name = _TRAILING_DOT.fullmatch(text)
        if kind in ("prefixed", "local") and name:
            yield _Piece(kind, name[1], lines, is_apart)
            yield _Piece("sign", name[2], 0, is_apart=False, is_stop=True)
        else:
            kind = "comment" if kind == "blank" else kind
            yield _Piece(kind, text, lines, is_apart, is_stop)
        lines, is_apart = 0, False


def _ends(pieces: list[_Piece]) -> dict[int, int] | None:
    """Return where each bracket that opens is closed, by number; None where they do not fit."""
    ends: dict[int, int] = {}
    open_now: list[int] = []
    for number, piece in enumerate(pieces):
        if piece.kind == "unclosed" or len(open_now) > MAX_NESTING:
            return None
        if piece.kind == "open":
            open_now.append(number)
        elif piece.kind == "close":
            if not open_now:
                return None
            ends[open_now.pop()] = number
    return None if open_now else ends


class _Layout:
    """What has been written of a query, and what is open at its end."""

    def __init__(self, pieces: list[_Piece], ends: dict[int, int]) -> None:
        self._pieces = pieces
        self._ends = ends
        self._written: list[str] = []
        self._width = 0
        self._open: list[str] = []
        self._before: _Piece | None = None
        self._must_break = False
        # the column of what follows the subject of a statement, while one is being written
        self._column = 0

    def written(self) -> str:
        """Write all pieces."""
        for number, piece in enumerate(self._pieces):
            if piece.kind == "close" and self._open and self._open.pop() == "block":
                self._must_break, self._column = True, 0
            self._place(piece)
            self._add(_cased(piece))
            self._note(number, piece)
        return "".join(self._written)

    @property
    def _is_in_block(self) -> bool:
        return not self._open or self._open[-1] == "block"

    def _place(self, piece: _Piece) -> None:
        """Begin a line before a piece, or leave room, as is needed."""
        if not self._written:
            return
        if self._breaks_before(piece):
            self._break(piece)
        elif self._before is not None and _is_room(self._before, piece):
            self._add(" ")

    def _breaks_before(self, piece: _Piece) -> bool:
        before = self._before
        if piece.kind == "comment":
            return piece.lines > 0 or (before is not None and before.kind == "comment")
        if before is not None and before.kind == "comment":
            return True
        if self._must_break:
            # what follows a block, or ends it, on the same line
            is_joined = piece.is_stop or (_cased(piece) == "UNION" and not piece.lines)
            return not (is_joined and before is not None and before.text == "}")
        if before is not None and _cased(before) == "UNION":
            return piece.lines > 0
        if piece.text in _CLOSELY:
            return False
        return piece.lines > 0 or self._begins_clause(piece)

    def _break(self, piece: _Piece) -> None:
        before = self._before
        is_first = before is not None and before.text == "{"
        has_gap = piece.lines > 1 and not is_first and piece.kind != "close"
        if self._begins_clause(piece):
            self._column = 0
        self._written.append("\n\n" if has_gap else "\n")
        self._width = 0
        self._add(self._indentation(piece))

    def _begins_clause(self, piece: _Piece) -> bool:
        is_word = piece.kind == "word" and piece.text.upper() in _CLAUSES
        return is_word and self._is_in_block

    def _indentation(self, piece: _Piece) -> str:
        depth = self._open.count("block")
        within = len(self._open) - depth
        if self._column and not within:
            return " " * self._column
        before = self._before
        is_fresh = self._must_break or before is None or before.kind == "comment"
        # a row of values, BIND and FILTER end with a bracket
        is_fresh = is_fresh or (before is not None and before.text == ")")
        begins = piece.kind in _BEGINNING or self._begins_clause(piece)
        is_going_on = not (within or is_fresh or begins)
        return _STEP * (depth + within + is_going_on)

    def _add(self, text: str) -> None:
        self._written.append(text)
        _, end, last = text.rpartition("\n")
        self._width = len(last) if end else self._width + len(text)

    def _note(self, number: int, piece: _Piece) -> None:
        """Note what a piece opens, begins or ends."""
        is_start = self._must_break or self._before is None
        if piece.kind == "comment":
            self._before = piece
            return
        self._must_break = False
        if piece.kind == "open":
            self._open.append(self._way(number))
            self._must_break = self._open[-1] == "block"
        self._begin_statement(piece, is_start)
        if self._is_in_block and (piece.is_stop or piece.text == ";"):
            self._must_break = True
            self._column = self._column if piece.text == ";" else 0
        if piece.text == "}" and self._is_in_block:
            self._must_break = True
        self._before = piece

    def _begin_statement(self, piece: _Piece, is_start: bool) -> None:
        if is_start and not self._column and self._open and self._is_in_block:
            is_subject = piece.kind in _SUBJECTS and self._width < _WIDEST_SUBJECT
            if is_subject:
                self._column = self._width + 1
        if piece.text == "{":
            self._column = 0

    def _way(self, number: int) -> str:
        """Return how a bracket is laid out: `block` on lines of its own, else its sign."""
        piece = self._pieces[number]
        if piece.text != "{":
            return piece.text
        end = self._ends[number]
        if end - number > _LONGEST_INLINE:
            return "block"
        inside = self._pieces[number + 1 : end]
        is_short = sum(len(one.text) + 1 for one in inside) <= _LONGEST_INLINE
        is_plain = not any(
            one.kind == "comment" or one.text in ("{", ";") or one.lines
            for one in self._pieces[number + 1 : end + 1]
        )
        has_one_stop = not any(one.is_stop for one in inside[:-1])
        return "{" if is_short and is_plain and has_one_stop else "block"


def _is_room(before: _Piece, piece: _Piece) -> bool:
    """Tell whether a space stands between two pieces of one line."""
    if piece.text in ("{", "}", ";") or piece.is_stop or piece.kind == "comment":
        return True
    if before.text == "{" or before.text == ",":
        return True
    if before.text in _SPACED or piece.text in _SPACED:
        return True
    if before.text in ("(", "[") and piece.text in (")", "]"):
        return False
    if before.text == "(" or piece.text in (")", ","):
        return False
    return piece.is_apart or before.text in ("}", ";") or before.is_stop
