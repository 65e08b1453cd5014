"""From the words of an address to how a reader wants an answer shown: sorted, page by page, as a chart.

What makes no sense is not refused: the answer shows as it would without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

LONGEST_ADDRESS: Final = 16_000
ROWS: Final = (25, 100, 500)
TABLE, CHART, RAW = "table", "chart", "raw"
# words of addresses that say how to show; no question has a parameter of such a name
WORDS: Final = frozenset({"sort", "page", "rows", "show", "chart", "x", "y"})


@dataclass(frozen=True, slots=True)
class Showing:
    """How an answer is to be shown.

    `sort` is the name of a column, with a hyphen before it for the last first; `chart` is `bar` or
    `line`, of the column `y` by the column `x`.
    """

    show: str = TABLE
    sort: str = ""
    page: int = 1
    rows: int = ROWS[0]
    chart: str = "bar"
    x: str = ""
    y: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An address of ours: its path, and the words that stay whatever is shown."""

    path: str
    fixed: tuple[tuple[str, str], ...]

    def href(self, **shown: str | int) -> str:
        """Return the address with words that say how to show; empty ones are left out.

        Returns nothing where the address would be longer than servers on the way may take.
        """
        words = [(name, str(value)) for name, value in shown.items() if value]
        href = f"{self.path}?{urlencode([*self.fixed, *words])}".rstrip("?")
        return href if len(href) <= LONGEST_ADDRESS else ""


def read_showing(given: Mapping[str, str]) -> Showing:
    """Read how to show from the words of an address."""
    show, chart = given.get("show", ""), given.get("chart", "")
    rows = _number(given.get("rows", ""), ROWS[0])
    return Showing(
        show=show if show in (CHART, RAW) else TABLE,
        sort=given.get("sort", ""),
        page=max(_number(given.get("page", ""), 1), 1),
        rows=rows if rows in ROWS else ROWS[0],
        chart="line" if chart == "line" else "bar",
        x=given.get("x", ""),
        y=given.get("y", ""),
    )


def _number(text: str, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) if is_number else otherwise
