"""From single outcomes to a line of the table, and from all lines to a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_GOT = 160


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table; `passed` is None where nothing could be checked, and `got` says why."""

    name: str
    what: str
    expected: str
    got: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All lines of an audit, and the address they are about."""

    url: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(check.passed is True for check in self.checks)

    @property
    def checked(self) -> int:
        """How many checks could be made."""
        return sum(check.passed is not None for check in self.checks)

    @property
    def full_marks(self) -> bool:
        """Whether every check that could be made passed."""
        return self.passed == self.checked


def found(name: str, what: str, expected: str, got: object, *, passed: bool) -> Check:
    """Make a line of what was found; long findings are cut.

    >>> found("L9", "endpoint", "one", 2, passed=False).got
    '2'
    """
    text = " ".join(str(got).split())
    if len(text) > _LONGEST_GOT:
        text = text[: _LONGEST_GOT - 1] + "…"
    return Check(name, what, expected, text, passed)


def tallied(name: str, what: str, outcomes: Iterable[tuple[str, bool]]) -> Check:
    """Make a line of many outcomes, each the name of a case and whether it was right.

    >>> tallied("L1", "document", [("/a", True), ("/b", False)]).got
    '1 of 2; wrong: /b'
    >>> tallied("L1", "document", []).passed
    False
    """
    cases = list(outcomes)
    wrong = [case for case, right in cases if not right]
    got = f"{len(cases) - len(wrong)} of {len(cases)}"
    if wrong:
        got += "; wrong: " + ", ".join(wrong[:4])
        got += ", …" if len(wrong) > 4 else ""
    if not cases:
        got = "nothing to look at"
    passed = bool(cases) and not wrong
    return found(name, what, "all", got, passed=passed)


def not_checked(name: str, what: str, why: str) -> Check:
    """Make a line of what cannot be checked from here, with the reason."""
    return Check(name, what, "", why, None)
