"""The bytes of a YAML file into plain values with the line of each; all faults at once.

What a record does not need is refused before it can do harm: anchors and aliases (they can unfold
without end), tags, files of megabytes. Scalars keep their spelling: a date stays the text that was
typed, and a number knows how it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policygraph.errors import DataError, Fault
from policygraph.source.files import read_file

MAX_FILE_BYTES = 2_000_000

Path_ = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_LEADING_TAB = re.compile(r"^ *\t")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]+\Z")

# Words of the parser, and what they mean to somebody who writes a record.
_PLAIN_WORDS = {
    "mapping values are not allowed": "there is a colon where none can stand",
    "could not find expected ':'": "a key has no colon after it",
    "found unexpected end of stream": "a quotation mark is opened and not closed",
    "expected <block end>": "this line is not indented like the lines it belongs to",
    "expected ',' or": "a bracket is opened and not closed",
    "expected a single document": "a second document begins here, with ---",
    "cannot start any token": "a character stands here that must be put in quotation marks",
    "special characters are not allowed": "a control character stands here",
    "unknown escape character": "a backslash between double quotation marks means something else",
}


@dataclass(frozen=True, slots=True)
class YamlTree:
    """A YAML file as plain values. `data` holds dicts, lists and scalars, as YAML gives them.

    `lines` has the line of each key and list item by its path, from 1; `spellings` has what was typed
    where a scalar became something else than text. `file` is the name for messages.
    """

    file: str
    data: Any = field(repr=False)  # whatever the file holds, before it is checked
    lines: dict[Path_, int] = field(repr=False)
    spellings: dict[Path_, str] = field(repr=False)
    faults: tuple[Fault, ...] = ()

    def line_of(self, path: Path_) -> int:
        """Return the line of a path, or of the nearest thing above it that has one; 0 for none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def value_at(self, path: Path_) -> Any:  # as `data`
        """Return what stands at a path, or None."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read_yaml(path: Path) -> YamlTree:
    """Read a YAML file; faults that leave something to check stand in the tree.

    Raises:
        NotFoundError: there is no such file.
        DataError: it is too large, binary, not UTF-8, or not YAML.
        OutsideError: it cannot be read.
    """
    file = display_path(path)
    data = read_file(
        path,
        max_bytes=MAX_FILE_BYTES,
        shown=file,
        if_absent="policygraph new SLUG makes one",
        if_too_large="a record holds short quotations, never the text of the report",
    )
    text = _decoded(data, file)
    node = _composed(text, file)
    if node is None:
        raise _one_fault(
            file, 0, "The file is empty.", "policygraph new makes a skeleton"
        )
    return _Walk(file).tree(node)


def display_path(path: Path) -> str:
    """Return a path as messages show it: relative to the working directory where it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _decoded(data: bytes, file: str) -> str:
    again = "save it again as text, with the encoding UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _one_fault(file, 0, "The file is encoded as UTF-16, not UTF-8.", again)
    if b"\0" in data:
        raise _one_fault(file, 0, "The file is binary, not a text.", again)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _one_fault(file, line, "This line is not UTF-8.", again) from error


def _composed(text: str, file: str) -> Any:  # a node of ruamel.yaml, or None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _syntax_fault(text, file, error) from error
    except RecursionError as error:
        raise _one_fault(
            file,
            0,
            "Brackets are nested without end.",
            "a record needs three levels",
        ) from error
    except YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise _one_fault(
            file, line, "A control character stands in this line.", "take it out"
        ) from error


def _syntax_fault(text: str, file: str, error: Any) -> DataError:  # a MarkedYAMLError
    tabs = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if _LEADING_TAB.match(line)
    ]
    if tabs:
        message, hint = "A tab indents this line.", "indent with spaces, two a level"
        return DataError(
            message, faults=tuple(Fault(file, n, message, hint) for n in tabs)
        )
    mark = error.problem_mark or error.context_mark
    said = f"{error.problem} {error.context}"
    if "alias" in said or "anchor" in said:
        return _one_fault(file, mark.line + 1, *_NO_ALIAS)
    plain = next(
        (words for part, words in _PLAIN_WORDS.items() if part in said),
        "something here is not as YAML has it",
    )
    if "not closed" in plain:
        mark = error.context_mark or mark
    return _one_fault(
        file,
        mark.line + 1,
        f"This is not YAML: {plain}.",
        "look at indentation, colons and quotation marks, here and in the line before; "
        "put text with a colon in quotation marks",
    )


def _one_fault(file: str, line: int, message: str, hint: str) -> DataError:
    return DataError(message, hint=hint, faults=(Fault(file, line, message, hint),))


_NO_ALIAS = (
    "Anchors (&) and aliases (*) are not used in records.",
    "write the value out; put text that starts with & or * in quotation marks",
)


class _Walk:
    """One walk over the nodes of a file, collecting values, lines and faults."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[Path_, int] = {}
        self._spellings: dict[Path_, str] = {}
        self._faults: list[Fault] = []

    def tree(self, node: Any) -> YamlTree:
        """Return the tree of a file's root node."""
        data = self._value(node, ())
        faults = tuple(sorted(set(self._faults)))
        if any(fault.message == _NO_ALIAS[0] for fault in faults):
            raise DataError(_NO_ALIAS[0], faults=faults)
        return YamlTree(self._file, data, self._lines, self._spellings, faults)

    def _fault(self, node: Any, message: str, hint: str) -> None:
        line = node.start_mark.line + 1
        self._faults.append(Fault(self._file, line, message, hint))

    def _value(self, node: Any, path: Path_) -> Any:
        if node.anchor:
            # nothing below is looked at: an alias may unfold without end
            self._fault(node, *_NO_ALIAS)
            return None
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return [self._item(node, path, at) for at in range(len(node.value))]
        return self._scalar(node, path)

    def _item(self, sequence: Any, path: Path_, at: int) -> Any:
        node = sequence.value[at]
        self._lines[(*path, at)] = node.start_mark.line + 1
        return self._value(node, (*path, at))

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar":
                self._fault(key_node, "A key must be a word.", "write `key: value`")
                continue
            key = str(key_node.value)
            if key in result:
                first = self._lines[(*path, key)]
                self._fault(
                    key_node,
                    f"The key {key!r} stands twice in one item; first in line {first}.",
                    "keep one of them, or make a list of the values",
                )
                continue
            self._lines[(*path, key)] = key_node.start_mark.line + 1
            result[key] = self._value(value_node, (*path, key))
        return result

    def _scalar(self, node: Any, path: Path_) -> Any:
        tag = str(node.tag).removeprefix(_TAG)
        text = str(node.value)
        if _HALF_CHARACTER.search(text):
            self._fault(node, "Half a character stands here.", "type it as it is")
            return "\ufffd"
        if tag in ("str", "timestamp", "merge", "value"):
            return text
        self._spellings[path] = text
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag == "int":
            # other spellings (0x10, 1_000) are nowhere wanted: the value says only "a number"
            return int(text) if _WHOLE_NUMBER.match(text) and len(text) < 20 else 0
        if tag == "float":
            return _number(text)
        self._fault(node, "Tags (!) are not used in records.", "leave the tag out")
        return text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
