"""What a person sees in a terminal: tables, findings, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from policygraph.errors import Fault
from policygraph.iris import Iris

if TYPE_CHECKING:
    from rich.console import Console

    from policygraph.check import Finding
    from policygraph.engine import Rows

NARROWEST_COLUMN = 18  # characters in which a reader still reads words, not letters

_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}
_WORDS = {"info": "note"}  # as they are called where they are counted


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


@contextmanager
def working(label: str) -> Iterator[None]:
    """Show, on stderr and to a person, that a work of unknown length goes on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{label} …"):
        yield


def write_bytes(data: bytes) -> None:
    """Write data to stdout as it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def show_rows(rows: Rows, iris: Iris) -> int:
    """Print rows as a table that fits the terminal, or one below the other where they do not fit.

    Things appear by the path of their document, or by their IRI where it is not ours. Returns the
    number of rows.
    """
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as shown:
        count = _show_cells(console, rows, iris)
    click.echo(shown.get(), nl=False)
    return count


def _show_cells(console: Console, rows: Rows, iris: Iris) -> int:
    cells = [[_cell(value, iris) for value in row] for row in rows]
    if len(rows.variables) * NARROWEST_COLUMN > console.width:
        _show_blocks(console, rows.variables, cells)
    elif cells:
        _show_table(console, rows.variables, cells)
    return len(cells)


def _show_table(
    console: Console, names: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _show_blocks(
    console: Console, names: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    from rich.table import Table
    from rich.text import Text

    for row in cells:
        block = Table(box=None, pad_edge=False, show_header=False)
        block.add_column(min_width=max(map(len, names)), style="bold")
        block.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            if value:
                block.add_row(name, Text(value))
        console.print(block)
        console.print()


def _cell(value: object, iris: Iris) -> str:
    from policygraph.engine import Blank, Literal

    if value is None:
        return ""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Blank):
        return f"_:{value.name}"
    return iris.path_of(str(value)) or str(value)


def show_findings(findings: Sequence[Finding], *, with_info: bool) -> None:
    """Print findings, one a line: place, severity, what to do."""
    for finding in findings:
        if finding.severity == "info" and not with_info:
            continue
        place = f"{finding.file}:{finding.line}: " if finding.file else ""
        word = _WORDS.get(finding.severity, finding.severity)
        severity = click.style(word, fg=_COLOURS[finding.severity])
        click.echo(f"{place}{severity}: {finding.message}")


def counted(number: int, word: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "report"), counted(2, "report")
    ('1 report', '2 reports')
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def count_findings(findings: Sequence[Finding]) -> str:
    """Say how many findings there are of each severity.

    >>> count_findings([])
    '0 violations, 0 warnings, 0 notes'
    """
    parts = [
        counted(
            sum(finding.severity == severity for finding in findings),
            _WORDS.get(severity, severity),
        )
        for severity in _COLOURS
    ]
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
