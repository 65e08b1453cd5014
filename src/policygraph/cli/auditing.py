"""The command of whoever judges a server, this one or another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from policygraph.audit import Check, Scorecard

_COLOURS = {True: "green", False: "red", None: None}
_WORDS = {True: "pass", False: "FAIL", None: "-"}


@click.command()
@click.argument("url")
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="How many things and pages to look at.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
def audit(url: str, sample: int, output_format: str) -> int:
    """Visit a site of linked data and score it, check by check.

    Leaves with 0 for full marks, and with 1 where a check fails. It asks the endpoint to write and to
    call out, since both must be refused: audit servers of your own, or ask first.
    """
    from policygraph.audit import audit as visit

    card = visit(url, sample=sample)
    click.echo(_as_json(card) if output_format == "json" else _as_table(card))
    return 0 if card.full_marks else 1


def _as_json(card: Scorecard) -> str:
    lines = [
        {
            "id": check.name,
            "check": check.what,
            "expected": check.expected,
            "got": check.got,
            "pass": check.passed,
        }
        for check in card.checks
    ]
    told = {
        "url": card.url,
        "passed": card.passed,
        "checked": card.checked,
        "checks": lines,
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _as_table(card: Scorecard) -> str:
    lines = [_line(check) for check in card.checks]
    lines.append(f"{card.passed} of {card.checked} checks passed at {card.url}")
    return "\n".join(lines)


def _line(check: Check) -> str:
    word = click.style(f"{_WORDS[check.passed]:5}", fg=_COLOURS[check.passed])
    told = f"{check.name:6}{check.what}: "
    if check.expected:
        told += f"{check.expected} expected, got "
    return word + _printable(told + check.got)


def _printable(text: str) -> str:
    r"""Leave out what a site could send to steer a terminal.

    >>> _printable("a\x1b[31mb")
    'a[31mb'
    """
    return "".join(one for one in text if one.isprintable())
