"""From the text of a query to markup that shows its parts: keywords, texts, names, remarks.

Only a few kinds of words are marked, so that a page with five queries stays light; what each looks
like is told by the style sheet alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from policygraph.web.invisible import show_code

if TYPE_CHECKING:
    from pygments.token import _TokenType

_LONGEST_MARKED: Final = 20_000
_ELEMENTS: Final = {
    "remark": Markup('<span class="q-remark">{}</span>'),
    "word": Markup('<span class="q-word">{}</span>'),
    "text": Markup('<span class="q-text">{}</span>'),
    "name": Markup('<span class="q-name">{}</span>'),
}


@lru_cache(maxsize=512)
def mark_query(query: str) -> Markup:
    """Return a query as escaped markup; beyond 20,000 characters nothing in it is marked.

    >>> str(mark_query("ASK { }"))
    '<span class="q-word">ASK</span> { }'
    """
    if len(query) > _LONGEST_MARKED:
        return show_code(query)
    marked = (
        _ELEMENTS[kind].format(show_code(text)) if kind else show_code(text)
        for kind, text in _runs(query)
    )
    return Markup().join(marked)


def _runs(query: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of one kind; white space goes with what stands before it."""
    # imported here, since it takes a while and only pages need it
    from pygments.lexers.rdf import SparqlLexer

    lexer = SparqlLexer(stripnl=False, ensurenl=False)
    kinds = ((_kind(token), text) for token, text in lexer.get_tokens(query))
    for kind, run in groupby(_with_space(kinds), key=lambda pair: pair[0]):
        yield kind, "".join(text for _, text in run)


def _with_space(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    before = ""
    for kind, text in pairs:
        # remarks of several lines are one stretch
        before = before if before == "remark" and text.isspace() else kind
        yield before, text


def _kind(token: _TokenType) -> str:
    """Return the kind of a token of Pygments; empty for what stays as it is."""
    from pygments.token import Comment, Keyword, Name, String

    for kinds, word in (
        (Comment, "remark"),
        (Keyword, "word"),
        (String, "text"),
        (Name.Label, "name"),
    ):
        if token in kinds:
            return word
    return ""
