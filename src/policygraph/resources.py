"""The files that ride in the package: ontology, queries, corpus, templates.

In a wheel they lie inside the package; in a checkout they lie at its top. Looked for in that order.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from policygraph.errors import OutsideError

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


@cache
def folder(name: str) -> Path:
    """Return the folder `ontology`, `queries` or `corpus`.

    Raises:
        OutsideError: the package is broken, the folder is in neither place.
    """
    for place in (_PACKAGE / name, _CHECKOUT / name):
        if place.is_dir():
            return place
    raise OutsideError(
        f"The folder {name}/ is missing from this installation.",
        hint="install policygraph again",
    )


def vocabulary_files() -> dict[str, Path]:
    """Return the vocabulary's Turtle files by the name of the graph they fill.

    Names are `ontology`, `alignments`, `shapes` and `schemes/{scheme}`, sorted.
    """
    ontology = folder("ontology")
    names = {
        "ontology": ontology / "policygraph.ttl",
        "alignments": ontology / "alignments.ttl",
        "shapes": ontology / "shapes.ttl",
    }
    for path in (ontology / "schemes").glob("*.ttl"):
        names[f"schemes/{path.stem}"] = path
    return dict(sorted(names.items()))


def query_files(folder_name: str = "") -> list[Path]:
    """Return the shipped `.rq` files below `queries/` (or one folder of it), sorted by path."""
    return sorted((folder("queries") / folder_name).rglob("*.rq"))
