"""A folder of reports into the list of its records, and what their shared things say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationError

from policygraph.errors import DataError, Fault, NotFoundError
from policygraph.iris import VOCABULARY_BASE, is_slug
from policygraph.record.model import Item
from policygraph.record.reading import RECORD_NAME, ReadRecord
from policygraph.record.references import SHARED_KINDS
from policygraph.record.values import LISTED, Text, WebAddress
from policygraph.record.wording import faults_of
from policygraph.record.yaml_tree import display_path, read_yaml

CORPUS_NAME = "corpus.yaml"
_PATH_KINDS = frozenset({"reports", *SHARED_KINDS})

# What must be said alike wherever a shared thing is described; the rest adds up.
_IDENTITY = {
    "actors": ("type", "name", "unit-of"),
    "instruments": ("name",),
    "places": ("name",),
    "programmes": ("name",),
}


def _base(text: str) -> str:
    if not text.endswith("/"):
        raise ValueError("a base ends with / so that names can follow it")
    return text


def _path(text: str) -> str:
    kind, _, rest = text.partition("/")
    parts = rest.split("/")
    most = 2 if kind == "reports" else 1
    if kind not in _PATH_KINDS or len(parts) > most or not all(map(is_slug, parts)):
        raise ValueError("a path is such as reports/harbour-talks or actors/socitm")
    return text


class CorpusDescription(Item):
    """What corpus.yaml says of the whole: who publishes it, on what terms, under which base.

    `withdrawn` has the paths of reports and shared things that were taken back: `reports/x`.
    """

    title: Text
    description: Text
    publisher: Text
    licence: WebAddress
    base_iri: Annotated[WebAddress, AfterValidator(_base)] = VOCABULARY_BASE
    withdrawn: Annotated[tuple[Annotated[str, AfterValidator(_path)], ...], LISTED] = ()


def find_records(corpus: Path) -> tuple[Path, ...]:
    """Return the record files of a corpus, sorted by folder.

    Raises:
        NotFoundError: the folder is not there.
    """
    if not corpus.is_dir():
        raise _no_folder(corpus)
    return tuple(sorted(corpus.glob(f"*/{RECORD_NAME}")))


def _no_folder(corpus: Path) -> NotFoundError:
    return NotFoundError(
        f"There is no folder {display_path(corpus)}.",
        hint="name the folder that has a folder for each report",
    )


def read_corpus_description(corpus: Path) -> CorpusDescription:
    """Read the corpus.yaml of a corpus.

    Raises:
        DataError: with all faults of the file, sorted by line.
        NotFoundError: there is no such file.
    """
    if not corpus.is_dir():
        raise _no_folder(corpus)
    path = corpus / CORPUS_NAME
    if not path.is_file():
        raise NotFoundError(
            f"{display_path(corpus)} has no {CORPUS_NAME}.",
            hint="it gives title, description, publisher and licence of the whole",
        )
    tree = read_yaml(path)
    if not isinstance(tree.data, dict):
        fault = Fault(
            tree.file, 1, "The file is no block of keys.", "write `key: value`"
        )
        raise DataError(fault.message, faults=(*tree.faults, fault))
    faults = list(tree.faults)
    try:
        description = CorpusDescription.model_validate(tree.data)
    except ValidationError as error:
        faults += faults_of(error, tree, model=CorpusDescription)
    if faults:
        raise DataError(f"{tree.file} is wrong.", faults=tuple(faults))
    return description


@dataclass(frozen=True, slots=True)
class SharedName:
    """What one record says of one thing that reports share, and where.

    `said` has the keys that must be said alike everywhere, each with its value.
    """

    kind: str
    name: str
    said: tuple[tuple[str, str], ...]
    file: str
    line: int


def shared_names(read: ReadRecord) -> tuple[SharedName, ...]:
    """Return what a record says of actors, places, instruments and programmes, in its order."""
    return tuple(
        SharedName(
            kind=kind,
            name=item.id,
            said=tuple((key, _said(item, key)) for key in keys),
            file=read.file,
            line=read.lines[f"{kind}/{item.id}"],
        )
        for kind, keys in _IDENTITY.items()
        for item in getattr(read.record, kind)
    )


def _said(item: Item, key: str) -> str:
    value = getattr(item, key.replace("-", "_"))
    return "none" if value is None else repr(value)


def find_conflicts(names: Iterable[SharedName]) -> tuple[Fault, ...]:
    """Return a fault for each shared thing that two records describe differently, sorted.

    Names both places. Other names, notes and links to elsewhere may differ: they add up.
    """
    first: dict[tuple[str, str], SharedName] = {}
    faults: list[Fault] = []
    for later in sorted(names, key=lambda each: (each.file, each.line)):
        earlier = first.setdefault((later.kind, later.name), later)
        for (key, here), (_, there) in zip(later.said, earlier.said, strict=True):
            if here != there:
                faults.append(
                    Fault(
                        later.file,
                        later.line,
                        f"{later.kind}/{later.name} has the {key} {here} here, "
                        f"and {there} at {earlier.file}:{earlier.line}.",
                        "say the same in both, or give one of them another id",
                    )
                )
    return tuple(sorted(faults))
