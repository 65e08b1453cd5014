"""A name into the folder of a new report, with a record that explains itself."""

from __future__ import annotations

import json
from pathlib import Path

from policygraph.errors import OutsideError, UsageError
from policygraph.iris import is_slug
from policygraph.record.corpus import CORPUS_NAME
from policygraph.record.reading import RECORD_NAME
from policygraph.record.yaml_tree import display_path

_NO_TITLE = "<TITLE OF THE REPORT>"
_TEMPLATE = Path(__file__).with_name("skeleton.yaml")
_CORPUS_TEMPLATE = Path(__file__).with_name("skeleton_corpus.yaml")


def skeleton(title: str) -> str:
    """Return the text of a new record. The title may be empty, to be filled in with the rest."""
    # a JSON string without its marks is the inside of a double-quoted YAML scalar
    inside = json.dumps(title.strip() or _NO_TITLE, ensure_ascii=False)[1:-1]
    return _TEMPLATE.read_text(encoding="utf-8").replace("{title}", inside)


def write_skeleton(corpus: Path, slug: str, title: str = "") -> Path:
    """Make `corpus/slug/record.yaml` and return its path; a new corpus gets its `corpus.yaml`, too.

    Raises:
        UsageError: the slug cannot stand in an address, or the folder is there.
        OutsideError: the disk refuses.
    """
    if not is_slug(slug):
        raise UsageError(
            f"{slug!r} cannot stand in an address.",
            hint="use lower-case letters, digits and single hyphens, at most 80",
        )
    folder = corpus / slug
    record = folder / RECORD_NAME
    description = corpus / CORPUS_NAME
    try:
        folder.mkdir(parents=True)
        if not description.exists():
            description.write_bytes(_CORPUS_TEMPLATE.read_bytes())
        record.write_text(skeleton(title), encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise UsageError(
            f"{display_path(folder)} is there already.", hint="choose another slug"
        ) from error
    except OSError as error:
        raise OutsideError(
            f"{display_path(record)} cannot be written: {error.strerror}.",
            hint="look at the rights of the folder and at the disk's space",
        ) from error
    return record
