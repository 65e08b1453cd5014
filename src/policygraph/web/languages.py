"""From the languages that a reader wishes for to one name of each thing; the words of the pages stay English.

A thing may have names in several languages; a query then gives a row for each. One of them is kept: in
the first language wished for in which there is one, else in English, else without a language, else any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from policygraph.engine import Literal, Term

DEFAULT: Final = ("en",)
_MOST: Final = 4
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?=-|$)")
Cells = dict[str, Term | None]


def wished_languages(named: str, accepted: Iterable[str]) -> tuple[str, ...]:
    """Return languages without their regions, the one named in the address first, English among them.

    `accepted` are the tags of a header, the most wished for first; what is no tag counts for nothing.

    >>> wished_languages("", ["cy-GB", "en;q=broken", "*"])
    ('cy', 'en')
    """
    found = (_TAG.match(one.strip()) for one in (named, *accepted))
    tags = dict.fromkeys(one[0].lower() for one in found if one is not None)
    return tuple(dict.fromkeys([*list(tags)[:_MOST], *DEFAULT]))


def rank(language: str | None, wished: Sequence[str]) -> int:
    """Return how far down in the wishes a language is; no language comes before an unwished one.

    >>> [rank(one, ("fr", "en")) for one in ("fr-CA", "en", None, "de")]
    [0, 1, 2, 3]
    """
    if language is None:
        return len(wished)
    tag = language.partition("-")[0].lower()
    return wished.index(tag) if tag in wished else len(wished) + 1


def keep_one_name(rows: Sequence[Cells], wished: Sequence[str]) -> list[Cells]:
    """Keep one of the rows that differ in the names of things alone; the order stays."""
    if not rows:
        return []
    names = [one for one in rows[0] if _is_name(one)]
    if not names:
        return list(rows)
    kept: dict[tuple[Term | None, ...], Cells] = {}
    for row in rows:
        key = tuple(term for name, term in row.items() if name not in names)
        known = kept.get(key)
        if known is None or _ranks(row, names, wished) < _ranks(known, names, wished):
            kept[key] = row
    return list(kept.values())


def _is_name(column: str) -> bool:
    return column == "name" or column.endswith(("Name", "Label"))


def _ranks(
    row: Mapping[str, Term | None], names: Sequence[str], wished: Sequence[str]
) -> list[int]:
    terms = (row.get(name) for name in names)
    return [
        rank(term.language if isinstance(term, Literal) else None, wished)
        for term in terms
    ]
