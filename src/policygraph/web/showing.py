"""From the words of an address to how a reader wants an answer shown: sorted, page by page, as a chart.

What makes no sense is refused, as it is in the address of a list: whoever follows a wrong link is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from policygraph.errors import UsageError

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
    """Read how to show from the words of an address; empty ones count as not there.

    Raises:
        UsageError: one of them can be none.
    """
    return Showing(
        show=_one_of(given, "show", (TABLE, CHART, RAW)),
        sort=given.get("sort", ""),
        page=_page(given.get("page", "")),
        rows=int(_one_of(given, "rows", tuple(str(one) for one in ROWS))),
        chart=_one_of(given, "chart", ("bar", "line")),
        x=given.get("x", ""),
        y=given.get("y", ""),
    )


def _one_of(given: Mapping[str, str], name: str, words: Sequence[str]) -> str:
    word = given.get(name, "") or words[0]
    if word not in words:
        raise UsageError(
            f"{word[:60]!r} can be no value of `{name}`.",
            hint=f"write {name}=" + " or ".join(words),
        )
    return word


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    number = int(text) if is_number else 0
    if text and number < 1:
        raise UsageError(
            f"{text[:60]!r} is no page of an answer.", hint="pages count from 1"
        )
    return number or 1
