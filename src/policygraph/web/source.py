"""What the pages stand on: something that answers queries, and what is known of its release.

A loaded store today, a worker's socket or an endpoint elsewhere tomorrow; the pages cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from policygraph.engine import Answer
from policygraph.iris import Iris


class Answering(Protocol):
    """Anything that answers SPARQL as `engine.Store` does."""

    def answer(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer a query over the union of all graphs, or over the graphs named."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """One release as the pages see it.

    `counts` holds numbers by the words of the manifest (`reports`, `statements`, `claims`,
    `recommendations`, `actors`, `themes`, `quads`); what is missing is not shown.
    """

    store: Answering
    iris: Iris
    digest: str
    title: str
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
