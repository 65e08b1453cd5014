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

from policygraph.errors import FederationError, QueryError, QueryRefusedError

MAX_NESTING: Final = 128
# The engine walks joins, chains of operators and lists recursively; from about 5,000 links on, its
# stack ends and the process with it. Honest queries have some hundred parts.
MAX_PARTS: Final = 2_500

_TOKEN = re.compile(
    r"""
    (?P<blank>\s++ | \#[^\n\r]*+)
  | (?P<term>
        "{3}(?:(?:"|"")?(?:[^"\\]|\\.))*+"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*+'{3}
      | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'
      | [?$]\w++ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+
      | \d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+
    )
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<unclosed>["'])
  | (?P<word>[^\W\d](?:[\w-]|\.(?=\w))*+)
    (?P<prefixed>:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*+)?+)?+
  | (?P<local>:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*+)?+)
  | (?P<open>[({\[]\|? | <<)
  | (?P<close>\|?[)}\]] | >>)
  | (?P<escape>\\[uU])
  | (?P<sign>\^\^ | && | \|\| | [<>!]= | .)
    """,
    re.VERBOSE | re.DOTALL,
)
_NO_LETTERS = re.compile(r"[^A-Z_]+")
# The end of an expression in brackets, and the word after it, inside what may be no IRI at all.
_HIDDEN_CALL = re.compile(r"\).*\bSERVICE\b", re.IGNORECASE)
_OPENING: Final = ("(", "{", "[", "<<")
_TERMS: Final = frozenset({"term", "iri", "prefixed", "local"})
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
)
# The words that make a closer look at a query necessary, wherever they stand in it.
_DOUBTFUL: Final = (*_UPDATES, "SERVICE")
_ROOM: Final = " " * 40
_MAY_BE_SPACED: Final = frozenset("(){}[];,")
# Functions whose values are other ones each time that they are called.
_FRESH: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_MAY_BE_FRESH: Final = ("NOW", "RAND", "UUID", "BNODE", "CONSTRUCT")
# A call inside what may be a comparison, and no IRI: `?a<NOW()&&?b>`.
_FRESH_CALL: Final = re.compile(r"\b(?:NOW|RAND|(?:STR)?UUID|BNODE)\(", re.IGNORECASE)
# An address in angle brackets, but for a character that no IRI has.
_ALMOST_IRI: Final = re.compile(
    r"<[A-Za-z][A-Za-z0-9+.-]*+://[^<>\"{}|^`\\\x00-\x20]*+(?P<wrong>[^<>\n])[^<>\n]*+>"
)
_FORMS: Final = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
_NEVER: Final = {
    "unclosed": "The text that begins here has no closing quote.",
    "escape": "An escape such as \\u0041 stands outside of a text or an IRI.",
}


def refuse_what_is_never_done(query: str, max_nesting: int = MAX_NESTING) -> None:
    """Refuse updates, calls to other servers, and sizes that no honest query has.

    Values in VALUES blocks and in lists after IN are not counted as parts: they may be many.

    Raises:
        QueryRefusedError: the query is an update.
        FederationError: it holds SERVICE.
        QueryError: brackets nest deeper than `max_nesting`, or the query has too many parts.
    """
    if not _is_plain(query, max_nesting):
        read_closely(query, max_nesting)


def _is_plain(query: str, max_nesting: int) -> bool:
    """Tell whether nothing refused can be in a query, seen from its characters alone.

    Most queries are short and plain, and reading one closely takes longer than answering it.
    """
    if len(query) > MAX_PARTS or not query.isascii() or "\\" in query:
        return False
    words = query.upper()
    return sum(map(query.count, _OPENING)) <= max_nesting and not any(
        word in words for word in _DOUBTFUL
    )


def read_closely(query: str, max_nesting: int = MAX_NESTING) -> None:
    """Refuse what is never done, from the tokens of a query one by one.

    Raises:
        QueryRefusedError: the query is an update.
        FederationError: it holds SERVICE.
        QueryError: it nests too deep, has too many parts, or holds a text that is not closed.
    """
    brackets = _Brackets()
    form_seen = False
    previous = ""
    for match in tokens(query):
        kind, text, at = match.lastgroup or "", match.group(), match.start()
        if kind == "blank":
            continue
        if kind == "word":
            for word in _NO_LETTERS.split(text.upper()):
                form_seen = form_seen or word in _FORMS
                _refuse_word(query, at, word, form_seen=form_seen)
        elif kind in _NEVER:
            raise _at(QueryError, query, at, _NEVER[kind])
        elif kind == "iri" and _HIDDEN_CALL.search(text):
            _refuse_word(query, at, "SERVICE", form_seen=form_seen)
        brackets.take(kind, text, previous)
        too_much = brackets.too_much(max_nesting)
        if too_much:
            raise _at(QueryError, query, at, too_much)
        previous = text.upper()


class _Brackets:
    """What is open at one place of a query, and how many parts were seen before it."""

    def __init__(self) -> None:
        self.parts = 0
        self._open: list[str] = []
        self._values_follow = False
        self._hidden = 0

    def take(self, kind: str, text: str, previous: str) -> None:
        """Take the next token."""
        within = self._open[-1] if self._open else ""
        listed = kind in _TERMS or text == ","
        if within != "VALUES" and not (within == "IN" and listed):
            self.parts += 1
        if kind == "word" and text.upper() == "VALUES":
            self._values_follow = True
        elif kind == "open":
            self._open.append(self._purpose(text, previous, within))
        elif kind == "close" and self._open:
            self._open.pop()
        # what looks like an IRI may be a comparison, `1<2)`, so the brackets in it count, too
        self._hidden = sum(map(text.count, "([")) if kind == "iri" else 0

    def _purpose(self, text: str, previous: str, within: str) -> str:
        if text == "{" and self._values_follow:
            self._values_follow = False
            return "VALUES"
        if text == "(" and previous == "IN":
            return "IN"
        return "VALUES" if within == "VALUES" else text

    def too_much(self, max_nesting: int) -> str:
        """Say what there is too much of; empty while all is well."""
        if len(self._open) + self._hidden > max_nesting:
            return f"The query is nested too deep: more than {max_nesting} brackets are open here."
        if self.parts > MAX_PARTS:
            return f"The query has more than {MAX_PARTS} parts outside of its lists of values."
        return ""


