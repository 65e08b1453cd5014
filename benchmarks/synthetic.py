"""Turns a number and a seed into a corpus of invented reports, as a curator would have coded them.

    python -m benchmarks.synthetic 1000 synthetic --seed 1

Each report is a folder of record.yaml and source.txt. The same number and seed give the same
bytes. The records are written as text, not by a YAML library: 50,000 take a minute or so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.composing import (
    FIRST_LINE,
    LAST_LINE,
    PEOPLE,
    Link,
    Report,
    Statement,
    compose_report,
    slug_of,
)

EDITORS = "policygraph-editors"
CORPUS = """\
title: Synthetic corpus
description: Invented reports to try things at size. No such town, body or person exists.
publisher: policygraph editors
licence: https://creativecommons.org/licenses/by/4.0/
withdrawn: []
"""
UNNAMED = {"attendee-1": "One attendee", "attendee-2": "A visitor from the hills"}


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write the corpus."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic")
    parser.add_argument("reports", type=int, help="how many reports")
    parser.add_argument("folder", type=Path, help="where to; made if it is not there")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    write_corpus(options.folder, reports=options.reports, seed=options.seed)
    print(f"{options.reports} reports written to {options.folder}", file=sys.stderr)


def write_corpus(folder: Path, *, reports: int, seed: int = 1) -> None:
    """Write corpus.yaml and one folder a report below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.yaml").write_text(CORPUS, encoding="utf-8", newline="\n")
    for number in range(1, reports + 1):
        report = compose_report(number, seed)
        place = folder / report.slug
        place.mkdir(exist_ok=True)
        for name, text in (
            ("source.txt", report.text()),
            ("record.yaml", "".join(f"{line}\n" for line in record_lines(report))),
        ):
            (place / name).write_text(text, encoding="utf-8", newline="\n")


def record_lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report's record, in the order of the record model."""
    yield from _head(report)
    yield from _people(report)
    yield from _parts(report)
    yield "statements:"
    for statement in report.statements:
        yield from _statement(statement)
    yield "links:"
    for link in report.links:
        yield _link(link)
    yield "withdrawn: []"
    yield "notes: [Synthetic. Nothing in it was ever said.]"


def _quoted(text: str) -> str:
    """Write a text as YAML may read it whatever it holds; JSON strings are YAML."""
    return json.dumps(text, ensure_ascii=False)


def _head(report: Report) -> Iterator[str]:
    yield "policygraph: 1"
    yield f'coded: {{by: {EDITORS}, on: "2026-11-22"}}'
    yield "report:"
    yield f"  title: {_quoted(report.title)}"
    yield f"  publisher: {slug_of(report.host)}"
    yield "  language: en"
    yield f"  published: {_quoted(report.published)}"
    yield f"  url: https://example.org/reports/{report.slug}"
    yield "rights:"
    yield "  licence: https://creativecommons.org/licenses/by/4.0/"
    yield "  basis: own-work"
    yield "  redistribute: false"
    yield "discussion:"
    yield f"  title: {_quoted(f'{report.format.capitalize()} in {report.town}')}"
    yield f"  format: {report.format}"
    yield f"  date: {_quoted(report.date)}"
    yield f"  date-words: {_quoted(report.date_words)}"
    yield f"  place: {report.town.lower()}"
    yield f"  group: {{id: participants, name: the participants, quote: {_quoted(PEOPLE)}}}"


def _people(report: Report) -> Iterator[str]:
    host, speaker = slug_of(report.host), slug_of(report.speaker)
    yield "actors:"
    yield f"  - {{id: {host}, type: organisation, name: {_quoted(report.host)}}}"
    yield f"  - {{id: {speaker}, type: person, name: {_quoted(report.speaker)}}}"
    yield f"  - {{id: {EDITORS}, type: group, name: policygraph editors}}"
    yield "participation:"
    yield f"  - {{actor: {host}, role: host}}"
    yield f"  - {{actor: {speaker}, role: opening-speaker}}"
    holders = {statement.holder for statement in report.statements}
    used = [id_ for id_ in UNNAMED if id_ in holders]
    yield "unnamed:" if used else "unnamed: []"
    for id_ in used:
        yield f"  - {{id: {id_}, name: {UNNAMED[id_]}}}"
    yield "places:"
    yield f"  - {{id: {report.town.lower()}, name: {report.town}}}"


def _parts(report: Report) -> Iterator[str]:
    yield "sections:"
    for id_, heading in report.sections:
        words = _quoted(heading)
        yield f"  - {{id: {id_}, heading: {words}, starts: {words}}}"
    yield "boilerplate:"
    for line, reason in ((FIRST_LINE, "notice"), (LAST_LINE, "advertisement")):
        words = _quoted(line)
        yield f"  - {{starts: {words}, ends: {words}, reason: {reason}}}"
    yield "issues:"
    for issue in report.issues:
        yield f"  - id: {issue.id}"
        yield f"    type: {issue.type}"
        yield f"    name: {_quoted(issue.name)}"
        yield f"    themes: [{issue.theme}]"


def _statement(statement: Statement) -> Iterator[str]:
    """Yield one statement; what does not apply to it is left out."""
    proposition = statement.proposition
    commitment = proposition.kind == "commitment"
    recommendation = proposition.kind == "recommendation"
    yield f"  - id: {statement.id}"
    for key, value in (
        ("kind", proposition.kind),
        ("claim-kind", proposition.claim_kind),
        ("modality", proposition.modality),
        ("stage", statement.stage),
        ("says", _quoted(proposition.says)),
        ("quote", _quoted(proposition.quote)),
        ("holder", statement.holder),
        ("agreement", statement.agreement),
        ("cue", statement.cue and _quoted(statement.cue)),
        ("basis", statement.basis),
        ("concern", "true" if statement.concern else ""),
        ("themes", f"[{', '.join(dict.fromkeys(proposition.themes))}]"),
        ("technologies", proposition.technology and f"[{proposition.technology}]"),
        ("place-levels", proposition.level and f"[{proposition.level}]"),
        ("raises", statement.raises and f"[{statement.raises}]"),
        ("addressee", proposition.addressee if recommendation else ""),
        ("owner", statement.holder if commitment else ""),
        ("due", _quoted(statement.due or "not-said") if commitment else ""),
        ("state", "planned" if commitment else ""),
    ):
        if value:
            yield f"    {key}: {value}"


def _link(link: Link) -> str:
    ends = f"from: {link.source}, to: {link.target}, type: {link.type}"
    if link.cue:
        return f"  - {{{ends}, basis: stated, cue: {_quoted(link.cue)}}}"
    return f"  - {{{ends}, basis: inferred, by: {EDITORS}, why: {_quoted(link.why)}}}"


if __name__ == "__main__":
    main()
