"""From the shapes in the graph to a page to read: what every thing has to hold, and what is said where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from policygraph.iris import SHAPES
from policygraph.web.asking import Row
from policygraph.web.documents import Alternate, new_asker, page
from policygraph.web.links import Ref, local_name

_DEGREES: Final = {
    "Violation": "must",
    "Warning": "should",
    "Info": "advice",
}


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule: what it demands, how strictly, and what a curator is told where it is broken."""

    anchor: str
    name: Ref
    demand: Ref | None
    message: Ref | None
    degree: str


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """The rules for things of one class."""

    anchor: str
    name: Ref
    classes: tuple[Ref, ...]
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class ShapesView:
    """All that the page of the shapes shows."""

    shapes: tuple[ShapeEntry, ...]


def shapes_page(alternates: tuple[Alternate, ...]) -> str:
    """Make the page; every shape and rule has its own anchor, the end of its IRI."""
    asker = new_asker()
    rows = asker.rows("shapes")
    view = ShapesView(
        tuple(
            _shape(list(group))
            for _, group in groupby(rows, key=lambda row: row.text("shape"))
        )
    )
    return page(
        "shapes.html",
        view,
        title="Shapes",
        iri=SHAPES,
        alternates=alternates,
        asked=asker.asked,
    )


def _shape(rows: list[Row]) -> ShapeEntry:
    first = rows[0]
    classes = [row.ref("class") for row in rows if row.term("class") is not None]
    by_rule = groupby(rows, key=lambda row: row.text("rule"))
    return ShapeEntry(
        anchor=_anchor(first.text("shape")),
        name=_name(first, "name", "shape"),
        classes=tuple(dict.fromkeys(classes)),
        rules=tuple(_rule(next(group)) for _, group in by_rule),
    )


def _rule(row: Row) -> RuleEntry:
    severity = row.text("severity").rpartition("#")[2]
    return RuleEntry(
        anchor=_anchor(row.text("rule")),
        name=_name(row, "ruleName", "rule"),
        demand=row.optional_ref("demand"),
        message=row.optional_ref("message"),
        degree=_DEGREES.get(severity, severity),
    )


def _name(row: Row, column: str, fallback: str) -> Ref:
    return row.optional_ref(column) or Ref(local_name(row.text(fallback)))


def _anchor(iri: str) -> str:
    return iri.rpartition("#")[2]