def query_form(query: str) -> str:
    """Return SELECT, CONSTRUCT, DESCRIBE or ASK, whichever the query is; '' for what is none.

    >>> query_form("PREFIX ask: <http://x/ASK> SELECT ?describe { ?s ?p 'CONSTRUCT' }")
    'SELECT'
    """
    for match in tokens(query):
        if match.lastgroup == "word" and match.group().upper() in _FORMS:
            return match.group().upper()
    return ""


def names_its_graphs(query: str) -> bool:
    """Tell whether a query says with FROM which graphs it is asked of.

    Source: SPARQL 1.1 Query Language, section 13.2 (specifying RDF datasets).
    """
    if "FROM" not in query.upper():
        return False
    for match in tokens(query):
        if match.lastgroup == "open" and match.group() == "{":
            return False
        if match.lastgroup == "word" and match.group().upper() == "FROM":
            return True
    return False


def may_answer_anew(query: str) -> bool:
    """Tell whether the answer of a query may be another one each time, over the same data.

    So it is with the time, with chance, and with nodes that are made for the answer. Where nothing is
    certain, it may.

    Source: SPARQL 1.1 Query Language, sections 16.2.1 (templates with blank nodes), 17.4 (functions).

    >>> may_answer_anew("SELECT (NOW() AS ?now) {}"), may_answer_anew("ASK { ?now ?p 'NOW' }")
    (True, False)
    """
    upper = query.upper()
    if not any(word in upper for word in _MAY_BE_FRESH):
        return False
    template = _Template()
    return any(
        _is_fresh(match) or template.makes_nodes(match) for match in tokens(query)
    )


def _is_fresh(match: re.Match[str]) -> bool:
    kind, text = match.lastgroup, match.group()
    if kind == "word":
        return not _FRESH.isdisjoint(_NO_LETTERS.split(text.upper()))
    return kind == "unclosed" or (kind == "iri" and bool(_FRESH_CALL.search(text)))


class _Template:
    """Where the scan stands: before the template of a CONSTRUCT, inside it, or behind it."""

    def __init__(self) -> None:
        self._follows = False
        self._is_inside = False

    def makes_nodes(self, match: re.Match[str]) -> bool:
        """Take the next token; tell whether it stands for a node that the answer gets for itself."""
        kind, text = match.lastgroup, match.group()
        if self._is_inside:
            self._is_inside = text != "}"
            return kind == "open" or (kind == "prefixed" and text.startswith("_:"))
        if kind == "word" and text.upper() == "CONSTRUCT":
            self._follows = True
        elif self._follows and kind == "open":
            self._follows, self._is_inside = False, True
        return False


def almost_iri(query: str) -> tuple[str, int, int] | None:
    """Return the first character that an IRI cannot hold and holds, with the line and column of the IRI."""
    for match in tokens(query):
        found = _ALMOST_IRI.match(query, match.start()) if match[0] == "<" else None
        if found:
            return (found["wrong"], *line_and_column(query, match.start()))
    return None


def undeclared_prefixes(query: str) -> tuple[tuple[str, int, int], ...]:
    """Return the prefixes used and not declared, with the line and column of their first use."""
    declared: set[str] = set()
    first_use: dict[str, int] = {}
    previous = ""
    for match in tokens(query):
        prefix = f"{match['word'] or ''}:"
        is_name = match.lastgroup in ("prefixed", "local") and prefix != "_:"
        if is_name and not _ALMOST_IRI.match(query, match.start() - 1):
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                first_use.setdefault(prefix, match.start())
        if match.lastgroup != "blank":
            previous = match.group().upper()
    return tuple(
        (prefix, *line_and_column(query, at))
        for prefix, at in first_use.items()
        if prefix not in declared
    )


def spaced_tokens(query: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return a query with room around its tokens, and each token: its offset there, here, itself.

    Room is made only where white space changes nothing, and it is wider than any keyword.
    """
    parts: list[str] = []
    tokens: list[tuple[int, int, str]] = []
    length = 0
    for match in _TOKEN.finditer(query):
        text = match.group()
        if match.lastgroup == "blank":
            text = _room(text)
        else:
            tokens.append((length, match.start(), text))
            if text in _MAY_BE_SPACED:
                text += _ROOM
        parts.append(text)
        length += len(text)
    return "".join([*parts, "\n", _ROOM]), tuple(tokens)


def _room(blank: str) -> str:
    """Return white space as wide as lines break; a comment is closed."""
    return ("\n" if blank.startswith("#") else blank) + _ROOM


def tokens(query: str) -> Iterator[re.Match[str]]:
    """Yield the tokens up to the first text that is not closed: after it nothing is certain.

    The groups of a match tell its kind: `blank` is white space or a comment.
    """
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
        message = "Federation is off: this endpoint calls no other servers, so SERVICE is refused."
        raise _at(FederationError, query, at, message)
    if not form_seen and word in _UPDATES:
        message = "This endpoint is read-only: updates are refused."
        raise _at(QueryRefusedError, query, at, message)


def _at(kind: type[QueryError], query: str, at: int, message: str) -> QueryError:
    line, column = line_and_column(query, at)
    return kind(message, line=line, column=column)
