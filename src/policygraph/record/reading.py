"""record.yaml into a typed record, or into every fault of the file at once.

Order: the file as YAML, its shape against the model, its ids and references, its rules. Each step
looks at everything the steps before it left readable.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from policygraph.errors import DataError, Fault
from policygraph.iris import is_slug
from policygraph.record.model import Record
from policygraph.record.references import (
    SHARED_KINDS,
    Named,
    named_things,
    reference_faults,
    withdrawn_faults,
)
from policygraph.record.rules import rule_faults
from policygraph.record.vocabulary import Vocabulary
from policygraph.record.wording import faults_of
from policygraph.record.yaml_tree import Path_, YamlTree, read_yaml

RECORD_NAME = "record.yaml"


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record with the way back to its file.

    `slug` is the name of its folder, `file` its name for messages. `lines` leads from ids (of
    statements, sections, actors …, `Link.local_id()` of links, and `report`, `discussion`, `coded`,
    `rights`) to lines, from 1; shared things also as `actors/socitm`.
    """

    slug: str
    file: str
    record: Record = field(repr=False)
    lines: Mapping[str, int] = field(repr=False)
    tree: YamlTree = field(repr=False)

    def line_of(self, path: Path_) -> int:
        """Return the line of a path of keys and positions, or of what is nearest above it."""
        return self.tree.line_of(path)


def read_record(path: Path, vocabulary: Vocabulary) -> ReadRecord:
    """Read and check one record.

    Raises:
        DataError: with all faults of the file, sorted by line.
        NotFoundError: there is no such file.
        OutsideError: it cannot be read.
    """
    tree = read_yaml(path)
    if not isinstance(tree.data, dict):
        fault = Fault(
            tree.file, 1, "A record is a block of keys.", "write `key: value`"
        )
        raise DataError(fault.message, faults=(*tree.faults, fault))
    slug = path.resolve().parent.name
    named, faults = named_things(tree)
    faults += tree.faults
    faults += _slug_faults(slug, tree)
    nowhere = dict(reference_faults(tree, named, vocabulary))
    record = _typed(tree, faults, told=nowhere)
    faults += nowhere.values()
    faults += withdrawn_faults(tree, named)
    faults += rule_faults(tree, named)
    if record is None or faults:
        once = tuple(sorted(set(faults)))
        raise DataError(f"{tree.file} is wrong in {len(once)} places.", faults=once)
    return ReadRecord(slug, tree.file, record, _lines(tree, named, record), tree)


def _typed(
    tree: YamlTree, faults: list[Fault], *, told: Container[Path_]
) -> Record | None:
    """Return the record, or add what keeps it from being one."""
    try:
        return Record.model_validate(tree.data)
    except ValidationError as error:
        faults += faults_of(error, tree, model=Record, told=told)
        return None


def _slug_faults(slug: str, tree: YamlTree) -> list[Fault]:
    if is_slug(slug):
        return []
    return [
        Fault(
            tree.file,
            0,
            f"The folder's name {slug!r} cannot stand in an address.",
            "use lower-case letters, digits and single hyphens, at most 80",
        )
    ]


def _lines(tree: YamlTree, named: Named, record: Record) -> dict[str, int]:
    lines = {key: tree.line_of((key,)) for key in tree.data}
    for kind, ids in named.ids.items():
        for name, path in ids.items():
            lines.setdefault(name, tree.line_of(path))
            if kind in SHARED_KINDS:
                lines[f"{kind}/{name}"] = tree.line_of(path)
    for at, link in enumerate(record.links):
        lines[link.local_id()] = tree.line_of(("links", at))
    return lines
