"""From the engine's complaint about a query to a place and words that help its writer.

The parser names the furthest character that any of its attempts looked at, which for keywords lies
several letters behind the mistake. So the query is parsed again with room between its tokens, which
tells the token, and then up to that token, which tells what could stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from policygraph.engine.answers import PREFIXES
from policygraph.engine.scan import (
    almost_iri,
    line_and_column,
    spaced_tokens,
    undeclared_prefixes,
)
from policygraph.errors import QueryError

MAX_EXPLAINED: Final = 20_000
EXCERPT_CHARACTERS: Final = 76
_BYTE_ORDER_MARK: Final = "\ufeff"
_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
# what the parser says where the grammar is kept and the meaning is not
_MEANINGS: Final[Mapping[str, str]] = {
    "IRI parsing failed": "this IRI is not complete or holds a character that no IRI has",
    "The SELECT contains a variable that is unbound": (
        "a variable is selected that is neither grouped by nor aggregated"
    ),
    "Duplicated variable name in SELECT": "a variable is selected twice",
    "SELECT * is not authorized with GROUP BY": "SELECT * cannot stand with GROUP BY",
    "The SELECT overrides an existing variable using an expression": (
        "the name after AS is in use already"
    ),
    "The query limit should be": "the number of rows is too large",
}
_COULD_STAND: Final = (
    ("a variable", ('"?"',)),
    ("an IRI or a prefixed name", ('"<"', '":"')),
    ("a text in quotes", ('"\\""', '"\'"')),
    ("a number", ("['0'..='9']",)),
    ("an opening bracket", ('"("',)),
    ("an opening brace", ('"{"',)),
    ("a closing bracket", ('")"',)),
    ("a closing brace", ('"}"',)),
    ("a full stop", ('"."',)),
    ("a keyword", ("[_]",)),
)


@dataclass(frozen=True, slots=True)
class _Mistake:
    """The first token that cannot stand where it stands: its offset, and itself; '' at the end."""

    at: int
    token: str
    expected: str


def explain_syntax(query: str, message: str) -> QueryError:
    """Say in words what the engine's parser says, and name an undeclared prefix where that is the cause."""
    if query.startswith(_BYTE_ORDER_MARK):
        cause = "a byte order mark stands before the query"
        return _told(1, 1, cause, "save and send it as UTF-8 without one")
    wrong = almost_iri(query)
    if wrong:
        return _wrong_iri(*wrong)
    for prefix, line, column in undeclared_prefixes(query):
        iri = PREFIXES.get(prefix.rstrip(":"), "…")
        return QueryError(
            f"Line {line}, column {column}: the prefix {prefix} is not declared.",
            hint=f"add the line PREFIX {prefix} <{iri}>",
            line=line,
            column=column,
        )
    if not query.strip():
        return _told(1, 1, "the query is empty")
    mistake = _locate(query) if len(query) <= MAX_EXPLAINED else None
    return _roughly(message) if mistake is None else _exactly(query, mistake)


def excerpt(query: str, line: int, column: int) -> str:
    r"""Return a line of a query, at most 76 characters of it, and a caret under a column.

    >>> print(excerpt("ASK {\n  ?s ?p }", 2, 9))
      ?s ?p }
            ^
    """
    lines = query.split("\n")
    if not 1 <= line <= len(lines) or column < 1:
        return ""
    text = "".join(one if one.isprintable() else " " for one in lines[line - 1])
    start = max(0, column - 1 - EXCERPT_CHARACTERS // 2)
    start = 0 if len(text) <= EXCERPT_CHARACTERS else start
    shown = text[start : start + EXCERPT_CHARACTERS].rstrip()
    return f"{shown}\n{' ' * (column - 1 - start)}^"


def _roughly(message: str) -> QueryError:
    """Tell the place that the parser names, where no better one is to be had."""
    found = _PLACE.search(message)
    if not found:
        return QueryError("The query is not SPARQL 1.1.")
    line, column = int(found[1]), int(found[2])
    cause = _meaning(found[3]) or "here or shortly before, the query is not SPARQL"
    return _told(line, column, cause)


def _exactly(query: str, mistake: _Mistake) -> QueryError:
    line, column = line_and_column(query, mistake.at)
    cause = _meaning(mistake.expected)
    if cause:
        return _told(line, column, cause)
    cause = "the query ends too early"
    if mistake.token:
        cause = f"{_shortened(mistake.token)} cannot stand here"
    return _told(line, column, cause, _what_could_stand(mistake.expected))


def _wrong_iri(character: str, line: int, column: int) -> QueryError:
    name = "a space" if character == " " else ascii(character)
    code = f"%{ord(character):02X}" if character.isascii() else "its escape"
    cause = f"this IRI holds {name}, which no IRI has"
    return _told(line, column, cause, f"write {code} in its place, or take it out")


def _told(line: int, column: int, cause: str, hint: str = "") -> QueryError:
    message = f"Line {line}, column {column}: {cause.rstrip('.')}."
    return QueryError(message, hint=hint, line=line, column=column)


def _meaning(expected: str) -> str:
    return next((words for key, words in _MEANINGS.items() if key in expected), "")


def _what_could_stand(expected: str) -> str:
    words = [
        word for word, signs in _COULD_STAND if any(sign in expected for sign in signs)
    ]
    if not words or words == ["a keyword"]:
        return ""
    return "what could stand here is " + " or ".join(
        [", ".join(words[:-1]), words[-1]] if len(words) > 1 else words
    )


def _shortened(token: str) -> str:
    return token if len(token) <= 40 else token[:39] + "…"


def _locate(query: str) -> _Mistake | None:
    """Find the token that the parser stops at; None if it cannot be told."""
    spaced, tokens = spaced_tokens(query)
    complaint = _complaint(spaced)
    if complaint is None:
        return None
    place, expected = complaint
    before = [token for token in tokens if token[0] <= place]
    if not before or place >= len(spaced):
        at = len(query.rstrip())
        wanted = (_complaint(query.rstrip() + " ") or (0, ""))[1]
        return _Mistake(at, "", wanted)
    _, at, token = before[-1]
    wanted = (_complaint(query[:at]) or (0, ""))[1]
    return _Mistake(at, token, expected if _meaning(expected) else wanted)


def _complaint(query: str) -> tuple[int, str] | None:
    """Parse on an empty store; return the offset and the expectations of the parser."""
    try:
        ox.Store().query(query)
    except SyntaxError as error:
        found = _PLACE.search(str(error))
        if found:
            lines = query.split("\n")
            line, column = int(found[1]), int(found[2])
            before = sum(len(one) + 1 for one in lines[: line - 1])
            return before + column - 1, found[3]
    except (OSError, ValueError, RuntimeError):
        return None
    return None
