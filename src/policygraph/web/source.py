"""What the pages stand on: something that answers queries, and what is known of its release.

A loaded store today, a worker's socket or an endpoint elsewhere tomorrow; the pages cannot tell.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from policygraph.engine import Answer, ReleaseStore, Rows, find_query
from policygraph.iris import Iris
from policygraph.isolated import Strangers

FINDINGS: Final = "validation.json"


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
    `recommendations`, `actors`, `themes`, `quads`); what is missing is not shown. `about` has
    `description`, `publisher`, `licence` and `modified`, the day of the latest coding (`2026-11-22`),
    as far as they are known; `withdrawn` holds the paths of what was taken back; `release` is the
    directory with the files of the release; `fictional` has the IRIs of reports that were made up. `findings` counts what its checks found by severity, and is
    None where nothing was checked. `strangers` answers the queries that anybody sends; where
    it is None, none of them is answered.
    """

    store: Answering
    iris: Iris
    digest: str
    title: str
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: frozenset[str] = frozenset()
    release: Path | None = None
    fictional: frozenset[str] = frozenset()

    def is_withdrawn(self, path: str) -> bool:
        """Tell whether the thing at a path was taken back, or what it was part of.

        What is said of a statement (`reports/x/s07-held-by-…`) goes with it.
        """
        parts = path.split("/")
        above = {"/".join(parts[:end]) for end in range(1, len(parts) + 1)}
        if len(parts) == 3 and parts[0] == "reports":
            above.add("/".join([*parts[:2], parts[2].partition("-")[0]]))
        return not self.withdrawn.isdisjoint(above)

    strangers: Strangers | None = None
    findings: Mapping[str, int] | None = None


def source_of(
    opened: ReleaseStore,
    *,
    store: Answering | None = None,
    strangers: Strangers | None = None,
) -> Source:
    """Return the source that an opened release is; `store` answers in place of its own."""
    answering = store or opened.store
    return Source(
        store=answering,
        iris=opened.iris,
        digest=opened.digest,
        title=opened.manifest.title,
        counts=dict(opened.manifest.counts),
        about=dict(opened.manifest.about),
        withdrawn=frozenset(opened.manifest.withdrawn),
        release=opened.path,
        fictional=find_fictional(answering),
        strangers=strangers,
        findings=count_findings(opened.path),
    )


def find_fictional(store: Answering) -> frozenset[str]:
    """Return the IRIs of reports that were made up: few, and told wherever such a report is named."""
    rows = store.answer(find_query("fictional-reports", "pages").text)
    assert isinstance(rows, Rows)  # noqa: S101 - the query is a SELECT
    return frozenset(str(report) for (report,) in rows)


def count_findings(release: Path) -> Mapping[str, int] | None:
    """Count the findings of a release's checks by severity; None where it does not tell them."""
    try:
        told = json.loads((release / FINDINGS).read_bytes())
        return Counter(str(one["severity"]) for one in told)
    except (OSError, ValueError, KeyError, TypeError):
        return None
