"""What a person sees in a terminal: tables, findings, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from policygraph.errors import Fault

if TYPE_CHECKING:
    from policygraph.check import Finding
    from policygraph.engine import Rows

_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a long work is, on stderr, while a person watches; say nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def write_bytes(data: bytes) -> None:
    """Write data to stdout as it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def show_rows(rows: Rows) -> int:
    """Print rows as a table that fits the terminal; return their number.

    Things appear by the path of their document, or by their IRI where it is not ours.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in rows.variables:
        table.add_column(name, overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
        count += 1
    console = Console(highlight=False)
    if count:
        console.print(table)
    return count


def _cell(value: object) -> str:
    from policygraph.engine import Blank, Literal
    from policygraph.iris import Iris

    if value is None:
        return ""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Blank):
        return f"_:{value.name}"
    return Iris().path_of(str(value)) or str(value)


def show_findings(findings: Sequence[Finding], *, with_info: bool) -> None:
    """Print findings, one a line: place, severity, what to do."""
    for finding in findings:
        if finding.severity == "info" and not with_info:
            continue
        place = f"{finding.file}:{finding.line}: " if finding.file else ""
        severity = click.style(finding.severity, fg=_COLOURS[finding.severity])
        click.echo(f"{place}{severity}: {finding.message}")


def count_findings(findings: Sequence[Finding]) -> str:
    """Say how many findings there are of each severity.

    >>> count_findings([])
    '0 violations, 0 warnings, 0 notes'
    """
    parts = []
    for severity, word in (
        ("violation", "violation"),
        ("warning", "warning"),
        ("info", "note"),
    ):
        number = sum(finding.severity == severity for finding in findings)
        parts.append(f"{number} {word}{'' if number == 1 else 's'}")
    return ", ".join(parts)


def faults_as_json(faults: Sequence[Fault]) -> str:
    """Write faults as a JSON list, each with file, line, message and hint."""
    told = [
        {
            "severity": "violation",
            "file": fault.file,
            "line": fault.line,
            "message": fault.message,
            "hint": fault.hint,
        }
        for fault in faults
    ]
    return json.dumps(told, indent=1, ensure_ascii=False)
