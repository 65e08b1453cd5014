"""Turns checks that hold or fail into counts, each with the words of its failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Count:
    """How often something was tried, and what was said each time it failed."""

    tried: int = 0
    failures: list[str] = field(default_factory=list)


class Tally:
    """Counts under one title, in the order in which they began."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.counts: dict[str, Count] = {}

    def count(self, what: str, tried: int, failures: Sequence[str] = ()) -> None:
        """Add what was counted elsewhere."""
        count = self.counts.setdefault(what, Count())
        count.tried += tried
        count.failures += failures

    def check(self, what: str, is_well: bool, told: object = "") -> None:
        """Count one attempt; `told` is kept where it failed."""
        self.count(what, 1, [] if is_well else [str(told)])

    @contextmanager
    def attempt(
        self, what: str, *, told: Callable[[], str] = lambda: ""
    ) -> Iterator[None]:
        """Count the block as one attempt, which fails by raising. Nothing is raised further."""
        try:
            yield
        except Exception as error:  # whatever it is, it is what is counted here
            self.check(what, False, f"{told()} {type(error).__name__}: {error}".strip())
        else:
            self.check(what, True)
