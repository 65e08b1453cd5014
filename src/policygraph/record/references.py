"""A record's ids and references into faults: what is named twice, and what names nothing.

Works on the file's plain values, not on the typed record, so that it finds its faults even where
other keys are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policygraph.errors import Fault
from policygraph.iris import NOT_SAID, SCHEMES
from policygraph.record.vocabulary import Vocabulary, nearest_word
from policygraph.record.wording import item_and_key
from policygraph.record.yaml_tree import Path_, YamlTree

SHARED_KINDS = ("actors", "instruments", "places", "programmes")
_LOCAL_KINDS = ("sections", "issues", "statements", "unnamed")
_PEOPLE = ("actors", "unnamed", "groups")
_STAKEHOLDERS = (*_PEOPLE, "stakeholder-types")

Item = tuple[Path_, dict[str, Any]]  # values as YAML gives them

# Which key of which item names what. Kinds are lists of the record or schemes, looked up in order.
_REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "coded": {"by": ("actors",)},
    "report": {"publisher": ("actors", NOT_SAID)},
    "discussions": {
        "format": ("discussion-formats",),
        "place": ("places", NOT_SAID),
        "contributes-to": ("programmes",),
        "follows": ("discussions",),
        "themes": ("themes",),
    },
    "programmes": {"funded-by": ("actors", NOT_SAID)},
    "actors": {"unit-of": ("actors",)},
    "memberships": {
        "actor": ("actors",),
        "organisation": ("actors",),
        "role": ("roles",),
    },
    "participation": {
        "actor": ("actors", "unnamed"),
        "role": ("roles",),
        "in": ("discussions", "programmes"),
    },
    "issues": {"themes": ("themes",)},
    "statements": {
        "claim-kind": ("claim-kinds",),
        "modality": ("modalities",),
        "stage": ("stages",),
        "holder": (*_PEOPLE, NOT_SAID),
        "agreement": ("agreements",),
        "themes": ("themes",),
        "technologies": ("technologies",),
        "place-levels": ("place-levels",),
        "raises": ("issues",),
        "instruments": ("instruments",),
        "addressee": (*_STAKEHOLDERS, NOT_SAID),
        "presumed-addressee": _STAKEHOLDERS,
        "owner": (*_STAKEHOLDERS, NOT_SAID),
        "state": ("commitment-states",),
        "commits-to": ("discussions",),
    },
    "links": {
        "from": ("statements",),
        "to": ("statements",),
        "type": ("link-types",),
        "by": ("actors",),
    },
}


@dataclass(frozen=True, slots=True)
class Named:
    """Every id of a record by its kind, with the path of the item that first has it."""

    ids: dict[str, dict[str, Path_]]

    def has(self, kind: str, name: str) -> bool:
        """Tell whether a list of the record has an id."""
        return name in self.ids.get(kind, {})

    def local(self) -> dict[str, Path_]:
        """Return the ids that live in this report alone."""
        return {
            name: path
            for kind in (*_LOCAL_KINDS, "groups", "discussions")
            for name, path in self.ids[kind].items()
        }


def items_of(tree: YamlTree, kind: str) -> Iterator[Item]:
    """Return the items of a kind with their paths: of a list, or the one block of that name."""
    if kind == "discussions":
        yield from items_of(tree, "discussion")
        yield from items_of(tree, "further-discussions")
        return
    if kind == "groups":
        for path, item in items_of(tree, "discussions"):
            if isinstance(item.get("group"), dict):
                yield (*path, "group"), item["group"]
        return
    value = tree.value_at((kind,))
    if isinstance(value, dict):
        yield (kind,), value
    for at, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (kind, at), item


def named_things(tree: YamlTree) -> tuple[Named, list[Fault]]:
    """Return all ids, and a fault for each that is given twice.

    Ids of one report are one space, whatever they name; shared things have one space a kind.
    """
    ids: dict[str, dict[str, Path_]] = {}
    faults: list[Fault] = []
    local: dict[str, Path_] = {}
    for kind in (*SHARED_KINDS, "discussions", "groups", *_LOCAL_KINDS):
        ids[kind] = {}
        space = ids[kind] if kind in SHARED_KINDS else local
        for path, item in items_of(tree, kind):
            name = item.get("id", "discussion" if kind == "discussions" else None)
            if not isinstance(name, str):
                continue
            taken = space.get(name, ids["actors"].get(name) if space is local else None)
            if taken is not None:
                faults.append(_twice(tree, name, path, taken))
            else:
                space[name] = path
            ids[kind].setdefault(name, path)
    return Named(ids), faults


def _twice(tree: YamlTree, name: str, path: Path_, taken: Path_) -> Fault:
    lines = sorted((tree.line_of((*taken, "id")), tree.line_of((*path, "id"))))
    return Fault(
        tree.file,
        lines[1],
        f"The id {name!r} is given twice; first in line {lines[0]}.",
        "give one of them another id",
    )


def reference_faults(
    tree: YamlTree, named: Named, vocabulary: Vocabulary
) -> Iterator[tuple[Path_, Fault]]:
    """Return place and fault of each reference that leads nowhere, with what it may have meant."""
    for kind, keys in _REFERENCES.items():
        for path, item in items_of(tree, kind):
            for key, kinds in keys.items():
                for at, word in _words_at(item.get(key), (*path, key)):
                    if not _leads(word, kinds, named, vocabulary):
                        yield at, _nowhere(tree, at, word, kinds, named, vocabulary)


def withdrawn_faults(tree: YamlTree, named: Named) -> Iterator[Fault]:
    """Return a fault for each id that is said to be withdrawn and still stands."""
    local = named.local()
    for path, word in _words_at(tree.value_at(("withdrawn",)), ("withdrawn",)):
        if word in local:
            line = tree.line_of((*local[word], "id"))
            yield Fault(
                tree.file,
                tree.line_of(path),
                f"withdrawn lists {word!r}, which still stands in line {line}.",
                "take it from the list, or give the item a new id: an id is never used again",
            )


def _words_at(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Return the texts of a value that may be one text or a list, each with its path."""
    if isinstance(value, str):
        yield path, value
    for at, word in enumerate(value if isinstance(value, list) else ()):
        if isinstance(word, str):
            yield (*path, at), word


