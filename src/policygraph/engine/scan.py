"""A stranger's query, read once from left to right, before any engine sees it.

One pass that knows strings, IRIs and comments, so that the word SERVICE in a label refuses nothing
and a keyword in a comment hides nothing. No library reads SPARQL in linear time without recursion,
and a recursive reader is what a hostile query aims at.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar, terminals).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policygraph.errors import QueryError, QueryRefusedError

MAX_NESTING: Final = 128

_TOKEN = re.compile(
    r"""
    (?P<skip>
        "{3}(?:(?:"|"")?(?:[^"\\]|\\.))*+"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*+'{3}
      | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'
      | \#[^\n\r]*+
      | [?$@][\w-]++
    )
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<unclosed>["'])
  | (?P<name>[A-Za-z_](?:[\w-]|\.(?=\w))*+)(?P<prefixed>:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+)?+)?+
  | (?P<local>:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+)?+)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
)
_NO_LETTERS = re.compile(r"[^A-Z_]+")
# The end of an expression in brackets, and the word after it, inside what may be no IRI at all.
_HIDDEN_CALL = re.compile(r"\).*\bSERVICE\b", re.IGNORECASE)
_FORMS: Final = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})


def refuse_what_is_never_done(query: str) -> None:
    """Refuse updates, calls to other servers, and nesting that no honest query has.

    Raises:
        QueryRefusedError: the query is an update or holds SERVICE.
        QueryError: brackets nest deeper than 128.
    """
    depth = 0
    form_seen = False
    for match in _tokens(query):
        kind = match.lastgroup
        if kind == "unclosed":
            message = "A text is opened here and not closed."
            raise _at(QueryError, query, match.start(), message)
        depth = _deeper(query, match, depth)
        if kind == "name":
            for word in _NO_LETTERS.split(match.group().upper()):
                form_seen = form_seen or word in _FORMS
                _refuse_word(query, match.start(), word, form_seen=form_seen)
        elif kind == "iri" and _HIDDEN_CALL.search(match.group()):
            _refuse_word(query, match.start(), "SERVICE", form_seen=form_seen)


def _deeper(query: str, match: re.Match[str], depth: int) -> int:
    """Return how many brackets are open after a token.

    What looks like an IRI may be a comparison, `1<2)`, so the brackets in it count, too.
    """
    if match.lastgroup not in ("open", "close", "iri"):
        return depth
    opened = depth + sum(map(match.group().count, "([{"))
    if opened > MAX_NESTING:
        raise _at(QueryError, query, match.start(), "The query is nested too deep.")
    return opened - sum(map(match.group().count, ")]}"))


def query_form(query: str) -> str:
    """Return SELECT, CONSTRUCT, DESCRIBE or ASK, whichever the query is; '' for what is none.

    >>> query_form("PREFIX ask: <http://x/ASK> SELECT ?describe { ?s ?p 'CONSTRUCT' }")
    'SELECT'
    """
    for match in _tokens(query):
        if match.lastgroup == "name" and match.group().upper() in _FORMS:
            return match.group().upper()
    return ""


def names_its_graphs(query: str) -> bool:
    """Tell whether a query says with FROM which graphs it is asked of.

    Source: SPARQL 1.1 Query Language, section 13.2 (specifying RDF datasets).
    """
    for match in _tokens(query):
        if match.lastgroup == "open" and match.group() == "{":
            return False
        if match.lastgroup == "name" and match.group().upper() == "FROM":
            return True
    return False


def undeclared_prefixes(query: str) -> tuple[tuple[str, int, int], ...]:
    """Return the prefixes used and not declared, with the line and column of their first use."""
    declared: set[str] = set()
    first_use: dict[str, int] = {}
    previous = ""
    for match in _tokens(query):
        if match.lastgroup in ("prefixed", "local"):
            prefix = f"{match['name'] or ''}:"
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                first_use.setdefault(prefix, match.start())
        if not match.group().isspace():
            previous = match.group().upper()
    return tuple(
        (prefix, *line_and_column(query, at))
        for prefix, at in first_use.items()
        if prefix not in declared
    )


def _tokens(query: str) -> Iterator[re.Match[str]]:
    """Yield the tokens up to the first text that is not closed: after it nothing is certain."""
    for match in _TOKEN.finditer(query):
        yield match
        if match.lastgroup == "unclosed":
            return


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character of a text."""
    line = text.count("\n", 0, at) + 1
    return line, at - (text.rfind("\n", 0, at) + 1) + 1


def _refuse_word(query: str, at: int, word: str, *, form_seen: bool) -> None:
    if word == "SERVICE":
        message = "This endpoint does not call other servers: SERVICE is off."
    elif not form_seen and word in _UPDATES:
        message = "This endpoint is read-only: updates are refused."
    else:
        return
    raise _at(QueryRefusedError, query, at, message)


def _at(kind: type[QueryError], query: str, at: int, message: str) -> QueryError:
    line, column = line_and_column(query, at)
    return kind(message, line=line, column=column)
