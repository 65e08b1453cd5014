"""Turns a coded report into figures: do quotations keep their place, are false ones refused?

    python -m benchmarks.anchoring [SLUG TEXT]

Takes the quotations of each report whose text is here. Eight changes are made to the text and every
quotation is re-anchored: exact, moved or lost, and wrong where the anchor is at another place than
the words came from. Then false quotations are offered to admission and to re-anchoring. One wrong
anchor or one false quotation let in ends with exit code 1.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.adversaries import (
    INVENTED,
    Adversary,
    adversaries_of,
    cut_inside_words,
)
from benchmarks.mutations import NEW, Traced, mutations
from policygraph.errors import QuoteAmbiguousError, QuoteNotFoundError
from policygraph.record import (
    RECORD_NAME,
    TEXT_NAME,
    Anchors,
    Quotation,
    anchor_record,
    find_records,
    read_record,
    read_vocabulary,
)
from policygraph.source import SourceText, normalise, read_document, reanchor

PROJECT = Path(__file__).resolve().parent.parent
SHARED_REPORTS = PROJECT.parent / "shared" / "reports"
# Of an anchor's characters, and of the quotation's own, at least so many must be the same ones.
MIN_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A report whose text is here, with its quotations in place."""

    slug: str
    text: str
    anchors: Anchors

    def statement_quotes(self) -> dict[Quotation, tuple[int, int]]:
        """Return every quotation of the record with its span in the text."""
        return {
            quotation: (place.start_char, place.end_char)
            for quotation, place in self.anchors.places.items()
        }

    def mutations(self) -> dict[str, Traced]:
        """Return the changed texts by the name of the change."""
        return mutations(
            self.text,
            boilerplate=[span[:2] for span in self.anchors.boilerplate],
            sections=[start for start, _ in self.anchors.sections],
        )


def read_case(slug: str, text: Path) -> Case:
    """Anchor the record of a report in a text."""
    read = read_record(PROJECT / "corpus" / slug / RECORD_NAME, read_vocabulary())
    document = read_document(str(text))
    anchors = anchor_record(read, text=document, stored=None)
    return Case(slug, document.text, anchors)


def cases_here() -> Iterator[Case]:
    """Return the reports of the corpus whose text is beside the record or among the shared ones."""
    for record in find_records(PROJECT / "corpus"):
        slug = record.parent.name
        for text in (record.with_name(TEXT_NAME), SHARED_REPORTS / slug / TEXT_NAME):
            if text.is_file():
                yield read_case(slug, text)
                break


def outcomes(case: Case, changed: Traced) -> Counter[str]:
    """Re-anchor every quotation in a changed text; count exact, moved, lost and wrong."""
    source = SourceText(changed.text)
    count: Counter[str] = Counter()
    for quotation, span in case.statement_quotes().items():
        found = reanchor(
            quotation.exact, source, before=quotation.before, after=quotation.after
        )
        count[found.outcome] += 1
        if found.outcome != "lost" and found.passage is not None:
            place = (found.passage.start_char, found.passage.end_char)
            count["wrong"] += not is_right(changed, place, span)
    return count


def is_right(changed: Traced, place: tuple[int, int], span: tuple[int, int]) -> bool:
    """Tell whether a place in the changed text holds what came from a span of the first one."""
    origins = [origin for origin in changed.origins[slice(*place)] if origin != NEW]
    inside = {origin for origin in origins if span[0] <= origin < span[1]}
    kept = {origin for origin in changed.origins if span[0] <= origin < span[1]}
    return (
        sum(origin in inside for origin in origins) >= MIN_OVERLAP * len(origins)
        and len(inside) >= MIN_OVERLAP * len(kept)
        and bool(inside)
    )


def false_quotes(case: Case, *, with_cuts: bool) -> list[Adversary]:
    """Return all false quotations for a report; none of them stands in its text."""
    made = [Adversary("invented", words) for words in INVENTED]
    for quotation in case.statement_quotes():
        made += adversaries_of(quotation.exact)
        made += cut_inside_words(quotation.exact) if with_cuts else ()
    text = normalise(case.text).text
    return [
        one
        for one in made
        if "cut" in one.kind or normalise(one.words).text not in text
    ]


def admitted(case: Case) -> Counter[str]:
    """Offer every false quotation to admission; count those offered and, apart, those let in."""
    source = SourceText(case.text)
    count: Counter[str] = Counter()
    for one in false_quotes(case, with_cuts=True):
        count["offered"] += 1
        try:
            source.find(one.words)
        except (QuoteNotFoundError, QuoteAmbiguousError):
            continue
        count[f"let in: {one.kind}: {one.words}"] += 1
    return count


def moved(case: Case, text: str) -> Counter[str]:
    """Offer every false quotation to re-anchoring in a text; count as `admitted` does."""
    source = SourceText(text)
    count: Counter[str] = Counter()
    for one in false_quotes(case, with_cuts=False):
        count["offered"] += 1
        if reanchor(one.words, source).outcome != "lost":
            count[f"let in: {one.kind}: {one.words}"] += 1
    return count


def _show(title: str, rows: Mapping[str, Counter[str]]) -> int:
    print(f"\n{title}")
    columns = ("exact", "moved", "lost", "wrong")
    print(f"{'change to the source':34}" + "".join(f"{name:>8}" for name in columns))
    for name, count in rows.items():
        print(f"{name:34}" + "".join(f"{count[column]:8}" for column in columns))
    return sum(count["wrong"] for count in rows.values())


def _show_false(name: str, count: Counter[str]) -> int:
    let_in = [key for key in count if key.startswith("let in")]
    offered = count["offered"]
    print(f"{name:34}{offered:8} offered{offered - len(let_in):8} refused")
    for key in let_in:
        print(f"  {key}")
    return len(let_in)


def main() -> int:
    """Print the table of each report; return the exit code."""
    cases = (
        [read_case(sys.argv[1], Path(sys.argv[2]))] if sys.argv[2:] else cases_here()
    )
    bad = 0
    for case in cases:
        changed = case.mutations()
        rows = {name: outcomes(case, text) for name, text in changed.items()}
        quotes = len(case.statement_quotes())
        bad += _show(f"{case.slug}: {quotes} quotations, re-anchored", rows)
        print("false quotations")
        bad += _show_false("admission", admitted(case))
        bad += _show_false("re-anchoring, text as it is", moved(case, case.text))
        for name, text in changed.items():
            bad += _show_false(f"re-anchoring, {name}"[:34], moved(case, text.text))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
