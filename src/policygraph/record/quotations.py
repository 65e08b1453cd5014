"""A typed record into its quotations, each with the place it is written at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.record.model import Item, Quotation, Record
from policygraph.record.yaml_tree import Path_


@dataclass(frozen=True, slots=True)
class PlacedQuotation:
    """A quotation and the path of keys and positions that leads to it in the record."""

    quotation: Quotation
    path: Path_


def quotations_of(record: Record) -> Iterator[PlacedQuotation]:
    """Return every quotation of a record, in the order of the model's fields.

    All of them stand in the source: what carries statements, cues, words that open sections, name
    actors or bound boilerplate.
    """
    yield from _below(record, ())


def _below(item: Item, path: Path_) -> Iterator[PlacedQuotation]:
    for name, info in type(item).model_fields.items():
        yield from _in_value(getattr(item, name), (*path, str(info.alias)))


def _in_value(value: object, path: Path_) -> Iterator[PlacedQuotation]:
    if isinstance(value, Quotation):
        yield PlacedQuotation(value, path)
    elif isinstance(value, Item):
        yield from _below(value, path)
    elif isinstance(value, tuple):
        for at, part in enumerate(value):
            yield from _in_value(part, (*path, at))
