"""From counted values to the filters beside a list: what there is to choose, how much of it, what is chosen.

What is not said is a value like any other, but stands last and is written as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.engine import Literal
from policygraph.iris import NOT_SAID, is_not_said, term
from policygraph.web.asking import Row
from policygraph.web.choosing import Chosen, Facet
from policygraph.web.links import Ref, local_name

SHOWN: Final = 7
SHOWN_ON_DEMAND: Final = 150
# The query of counts names facets by property; of concern and of days it tells one side only.
_REPORT: Final = term("reportedIn")
_CONCERN: Final = term("concern")


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen: its word in the address, its name, how many fall under it."""

    word: str
    name: Ref
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet as it stands beside a list; `hidden` values more are at `more_href`."""

    facet: Facet
    options: tuple[Option, ...]
    hidden: int
    more_href: str
    is_open: bool

    @property
    def only(self) -> Option | None:
        """The one value that there is, where it is not chosen: there is nothing to choose from."""
        is_alone = len(self.options) == 1 and not self.options[0].is_chosen
        return self.options[0] if is_alone else None


@dataclass(frozen=True, slots=True)
class Value:
    """A counted value: what a reader sees of it, and its number."""

    word: str
    name: Ref
    number: int


Counted = Mapping[str, Sequence[Row]]


def by_facet(rows: Sequence[Row]) -> Counted:
    """Put counted values under the words by which the query names their facets."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.text("facet"), []).append(row)
    return found


def count_values(counted: Counted, facet: Facet) -> list[Value]:
    """Return the values of a facet, largest first, what is not said last."""
    if facet.counted == _CONCERN:
        return _concern(counted, facet)
    if facet.counted == "day":
        return _years(counted)
    found: dict[str, Value] = {}
    for row in counted.get(facet.counted, ()):
        if row.text("value") not in found:
            found[row.text("value")] = _value(row, facet)
    return _in_order(list(found.values()))


def _value(row: Row, facet: Facet) -> Value:
    value = row.text("value")
    word = facet.word_of(value, row.source.iris)
    name = row.ref("value", "name")
    if value == NOT_SAID or is_not_said(value):
        name = Ref("not said", is_not_said=True)
    elif facet.labels:
        name = Ref(facet.labels.get(value, value))
    elif isinstance(row.term("value"), Literal):
        name = Ref(value)
    return Value(word, name, row.number("number"))


def _in_order(values: list[Value]) -> list[Value]:
    return sorted(
        values,
        key=lambda one: (one.name.is_not_said, -one.number, one.name.label.lower()),
    )


def _reports(counted: Counted) -> dict[str, Row]:
    """Return one row a report: a report stands once for each day of what it reports."""
    return {row.text("value"): row for row in reversed(counted.get(_REPORT, ()))}


def _concern(counted: Counted, facet: Facet) -> list[Value]:
    whole = sum(row.number("number") for row in _reports(counted).values())
    yes = sum(row.number("number") for row in counted.get(_CONCERN, ()))
    numbers = {"yes": yes, "no": whole - yes}
    return [
        Value(word, Ref(facet.labels[word]), number)
        for word, number in numbers.items()
        if number
    ]


def _years(counted: Counted) -> list[Value]:
    years: Counter[str] = Counter()
    for row in _reports(counted).values():
        years[row.text("day")[:4] or NOT_SAID] += row.number("number")
    names = {
        year: Ref("not said", is_not_said=True) if year == NOT_SAID else Ref(year)
        for year in years
    }
    return sorted(
        (Value(year, names[year], number) for year, number in years.items()),
        key=lambda one: (one.name.is_not_said, one.word),
    )


def view_facet(facet: Facet, values: Sequence[Value], chosen: Chosen) -> FacetView:
    """Return what is shown of a facet: the first values, and whatever is chosen."""
    picked = chosen.values.get(facet.name, ())
    shown = SHOWN_ON_DEMAND if chosen.more == facet.name else SHOWN
    first, rest = list(values[:shown]), values[shown:]
    first += [one for one in rest if one.word in picked or one.name.is_not_said]
    known = {one.word for one in first}
    options = [
        Option(one.word, one.name, one.number, one.word in picked) for one in first
    ]
    options += [
        Option(word, name_of_word(facet, word), 0, is_chosen=True)
        for word in picked
        if word not in known
    ]
    return FacetView(
        facet=facet,
        options=tuple(options),
        hidden=len(values) - len(first),
        more_href="" if shown > SHOWN else chosen.href(more=facet.name),
        is_open=bool(picked) or chosen.more == facet.name,
    )


def name_of_word(facet: Facet, word: str) -> Ref:
    """Read a value from its word in the address alone, where nothing is counted under it."""
    if word == NOT_SAID:
        return Ref("not said", is_not_said=True)
    return Ref(facet.labels.get(word) or local_name(word))


def names_of(values: Mapping[str, Sequence[Value]]) -> dict[tuple[str, str], Ref]:
    """Return the names of all values counted, by facet and word."""
    return {
        (name, one.word): one.name for name, found in values.items() for one in found
    }
