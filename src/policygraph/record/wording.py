"""What pydantic finds into faults in plain words, each at its line, naming its item."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from policygraph.errors import Fault
from policygraph.iris import NOT_SAID
from policygraph.record.vocabulary import nearest_word
from policygraph.record.yaml_tree import Path_, YamlTree

# How one item of a list is called where it has no id.
_SINGULAR = {
    "boilerplate": "boilerplate",
    "links": "link",
    "memberships": "membership",
    "participation": "participation",
    "places": "place",
    "statements": "statement",
    "unnamed": "unnamed person",
}

_MAY_BE_NOT_SAID = frozenset(
    [
        "agreement",
        "date",
        "heading",
        "holder",
        "licence",
        "place",
        "published",
        "publisher",
        "stage",
        "url",
    ]
)

_QUOTED = frozenset(
    [
        "quote",
        "cue",
        "starts",
        "ends",
        "due-words",
        "date-words",
        "exact",
        "before",
        "after",
    ]
)

Details = dict[str, Any]  # as pydantic gives them: one error with type, loc, ctx


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong with a key of an item, and what to do."""

    wrong: str
    hint: str = ""


def faults_of(
    error: ValidationError,
    tree: YamlTree,
    *,
    model: type[BaseModel],
    told: Container[Path_] = (),
) -> Iterator[Fault]:
    """Tell each finding once: alternatives that all failed at one place are one fault.

    Places in `told` have a better message already, as a reference that leads nowhere.
    """
    done: set[Path_] = set()
    for raw in error.errors(include_url=False, include_input=False):
        details = typing.cast("Details", raw)
        path = _known_path(details, tree)
        if path in told or any(path[:depth] in done for depth in range(len(path) + 1)):
            continue
        done.add(path)
        words = _words(details, path=path, tree=tree, model=model)
        inside = details["type"] in ("missing", "extra_forbidden")
        item, key = item_and_key(path[:-1] if inside else path, tree)
        subject = f"{item}: {key}" if key else item
        line = tree.line_of(path)
        yield Fault(tree.file, line, f"{subject} {words.wrong}.", words.hint)


def item_and_key(path: Path_, tree: YamlTree) -> tuple[str, str]:
    """Return the name of the item that a path leads into, and the key below it as typed.

    A statement is named by its id, an item without one by its number in its list.
    """
    if len(path) >= 2 and isinstance(path[1], int):
        collection = str(path[0])
        item = tree.value_at(path[:2])
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str):
            single = _SINGULAR.get(collection, collection.removesuffix("s"))
            name = _link_name(item) or f"{single} {path[1] + 1}"
        return name, _key(path[2:])
    if path:
        return str(path[0]), _key(path[1:])
    return "The file", ""


def _link_name(item: object) -> str | None:
    if isinstance(item, dict) and "from" in item and "to" in item:
        return f"The link {item['from']} to {item['to']}"
    return None


def _key(path: Path_) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))


def _known_path(details: Details, tree: YamlTree) -> Path_:
    """Return where an error stands in the file.

    Pydantic's path also has the names of alternatives, and positions where one value stands without
    brackets; neither is in the file.
    """
    path: Path_ = ()
    for step in details["loc"]:
        if (*path, step) in tree.lines:
            path = (*path, step)
    return (*path, details["loc"][-1]) if details["type"] == "missing" else path


def _words(
    details: Details, *, path: Path_, tree: YamlTree, model: type[BaseModel]
) -> Words:
    kind = details["type"]
    if kind == "missing":
        return _missing(str(path[-1]))
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), _keys_at(model, path[:-1]))
    if tree.value_at(path) is None:
        return Words("has no value", "write one, or leave the key out")
    told = _TOLD.get(kind)
    if told:
        return told(details, path, tree)
    expected = _EXPECTED.get(kind)
    if expected:
        if _QUOTED & set(path):
            expected = "text"
        return _wrong_type(expected, path, tree)
    return Words("is not as it should be", "see the reference of the record format")


def _missing(key: str) -> Words:
    told = (
        f"; where the report does not say, {NOT_SAID}"
        if key in _MAY_BE_NOT_SAID
        else ""
    )
    return Words(f"has no {key}", f"add `{key}: …`{told}")


def _unknown(key: str, known: list[str]) -> Words:
    near = nearest_word(key, known)
    hint = f"did you mean {near!r}?" if near else f"known keys: {', '.join(known)}"
    return Words(f"has an unknown key {key!r}", hint)


def _wrong_type(expected: str, path: Path_, tree: YamlTree) -> Words:
    value = tree.value_at(path)
    spelling = tree.spellings.get(path)
    if isinstance(value, dict):
        found = "a block of keys"
    elif isinstance(value, list):
        found = "a list"
    elif spelling is not None:
        what = "true or false" if isinstance(value, bool) else "a number"
        found = f"{spelling}, which YAML reads as {what}"
    else:
        found = f"the text {value!r}"
    hint = ""
    if expected == "text" and spelling is not None:
        hint = f'put it in quotation marks: "{spelling}"'
    return Words(f"should be {expected}, and is {found}", hint)


def _literal(details: Details, path: Path_, tree: YamlTree) -> Words:
    choices = str(details["ctx"]["expected"]).replace("'", "")
    known = choices.replace(" or ", ", ").split(", ")
    value = tree.spellings.get(path) or tree.value_at(path)
    near = nearest_word(str(value), known)
    return Words(
        f"is {value!r}, and should be {choices}",
        f"did you mean {near!r}?" if near else "",
    )


def _own(details: Details, path: Path_, tree: YamlTree) -> Words:
    value = tree.spellings.get(path) or tree.value_at(path)
    return Words(f"is {value!r}: {details['ctx']['error']}")


def _pattern(details: Details, path: Path_, tree: YamlTree) -> Words:
    if path[-1] == "language":
        wanted = "a language tag, such as en or en-GB"
    else:
        wanted = f"an address that starts with http:// or https://, or {NOT_SAID}"
    return Words(f"is {tree.value_at(path)!r}, and should be {wanted}")


def _length(details: Details, path: Path_, tree: YamlTree) -> Words:
    if "short" in details["type"]:
        return Words("is empty", "write it, or leave the key out")
    return Words(
        f"is longer than {details['ctx']['max_length']} characters", "shorten it"
    )


def _bound(details: Details, path: Path_, tree: YamlTree) -> Words:
    return Words(f"is {tree.spellings.get(path)}, and should be between 0 and 1")


_TOLD: dict[str, Callable[[Details, Path_, YamlTree], Words]] = {
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _length,
    "string_too_short": _length,
    "too_short": _length,
    "value_error": _own,
}
_EXPECTED = {
    "bool_type": "true or false",
    "float_type": "a number",
    "int_type": "a number",
    "model_type": "a block of keys",
    "string_type": "text",
    "tuple_type": "a list",
}


def _keys_at(model: type[BaseModel], path: Path_) -> list[str]:
    """Return the keys that the model knows at a path of the file."""
    current: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, str) and current is not None:
            fields = {info.alias: info for info in current.model_fields.values()}
            info = fields.get(step)
            current = _model_in(info.annotation) if info else None
    if current is None:
        return []
    return sorted(str(info.alias) for info in current.model_fields.values())


def _model_in(annotation: Any) -> type[BaseModel] | None:  # any type expression
    """Return the model inside an annotation: that of its items, or of its only alternative."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    for part in typing.get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
