"""The page of a link between two statements: both sentences, and who says that the one bears on the other.

A link that the report states and a curator's reading are told apart in the first line.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from policygraph.iris import concept
from policygraph.web.asking import Asker, Row
from policygraph.web.facts import Fact, Facts
from policygraph.web.links import Ref

_LONGEST_IN_TITLE: Final = 70
_SHOWN_ELSEWHERE: Final = frozenset(
    {
        "pgo:basis",
        "pgo:evidence",
        "pgo:linkBy",
        "pgo:linkSource",
        "pgo:linkTarget",
        "pgo:linkType",
        "pgo:linkWhy",
    }
)


@dataclass(frozen=True, slots=True)
class LinkView:
    """All that the page of a link shows; `ends` is None where a statement at an end has no words."""

    ends: tuple[Ref, Ref] | None
    way: Ref | None
    is_reading: bool
    readers: tuple[Ref, ...]
    reasons: tuple[Ref, ...]
    cues: tuple[Ref, ...]
    more: tuple[Fact, ...]

    @property
    def title(self) -> str:
        """Both sentences in short, with what ties them; empty where there are no sentences."""
        if self.ends is None or self.way is None:
            return ""
        source, target = (
            shorten(one.label, _LONGEST_IN_TITLE, placeholder=" …") for one in self.ends
        )
        return f"“{source}” {self.way.label.lower()} “{target}”"


def make_link_view(asker: Asker, facts: Facts) -> LinkView:
    """Ask for both sentences; one query."""
    row = next(iter(asker.rows("link-ends", link=facts.iri)), None)
    basis = facts.first("pgo:basis")
    return LinkView(
        ends=None if row is None else (_end(row, "source"), _end(row, "target")),
        way=facts.first("pgo:linkType"),
        is_reading=basis is not None and basis.iri == concept("bases", "inferred"),
        readers=facts.all("pgo:linkBy"),
        reasons=facts.all("pgo:linkWhy"),
        cues=facts.all("pgo:evidence"),
        more=facts.table(_SHOWN_ELSEWHERE),
    )


def _end(row: Row, column: str) -> Ref:
    return row.ref(column, f"{column}Text")
