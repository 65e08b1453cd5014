"""Turns a text into a changed text that knows where each of its characters came from.

The eight changes that sources go through on the web: typography, boilerplate, corrections, wrapping,
order, and words edited at three rates. Because every character keeps its origin, whether an anchor in
the changed text is the right one is known by construction, not by comparing words.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH_CHARS = 70
EDIT_RATES = (0.02, 0.05, 0.10)
NEW = -1

# Slips that stand in the texts at hand, and what their publishers would make of them.
CORRECTIONS = (
    ("However, if was noted", "However, it was noted"),
    ("the discussion led to", "the discussion turned to"),
    ("The is a need", "There is a need"),
)

_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and, for each character, its position in the first text, or NEW."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Traced:
        """Return a text that has not changed yet."""
        return cls(text, tuple(range(len(text))))

    def rewritten(
        self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]
    ) -> Traced:
        """Replace every match; what replaces it counts as coming from the match's start."""
        parts: list[str] = []
        origins: list[int] = []
        at = 0
        for match in pattern.finditer(self.text):
            words = new(match)
            parts += [self.text[at : match.start()], words]
            origins += self.origins[at : match.start()]
            origins += [self.origins[match.start()]] * len(words)
            at = match.end()
        parts.append(self.text[at:])
        origins += self.origins[at:]
        return Traced("".join(parts), tuple(origins))

    def rearranged(
        self, spans: Sequence[tuple[int, int]], *, joint: str = ""
    ) -> Traced:
        """Put spans of the text one after another; what is in none is cut away."""
        text = joint.join(self.text[start:end] for start, end in spans)
        origins: list[int] = []
        for start, end in spans:
            origins += self.origins[start:end]
            origins += [NEW] * len(joint)
        return Traced(text, tuple(origins[: len(text)]))


def mutations(
    text: str,
    *,
    boilerplate: Sequence[tuple[int, int]],
    sections: Sequence[int],
    seed: int = 20,
) -> dict[str, Traced]:
    """Return the eight changed texts by name. `sections` are the positions where sections start."""
    first = Traced.of(text)
    changed = {
        "straight quotes, single spaces": _typewritten(first),
        "boilerplate cut away": first.rearranged(_outside(boilerplate, len(text))),
        "typos corrected": _corrected(first),
        f"wrapped at {WIDTH_CHARS} columns": _wrapped(first),
        "sections reordered": first.rearranged(
            _reversed(sections, len(text)), joint="\n"
        ),
    }
    for rate in EDIT_RATES:
        changed[f"{rate:.0%} of words changed"] = _edited(first, rate, seed)
    return changed


def _typewritten(traced: Traced) -> Traced:
    marks = re.compile("[" + "".join(_STRAIGHT) + "]")
    straight = traced.rewritten(marks, lambda match: _STRAIGHT[match.group()])
    return straight.rewritten(re.compile(r"\s+"), lambda match: " ")


def _corrected(traced: Traced) -> Traced:
    corrections = dict(CORRECTIONS)
    slips = re.compile("|".join(re.escape(wrong) for wrong in corrections))
    return traced.rewritten(slips, lambda match: corrections[match.group()])


def _wrapped(traced: Traced) -> Traced:
    column = 0

    def wrap(match: re.Match[str]) -> str:
        nonlocal column
        space, word = match.groups()
        if "\n" in space:
            column = len(word)
        elif column + len(space) + len(word) > WIDTH_CHARS:
            space, column = "\n", len(word)
        else:
            column += len(space) + len(word)
        return space

    spaces = re.compile(r"(\s+)(?=(\S+))")
    return traced.rewritten(spaces, wrap)


def _edited(traced: Traced, rate: float, seed: int) -> Traced:
    """Replace words at random by other words of the same text."""
    chance = random.Random(f"{seed} {rate}")
    words = _WORD.findall(traced.text)

    def edit(match: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < rate else match.group()

    changed = traced.rewritten(_WORD, edit)
    if changed.text == traced.text:
        raise ValueError("too short a text: no word was changed")
    return changed


def _outside(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    kept = []
    at = 0
    for start, end in sorted(spans):
        kept.append((at, start))
        at = end
    return [*kept, (at, length)]


def _reversed(starts: Sequence[int], length: int) -> list[tuple[int, int]]:
    edges = sorted({0, *starts, length})
    return list(itertools.pairwise(edges))[::-1]
