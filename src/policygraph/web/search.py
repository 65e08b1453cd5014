"""The search page: from words typed to what is found by them, kind by kind, the best first.

The search is a query like any other, over words that the build derived; pages of one kind have an
address of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from policygraph.engine import Literal, Term
from policygraph.engine.terms import XSD
from policygraph.errors import NotFoundError, UsageError
from policygraph.iris import Iri
from policygraph.web.asking import Asker, Row
from policygraph.web.documents import downloads, new_asker, page, respond
from policygraph.web.found_words import FoundPiece, mark_found
from policygraph.web.lines import StatementLine, gather_lines
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, choose_or_refuse
from policygraph.web.search_terms import Sought, Wanted, read_sought, tokens_for, want
from policygraph.web.search_view import (
    GROUPS,
    FoundGroup,
    FoundName,
    FoundStatement,
    Group,
    Onward,
    Pages,
    SearchView,
)
from policygraph.words import token_of

blueprint = Blueprint("search", __name__)
PAGE_LENGTH: Final = 25
SHOWN_STATEMENTS: Final = 5
SHOWN_NAMES: Final = 6
NEAR_THEMES: Final = 8
_MOST_PAGES: Final = 10**6


@blueprint.get("/search")
def search() -> Response:
    """Show what is found by the words typed, all kinds together or page by page of one.

    Raises:
        UsageError: there is no such kind, or the page is no number.
        NotFoundError: there are not that many pages.
    """
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    return respond(choose_or_refuse(accept, (HTML,), named), _page)


def _page() -> str:
    typed, chosen = request.args.get("q", "").strip(), _chosen_group()
    number = _page_number()
    sought = read_sought(typed)
    found = _Search(new_asker(), typed, sought)
    view = found.view(chosen, number)
    return page(
        "search.html",
        view,
        title=f"Search: {typed[:80]}" if typed else "Search",
        files=found.files,
        asked=found.asker.asked,
    )


def _chosen_group() -> Group | None:
    name = request.args.get("type", "").strip()
    if not name:
        return None
    for group in GROUPS:
        if group.name == name:
            return group
    raise UsageError(
        "There is no such kind of thing to search for.",
        hint="type is one of " + ", ".join(group.name for group in GROUPS),
    )


def _page_number() -> int:
    typed = request.args.get("page", "").strip() or "1"
    is_number = (
        typed.isascii() and typed.isdigit() and len(typed) <= len(str(_MOST_PAGES))
    )
    if not is_number or int(typed) == 0:
        raise UsageError(
            "The page of a list is a number from 1 on.",
            hint="begin with the first page",
        )
    return int(typed)


def _number(value: int) -> Literal:
    return Literal(str(value), None, Iri(f"{XSD}integer"))


class _Search:
    """One search: what is asked for, and what was found."""

    def __init__(self, asker: Asker, typed: str, sought: Sought) -> None:
        self.asker = asker
        self._typed = typed
        self._sought = sought
        self._wanted = Wanted()
        self._hits: dict[str, list[Iri]] = {}
        self.files = downloads(())

    def view(self, chosen: Group | None, number: int) -> SearchView:
        """Search, and make what the page shows."""
        if self._sought:
            self._find()
        total = sum(len(hits) for hits in self._hits.values())
        pages = _pages(self._typed, chosen, number, self._hits)
        return SearchView(
            typed=self._typed,
            chosen=chosen.name if chosen else "",
            sought=self._sought,
            total=total,
            everything_href=_href(self._typed),
            groups=self._groups(chosen, number),
            pages=pages,
            onward=self._onward() if self._sought and not total else None,
        )

    def _find(self) -> None:
        begun = self._begun(self._sought.beginnings)
        self._wanted = want(self._sought, begun)
        values: dict[str, Term | Sequence[Term]] = {
            "sought": [Literal(one) for one in self._wanted.numbered()],
            "wanted": _number(len(self._wanted.groups)),
        }
        if self._sought.phrases:
            values["phrase"] = [Literal(one) for one in self._sought.phrases]
            values["phrases"] = _number(len(self._sought.phrases))
        name = "search-phrases" if self._sought.phrases else "search"
        self._hits = _by_group(self.asker.rows(name, **values))
        self.files = downloads([self.asker.write("search-phrases", **values)])

    def _begun(self, beginnings: Sequence[str]) -> Mapping[str, list[tuple[str, str]]]:
        """Return the words of the graph by their beginning, each with its language."""
        found: dict[str, list[tuple[str, str]]] = {one: [] for one in beginnings}
        if beginnings:
            starts = [Literal(one) for one in beginnings]
            for row in self.asker.rows("search-words", start=starts):
                word = row.term("word")
                if isinstance(word, Literal):
                    found[row.text("start")].append(
                        (word.value, word.language or "und")
                    )
        return found

    def _groups(self, chosen: Group | None, number: int) -> tuple[FoundGroup, ...]:
        shown = {
            group: _shown(group, chosen, number, self._hits[group.name])
            for group in GROUPS
            if self._hits.get(group.name)
        }
        statements = self._statements(
            [hit for group, hits in shown.items() if group.is_statement for hit in hits]
        )
        names = self._names(
            [
                hit
                for group, hits in shown.items()
                if not group.is_statement
                for hit in hits
            ]
        )
        return tuple(
            FoundGroup(
                title=group.title,
                count=len(self._hits[group.name]),
                href=_href(self._typed, group),
                is_chosen=group == chosen,
                statements=tuple(statements[hit] for hit in hits if hit in statements),
                names=tuple(name for hit, name in names.items() if hit in hits),
            )
            for group, hits in shown.items()
        )

    def _statements(self, hits: Sequence[Iri]) -> dict[str, FoundStatement]:
        if not hits:
            return {}
        rows = self.asker.rows("search-statements", statement=hits)
        return {
            one.rows[0].text("statement"): self._statement(one.line)
            for one in gather_lines(rows)
        }

    def _statement(self, line: StatementLine) -> FoundStatement:
        language = line.statement.language
        return FoundStatement(
            line=line,
            says=mark_found(line.statement.label, language, self._wanted),
            quotes=tuple(
                (
                    quote,
                    mark_found(quote.label, quote.language or language, self._wanted),
                )
                for quote in line.quotes
            ),
        )

    def _names(self, hits: Sequence[Iri]) -> dict[str, FoundName]:
        """Return names by thing, those that show what was looked for before those that do not."""
        if not hits:
            return {}
        found: dict[str, FoundName] = {}
        for row in self.asker.rows("search-names", thing=hits):
            name = self._name(row)
            known = found.get(row.text("thing"))
            if known is None or name.weight > known.weight:
                found[row.text("thing")] = name
        return dict(sorted(found.items(), key=lambda one: -one[1].weight))

    def _name(self, row: Row) -> FoundName:
        """Mark a name; the other name beside it is shown where it alone has what was looked for."""
        thing, other = row.ref("thing", "name"), row.term("other")
        name = mark_found(thing.label, thing.language, self._wanted)
        also: tuple[FoundPiece, ...] = ()
        if isinstance(other, Literal) and not any(piece.is_found for piece in name):
            also = mark_found(other.value, other.language, self._wanted)
        is_also = any(piece.is_found for piece in also)
        return FoundName(thing, name, also if is_also else ())

    def _onward(self) -> Onward:
        words = self._sought.words
        near = self._begun(tuple(dict.fromkeys(word[0] for word in words)))
        fewer = [f'"{phrase}"' for phrase in self._sought.phrases]
        fewer += [*words, *(f"{one}*" for one in self._sought.beginnings)]
        return Onward(
            spellings=_spellings(self._typed, words, near),
            fewer=tuple(Ref(one, _href(one)) for one in fewer)
            if len(fewer) > 1
            else (),
            themes=self._near_themes(),
        )

    def _near_themes(self) -> tuple[Ref, ...]:
        """Return themes that any one of the words finds."""
        if len(self._wanted.groups) < 2 and not self._sought.phrases:
            return ()
        sought = [Literal(one) for one in self._wanted.numbered()]
        hits = _by_group(self.asker.rows("search", sought=sought))
        names = self._names(hits.get("themes", [])[:NEAR_THEMES])
        return tuple(one.thing for one in names.values())


def _by_group(rows: Sequence[Row]) -> dict[str, list[Iri]]:
    """Put what was found under its kind, the best first; a theme is no other term besides."""
    names = {group.kind: group.name for group in GROUPS}
    found: dict[str, dict[Iri, None]] = {}
    for row in rows:
        name = names.get(Iri(row.text("kind")))
        if name is not None:
            found.setdefault(name, {})[Iri(row.text("hit"))] = None
    for theme in found.get("themes", {}):
        found.get("terms", {}).pop(theme, None)
    return {name: list(hits) for name, hits in found.items() if hits}


def _shown(
    group: Group, chosen: Group | None, number: int, hits: Sequence[Iri]
) -> Sequence[Iri]:
    if chosen is None:
        return hits[: SHOWN_STATEMENTS if group.is_statement else SHOWN_NAMES]
    first = (number - 1) * PAGE_LENGTH
    return hits[first : first + PAGE_LENGTH] if group == chosen else ()


def _pages(
    typed: str, chosen: Group | None, number: int, hits: Mapping[str, Sequence[Iri]]
) -> Pages | None:
    count = len(hits.get(chosen.name, ())) if chosen else 0
    last = max(1, -(-count // PAGE_LENGTH))
    if number > last:
        raise NotFoundError(
            f"There is no page {number} of what was found.",
            hint=f"the last one is page {last}",
        )
    if chosen is None or last == 1:
        return None
    return Pages(
        number=number,
        last=last,
        previous_href=_href(typed, chosen, number - 1) if number > 1 else "",
        next_href=_href(typed, chosen, number + 1) if number < last else "",
    )


def _href(typed: str, group: Group | None = None, number: int = 1) -> str:
    words = {"q": typed, "type": group.name if group else "", "page": number}
    return "/search?" + urlencode(
        {name: word for name, word in words.items() if word and word != 1}
    )


def _spellings(
    typed: str, words: Sequence[str], near: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[Ref, ...]:
    """Offer words of the graph that look like those typed which it does not have."""
    found: list[Ref] = []
    for word in words:
        known = near.get(word[0], ())
        if any(
            token_of(other, language) in tokens_for(word) for other, language in known
        ):
            continue
        for other in get_close_matches(word, dict(known), n=3, cutoff=0.72):
            rest = [other if one == word else one for one in words]
            found.append(Ref(" ".join(rest), _href(" ".join(rest))))
    return tuple(dict.fromkeys(found))
