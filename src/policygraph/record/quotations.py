"""A record into its quotations, each with the place it is written at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from policygraph.record.model import Item, Quotation, Record
from policygraph.record.yaml_tree import Path_

QUOTED_KEYS = frozenset({"quote", "cue", "date-words", "due-words", "starts", "ends"})


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


def readable_quotations(data: object, path: Path_ = ()) -> Iterator[PlacedQuotation]:
    """Return the quotations of a record that is no record yet, as far as they can be read.

    So that whoever wrote it is told of its words and of its other faults at once.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            if key in QUOTED_KEYS:
                yield from _written(value, (*path, key))
            else:
                yield from readable_quotations(value, (*path, key))
    elif isinstance(data, list):
        for at, part in enumerate(data):
            yield from readable_quotations(part, (*path, at))


def _written(value: object, path: Path_) -> Iterator[PlacedQuotation]:
    if isinstance(value, list):
        for at, part in enumerate(value):
            yield from _written(part, (*path, at))
        return
    facts = {"exact": value} if isinstance(value, str) else value
    with suppress(ValidationError):  # its shape is a fault that is told elsewhere
        yield PlacedQuotation(Quotation.model_validate(facts), path)
