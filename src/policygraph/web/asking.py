"""The queries of one page: asked, counted, and kept so that the page can show them.

A page asks only shipped `.rq` files, five at most, so that whatever it shows can be asked again by
its reader, on any engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from policygraph.engine import Graph, Literal, Rows, Term, Truth
from policygraph.errors import PolicygraphError
from policygraph.iris import Iri
from policygraph.web.languages import DEFAULT, keep_one_name
from policygraph.web.links import Ref, ref_to
from policygraph.web.shelf import Shelf
from policygraph.web.source import Source

MAX_QUERIES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was asked: its title, what it answers, and its text with the values in it.

    `gives_list` is for the one query whose rows are what a list shows.
    """

    title: str
    answers: str
    text: str
    gives_list: bool = False

    @property
    def address(self) -> str:
        """The query page with this query in it, not yet run."""
        return "/sparql?" + urlencode({"query": self.text, "edit": "yes"})

    def download(self, wanted: str) -> str:
        """The address that answers this query in a format, by the format's name."""
        return "/sparql?" + urlencode({"query": self.text, "format": wanted})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer, read by the names of its columns."""

    cells: dict[str, Term | None]
    source: Source

    def term(self, name: str) -> Term | None:
        """Return a cell as it is; None where nothing is bound."""
        return self.cells.get(name)

    def text(self, name: str) -> str:
        """Return the characters of a cell, of an IRI too; empty where nothing is bound."""
        term = self.cells.get(name)
        if isinstance(term, Literal):
            return term.value
        return term if isinstance(term, str) else ""

    def number(self, name: str) -> int:
        """Return a whole number; 0 where there is none."""
        text = self.text(name)
        return int(text) if text.lstrip("-").isdigit() else 0

    def is_true(self, name: str) -> bool:
        """Tell whether a cell says true."""
        return self.text(name) in ("true", "1")

    def ref(self, name: str, label: str = "") -> Ref:
        """Return what a reader sees of a cell, named by another cell (`holder`, `holderName`)."""
        found = ref_to(
            self.term(name), self.term(label or f"{name}Name"), self.source.iris
        )
        is_fictional = found.iri in self.source.fictional
        return replace(found, is_fictional=True) if is_fictional else found

    def optional_ref(self, name: str, label: str = "") -> Ref | None:
        """Return what a reader sees of a cell, or None where nothing is bound."""
        return None if self.term(name) is None else self.ref(name, label)


class Asker:
    """Asks the queries of one page, and remembers them."""

    def __init__(
        self, source: Source, shelf: Shelf, languages: Sequence[str] = DEFAULT
    ) -> None:
        self.source = source
        self.languages = tuple(languages)
        self._shelf = shelf
        self._asked: list[Asked] = []

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What was asked so far, in order."""
        return tuple(self._asked)

    def write(self, name: str, **values: Term | Sequence[Term]) -> Asked:
        """Return a query of `queries/pages/` with values in it, without asking it."""
        query = self._shelf.pages[name]
        return Asked(query.title, query.answers, query.bind(values))

    def rows(self, name: str, **values: Term | Sequence[Term]) -> list[Row]:
        """Ask a SELECT of `queries/pages/` and return its rows, with one name of each thing."""
        answer = self._ask(name, values)
        if not isinstance(answer, Rows):
            raise PolicygraphError(f"The query {name} gives no rows.")
        named = keep_one_name(list(answer.as_dicts()), self.languages)
        return [Row(cells, self.source) for cells in named]

    def things(self, name: str, **values: Term | Sequence[Term]) -> list[Iri]:
        """Ask a SELECT of `queries/pages/` of one column, and return the things in it."""
        answer = self._ask(name, values)
        if not isinstance(answer, Rows):
            raise PolicygraphError(f"The query {name} gives no rows.")
        return [Iri(cell) for (cell,) in answer if isinstance(cell, str)]

    def is_true(self, name: str, **values: Term | Sequence[Term]) -> bool:
        """Ask an ASK of `queries/pages/`."""
        answer = self._ask(name, values)
        return isinstance(answer, Truth) and answer.value

    def graph(self, name: str, **values: Term | Sequence[Term]) -> Graph:
        """Ask a CONSTRUCT of `queries/pages/`."""
        answer = self._ask(name, values)
        if not isinstance(answer, Graph):
            raise PolicygraphError(f"The query {name} gives no graph.")
        return answer

    def _ask(
        self, name: str, values: dict[str, Term | Sequence[Term]]
    ) -> Rows | Truth | Graph:
        if len(self._asked) == MAX_QUERIES:
            raise PolicygraphError(f"A page asks {MAX_QUERIES} queries at most.")
        asked = self.write(name, **values)
        self._asked.append(asked)
        return self.source.store.answer(asked.text)
