"""What the search page shows: the kinds of things that are found, and how each is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policygraph.engine import PREFIXES
from policygraph.iris import Iri, term
from policygraph.web.found_words import FoundPiece
from policygraph.web.lines import StatementLine
from policygraph.web.links import Ref
from policygraph.web.search_terms import Sought


@dataclass(frozen=True, slots=True)
class Group:
    """What kind of things is found, under which word of the address."""

    name: str
    title: str
    kind: Iri
    is_statement: bool = False


GROUPS: Final = (
    Group("themes", "Themes", term("Theme")),
    Group("reports", "Reports", term("Report")),
    Group("actors", "Actors", term("Actor")),
    Group("places", "Places", term("Place")),
    Group("instruments", "Policy instruments", term("PolicyInstrument")),
    Group("programmes", "Programmes", term("Programme")),
    Group("terms", "Other terms", Iri(PREFIXES["skos"] + "Concept")),
    Group("sections", "Sections of reports", term("Section")),
    Group("recommendations", "Recommendations", term("Recommendation"), True),
    Group("claims", "Claims", term("Claim"), True),
    Group("questions", "Questions", term("Question"), True),
    Group("commitments", "Commitments", term("Commitment"), True),
)


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement that was found, with the words marked by which it was."""

    line: StatementLine
    says: tuple[FoundPiece, ...]
    quotes: tuple[tuple[Ref, tuple[FoundPiece, ...]], ...]


@dataclass(frozen=True, slots=True)
class FoundName:
    """Something else that was found, by its name or by another that it has."""

    thing: Ref
    name: tuple[FoundPiece, ...]
    also: tuple[FoundPiece, ...]

    @property
    def weight(self) -> int:
        """Tell how well the name shows why it was found, in the language of the pages if it can."""
        is_english = (self.thing.language or "en").startswith("en")
        is_shown = any(piece.is_found for piece in self.name)
        return 4 * is_shown + 2 * is_english + bool(self.also)


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The things of one kind that were found, of which the first are shown."""

    title: str
    count: int
    href: str
    is_chosen: bool
    statements: tuple[FoundStatement, ...]
    names: tuple[FoundName, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """What helps where nothing was found: other spellings, fewer words, themes near them."""

    spellings: tuple[Ref, ...]
    fewer: tuple[Ref, ...]
    themes: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a list of pages one is."""

    number: int
    last: int
    previous_href: str
    next_href: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """All that the search page shows; `total` counts what was found, of every kind."""

    typed: str
    chosen: str
    sought: Sought
    total: int
    everything_href: str
    groups: tuple[FoundGroup, ...]
    pages: Pages | None
    onward: Onward | None