def _leads(
    word: str, kinds: tuple[str, ...], named: Named, vocabulary: Vocabulary
) -> bool:
    for kind in kinds:
        if kind == NOT_SAID:
            found = word == NOT_SAID
        elif kind in SCHEMES:
            found = vocabulary.has(kind, word)
        else:
            found = named.has(kind, word)
        if found:
            return True
    return False


def _nowhere(
    tree: YamlTree,
    path: Path_,
    word: str,
    kinds: tuple[str, ...],
    named: Named,
    vocabulary: Vocabulary,
) -> Fault:
    item, key = item_and_key(path, tree)
    schemes = [kind for kind in kinds if kind in SCHEMES]
    lists = [kind for kind in kinds if kind not in SCHEMES and kind != NOT_SAID]
    where = " or ".join(
        [f"the scheme {kind}" for kind in schemes] + [f"{kind} here" for kind in lists]
    )
    message = f"{item}: {key} names {word!r}, which is not in {where}."
    return Fault(
        tree.file,
        tree.line_of(path),
        message,
        _hint(word, schemes, lists, named=named, vocabulary=vocabulary),
    )


def _hint(
    word: str,
    schemes: list[str],
    lists: list[str],
    *,
    named: Named,
    vocabulary: Vocabulary,
) -> str:
    ids = sorted({name for kind in lists for name in named.ids.get(kind, {})})
    near = nearest_word(word, ids)
    for scheme in schemes:
        near = near or vocabulary.meant(scheme, word)
    if near:
        return f"did you mean {near!r}?"
    if lists:
        return f"add it under `{lists[0]}`, or correct the id"
    slugs = vocabulary.slugs(schemes[0])
    if len(slugs) <= 20:
        return f"the scheme has: {', '.join(slugs)}"
    return f"see ontology/schemes/{schemes[0]}.ttl for its {len(slugs)} concepts"
