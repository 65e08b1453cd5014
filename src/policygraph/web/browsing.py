"""From what a reader chose of a list to one page of it: the filters, the lines, and where to go from here.

A list asks four queries at most: what fits, the lines of one page, what there is to choose, and the
same without the facet that is chosen, so that its other values keep their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from policygraph.engine import Literal, Rows, Term
from policygraph.errors import NotFoundError
from policygraph.iris import Iri
from policygraph.web.asking import MAX_QUERIES, Asker, Row
from policygraph.web.choosing import Chosen, Facet
from policygraph.web.drawing import Timeline
from policygraph.web.facets import (
    FacetView,
    Value,
    by_facet,
    count_values,
    name_of_word,
    names_of,
    view_facet,
)
from policygraph.web.links import Ref

PAGE_LENGTH: Final = 20
_PAGES_AROUND: Final = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its address and words, the queries behind it, and the facets it is filtered by.

    `found` gives the things that fit, `lines` all about some of them by the parameter `column`,
    `counts` the numbers of the facets. `always` is bound in every query, `draw` makes a picture of the
    lines of a page. `sorts` are by the word in the address, the first one empty. Where a release says
    which statements share their traits, `by_traits` names quicker queries with the same rows, and
    `counts_of_all` one for when nothing is chosen.
    """

    path: str
    title: str
    one: str
    lead: str
    found: str
    lines: str
    counts: str
    column: str
    facets: tuple[Facet, ...]
    sorts: Mapping[str, str]
    make: Callable[[list[Row]], Sequence[object]]
    always: Mapping[str, Iri] = field(default_factory=dict)
    draw: Callable[[Sequence[object]], Timeline] | None = None
    by_traits: Mapping[str, str] = field(default_factory=dict)
    counts_of_all: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that is chosen, and the address without it; `number` is what would fit then."""

    words: str
    name: Ref
    href: str
    number: int = 0
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """A way to another page of a list; `href` is empty for the page that is shown and for a gap."""

    words: str
    href: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """One page of a list, with all that stands beside it."""

    listing: Listing
    chosen: Chosen
    lines: Sequence[object]
    total: int
    first: int
    turns: tuple[Turn, ...]
    facets: tuple[FacetView, ...]
    filters: tuple[Filter, ...]
    unknown: tuple[Filter, ...]
    picture: Timeline | None = None

    @property
    def last(self) -> int:
        """The number of the last line shown."""
        return self.first + len(self.lines) - 1


def browse(asker: Asker, listing: Listing, chosen: Chosen) -> ListView:
    """Ask for one page of a list.

    Raises:
        NotFoundError: the list has no such page.
    """
    found = find(asker, listing, chosen)
    pages = max(1, ceil(len(found) / PAGE_LENGTH))
    if chosen.page > pages:
        raise NotFoundError(
            f"This list has no page {str(chosen.page)[:30]}; its last is {pages}.",
            hint=f"go to {chosen.at_page(1)}",
        )
    start = (chosen.page - 1) * PAGE_LENGTH
    shown = found[start : start + PAGE_LENGTH]
    if not shown:
        return _empty(asker, listing, chosen)
    lines = in_order(
        asker.rows(listing.lines, **{listing.column: shown}), shown, listing
    )
    made = listing.make(lines)
    values = _count(asker, listing, chosen)
    names = names_of(values)
    return ListView(
        listing=listing,
        chosen=chosen,
        lines=made,
        total=len(found),
        first=start + 1,
        turns=_turns(chosen, pages),
        facets=_facets(listing, values, chosen),
        filters=_filters(listing, chosen, names),
        unknown=(),
        picture=listing.draw(made) if listing.draw else None,
    )


def find(asker: Asker, listing: Listing, chosen: Chosen) -> list[Iri]:
    """Return everything that fits what is chosen, in order."""
    values: dict[str, Term | Sequence[Term]] = dict(_asked_with(asker, listing, chosen))
    if chosen.sort:
        values["sort"] = Literal(chosen.sort)
    return asker.things(_quickest(asker, listing, listing.found), **values)


def _quickest(asker: Asker, listing: Listing, query: str) -> str:
    """Return the query to ask in place of a general one; releases of old do not tell shared traits."""
    return listing.by_traits.get(query, query) if _knows_traits(asker) else query


def _knows_traits(asker: Asker) -> bool:
    return asker.source.counts.get("traits", 0) > 0


def in_order(rows: list[Row], order: Sequence[Iri], listing: Listing) -> list[Row]:
    """Return rows in the order of the things they are about."""
    place = {thing: number for number, thing in enumerate(order)}
    return sorted(rows, key=lambda row: place.get(Iri(row.text(listing.column)), 0))


def answer_with_lines(asker: Asker, listing: Listing, chosen: Chosen) -> Rows:
    """Answer with the lines of everything that fits, for a file."""
    found = find(asker, listing, chosen)
    asked = asker.write(listing.lines, **{listing.column: found})
    answer = asker.source.store.answer(asked.text)
    assert isinstance(answer, Rows)  # noqa: S101 - the query of lines is a SELECT
    return answer


def _asked_with(
    asker: Asker, listing: Listing, chosen: Chosen
) -> dict[str, Term | Sequence[Term]]:
    terms = chosen.terms(listing.facets, asker.source.iris)
    return {**listing.always, **terms}


def _count(
    asker: Asker, listing: Listing, chosen: Chosen
) -> dict[str, Sequence[Value]]:
    """Count the values of all facets; those of a chosen facet as if it were not chosen."""
    counted = by_facet(_count_rows(asker, listing, chosen))
    values: dict[str, Sequence[Value]] = {
        facet.name: count_values(counted, facet) for facet in listing.facets
    }
    for facet in listing.facets:
        is_left = len(asker.asked) < MAX_QUERIES
        if facet.name in chosen.values and is_left:
            without = chosen.without(facet.name)
            again = by_facet(_count_rows(asker, listing, without))
            values[facet.name] = count_values(again, facet)
    return values


def _count_rows(asker: Asker, listing: Listing, chosen: Chosen) -> list[Row]:
    """Ask for the numbers of the facets; where nothing is chosen, those that the release counted."""
    is_all = not chosen.values and not chosen.words
    if is_all and listing.counts_of_all and _knows_traits(asker):
        return asker.rows(listing.counts_of_all, **listing.always)
    name = _quickest(asker, listing, listing.counts)
    return asker.rows(name, **_asked_with(asker, listing, chosen))


def _facets(
    listing: Listing, values: Mapping[str, Sequence[Value]], chosen: Chosen
) -> tuple[FacetView, ...]:
    views = (
        view_facet(facet, values.get(facet.name, ()), chosen)
        for facet in listing.facets
    )
    return tuple(view for view in views if view.options)


def _filters(
    listing: Listing, chosen: Chosen, names: Mapping[tuple[str, str], Ref]
) -> tuple[Filter, ...]:
    found = [
        Filter(
            facet.words,
            names.get((facet.name, word)) or name_of_word(facet, word),
            chosen.without(facet.name, word).href(),
        )
        for facet in listing.facets
        for word in chosen.values.get(facet.name, ())
    ]
    if chosen.words:
        name = Ref(f"“{chosen.words}”")
        found.append(Filter("Words", name, chosen.without("q").href()))
    return tuple(found)


def _empty(asker: Asker, listing: Listing, chosen: Chosen) -> ListView:
    """Say what is not known, and how much would fit with one thing less chosen."""
    facets = [facet for facet in listing.facets if facet.name in chosen.values]
    terms = chosen.terms(facets, asker.source.iris)
    things = [one for facet in facets if facet.folder for one in terms[facet.name]]
    rows = asker.rows("names", thing=things) if things else []
    known = {row.text("thing"): row.ref("thing", "name") for row in rows}
    names, unknown = {}, []
    for facet in facets:
        for word in chosen.values[facet.name]:
            iri = str(facet.term_of(word, asker.source.iris)) if facet.folder else ""
            if iri in known:
                names[(facet.name, word)] = known[iri]
            elif iri:
                href = chosen.without(facet.name, word).href()
                unknown.append(Filter(facet.words, Ref(word), href, is_known=False))
    dropped = []
    for name in [*(facet.name for facet in facets), *(["q"] if chosen.words else [])]:
        if len(asker.asked) < MAX_QUERIES:
            less = chosen.without(name)
            number = len(find(asker, listing, less))
            words = next((one.words for one in facets if one.name == name), "the words")
            dropped.append(Filter(words, Ref(words), less.href(), number))
    return ListView(
        listing=listing,
        chosen=chosen,
        lines=(),
        total=0,
        first=1,
        turns=(),
        facets=_facets(listing, {}, chosen),
        filters=tuple(dropped) or (),
        unknown=tuple(unknown),
    )


def _turns(chosen: Chosen, pages: int) -> tuple[Turn, ...]:
    if pages == 1:
        return ()
    here = chosen.page
    near = range(max(1, here - _PAGES_AROUND), min(pages, here + _PAGES_AROUND) + 1)
    numbers = sorted({1, *near, pages})
    turns = []
    if here > 1:
        turns.append(Turn("Previous", chosen.at_page(here - 1)))
    before = 0
    for number in numbers:
        if number > before + 1:
            turns.append(Turn("…", ""))
        is_here = number == here
        turns.append(Turn(str(number), chosen.at_page(number), is_here))
        before = number
    if here < pages:
        turns.append(Turn("Next", chosen.at_page(here + 1)))
    return tuple(turns)
