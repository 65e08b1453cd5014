"""What the parts of a record demand of one another, as faults.

Rules that a table of keys cannot say: a claim has a claim kind, a reading is signed, one person does
not agree with himself. Like the references, they look at plain values and step over what is misshapen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from policygraph.errors import Fault
from policygraph.iris import NOT_SAID
from policygraph.record.references import Item, Named, items_of
from policygraph.record.wording import item_and_key
from policygraph.record.yaml_tree import YamlTree

# What is wrong, what to do, and the key whose line tells it (or the item's own).
Finding = tuple[str, str, str]
Rule = Callable[[dict[str, Any], Named, YamlTree], Iterator[Finding]]

_KEYS_OF_KIND = {
    "claim": {"claim-kind"},
    "recommendation": {"addressee", "presumed-addressee"},
    "commitment": {"owner", "state", "due", "due-words", "commits-to"},
    "question": set[str](),
}
_NEEDED_OF_KIND = {
    "claim": ("claim-kind",),
    "recommendation": ("addressee",),
    "commitment": ("owner", "state"),
}


def rule_faults(tree: YamlTree, named: Named) -> Iterator[Fault]:
    """Return the faults of all statements, links and discussions against the rules below."""
    for kind, rules in _RULES.items():
        for item in items_of(tree, kind):
            for rule in rules:
                for finding in rule(item[1], named, tree):
                    yield _fault(tree, item, finding)
    yield from _repeated_links(tree)


def _fault(tree: YamlTree, item: Item, finding: Finding) -> Fault:
    path, _ = item
    message, hint, key = finding
    line = tree.line_of((*path, key) if key else path)
    return Fault(tree.file, line, f"{item_and_key(path, tree)[0]} {message}", hint)


def _keys_of_its_kind(
    item: dict[str, Any], named: Named, tree: YamlTree
) -> Iterator[Finding]:
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in _KEYS_OF_KIND:
        return
    for key in _NEEDED_OF_KIND.get(kind, ()):
        if key not in item:
            yield (
                f"is a {kind} without {key}.",
                f"add `{key}: …`; where the report does not say, {NOT_SAID}"
                if key != "claim-kind"
                else "add `claim-kind: …`: observation, prediction, evaluation, vision or risk",
                "",
            )
    for other, keys in _KEYS_OF_KIND.items():
        for key in sorted(keys & item.keys()):
            if other != kind:
                yield (
                    f"is a {kind} with {key}, which only a {other} has.",
                    "take the key out, or correct the kind",
                    key,
                )


def _presumed_addressee(
    item: dict[str, Any], named: Named, tree: YamlTree
) -> Iterator[Finding]:
    if "presumed-addressee" in item and set(_listed(item.get("addressee"))) - {
        NOT_SAID
    }:
        yield (
            "has a presumed-addressee beside a stated one.",
            f"presume only where `addressee: {NOT_SAID}` stands",
            "presumed-addressee",
        )


def _not_said_alone(
    item: dict[str, Any], named: Named, tree: YamlTree
) -> Iterator[Finding]:
    for key in ("holder", "addressee", "owner"):
        words = _listed(item.get(key))
        if NOT_SAID in words and len(words) > 1:
            yield (
                f"has a {key} that is {NOT_SAID} and said.",
                f"write either {NOT_SAID} or the names",
                key,
            )


def _agreement(item: dict[str, Any], named: Named, tree: YamlTree) -> Iterator[Finding]:
    holders = _listed(item.get("holder"))
    agreement = item.get("agreement")
    if not isinstance(agreement, str) or agreement == NOT_SAID or len(holders) != 1:
        return
    if _is_one_person(holders[0], named, tree):
        yield (
            f"gives the agreement {agreement!r} to one person.",
            f"agreement is among several; write {NOT_SAID}",
            "agreement",
        )


def _is_one_person(holder: str, named: Named, tree: YamlTree) -> bool:
    if named.has("unnamed", holder):
        return True
    path = named.ids["actors"].get(holder)
    actor = tree.value_at(path) if path else None
    return isinstance(actor, dict) and actor.get("type") == "person"


def _link_ends(item: dict[str, Any], named: Named, tree: YamlTree) -> Iterator[Finding]:
    if item.get("from") is not None and item.get("from") == item.get("to"):
        yield "leads to itself.", "a statement says nothing about itself", ""


def _reading(item: dict[str, Any], named: Named, tree: YamlTree) -> Iterator[Finding]:
    if item.get("basis") != "inferred":
        return
    for key in ("by", "why"):
        if not item.get(key):
            yield (
                f"is inferred and has no {key}.",
                f"add `{key}: …`: a reading says whose it is, and why",
                "",
            )
    if item.get("cue"):
        yield (
            "is inferred and has a cue.",
            "where the report says it, write `basis: stated`",
            "cue",
        )


def _own_link(item: dict[str, Any], named: Named, tree: YamlTree) -> Iterator[Finding]:
    if item.get("basis") != "stated":
        return
    if not item.get("cue"):
        yield (
            "is stated and has no cue.",
            "add `cue: …`, the report's words that say so, or write `basis: inferred`",
            "",
        )
    for key in ("by", "why"):
        if key in item:
            yield (
                f"is stated and has {key}.",
                "the report says it: by and why belong to readings",
                key,
            )


def _follows(item: dict[str, Any], named: Named, tree: YamlTree) -> Iterator[Finding]:
    if item.get("follows") is not None and item.get("follows") == item.get(
        "id", "discussion"
    ):
        yield "follows itself.", "name the earlier discussion", "follows"


def _repeated_links(tree: YamlTree) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], int] = {}
    for path, item in items_of(tree, "links"):
        ends = tuple(str(item.get(key)) for key in ("from", "to", "type"))
        line = tree.line_of(path)
        if ends in seen:
            yield Fault(
                tree.file,
                line,
                f"{item_and_key(path, tree)[0]} stands twice; first in line {seen[ends]}.",
                "keep one of them",
            )
        seen.setdefault(ends, line)


def _listed(value: Any) -> list[str]:
    """Return the texts of a value that may be one text or a list."""
    values = value if isinstance(value, list) else [value]
    return [word for word in values if isinstance(word, str)]


_RULES: dict[str, tuple[Rule, ...]] = {
    "statements": (
        _keys_of_its_kind,
        _presumed_addressee,
        _not_said_alone,
        _agreement,
    ),
    "links": (_link_ends, _reading, _own_link),
    "discussions": (_follows,),
}
