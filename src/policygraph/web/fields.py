"""From what a question leaves open to the fields of a form, with the values that the graph has for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from policygraph.engine import Parameter, QueryFile
from policygraph.iris import Iri, Iris, concept_scheme, term
from policygraph.web.asking import Asker

MOST_VALUES: Final = 150
_LONGEST_LABEL: Final = 90
# names of parameters that stand for things of a class; the others stand for terms of a list
_CLASSES: Final = {
    "actor": "Actor",
    "discussion": "Discussion",
    "instrument": "PolicyInstrument",
    "question": "Question",
    "recommendation": "Recommendation",
    "report": "Report",
    "statement": "Statement",
}
_LISTS: Final = {
    "addressee": "stakeholder-types",
    "agreement": "agreements",
    "format": "discussion-formats",
    "level": "place-levels",
    "modality": "modalities",
    "role": "roles",
    "stage": "stages",
    "stakeholder": "stakeholder-types",
    "technology": "technologies",
    "theme": "themes",
}
# where a reader finds a value by hand
_PLACES: Final = {
    "actor": "/actors",
    "recommendation": "/recommendations",
    "report": "/reports",
    "statement": "/claims",
    "theme": "/themes",
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose; `is_chosen` where the address has it already."""

    value: str
    label: str
    language: str | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a question leaves open, and what the reader wrote there.

    Without options the reader types; `place` is a page that lists what may be typed, if there is one.
    """

    name: str
    kind: str
    value: str
    options: tuple[Option, ...] = ()
    place: str = ""


def read_fields(question: QueryFile, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a question with what was given, without asking the graph for values."""
    return tuple(
        Field(
            one.name,
            one.kind,
            given.get(one.name, "").strip(),
            place=_PLACES.get(one.name, ""),
        )
        for one in question.parameters
    )


def ask_fields(
    asker: Asker, question: QueryFile, given: Mapping[str, str]
) -> tuple[Field, ...]:
    """Return the fields of a question, each with its values where there are at most 150."""
    fields = read_fields(question, given)
    return tuple(
        Field(
            field.name,
            field.kind,
            field.value,
            _options(asker, parameter, field.value),
            field.place,
        )
        for field, parameter in zip(fields, question.parameters, strict=True)
    )


def _options(asker: Asker, parameter: Parameter, chosen: str) -> tuple[Option, ...]:
    kind = _kind_of(parameter)
    if kind is None:
        return ()
    iris = asker.source.iris
    options: dict[str, Option] = {}
    for row in asker.rows("field-values", kind=kind):
        iri, label = row.text("value"), row.ref("value", "valueName")
        value = iris.path_of(iri) or iri
        words = _shortened(label.label)
        is_chosen = chosen in _spellings(value, iri)
        options.setdefault(value, Option(value, words, label.language, is_chosen))
    if len(options) > MOST_VALUES:
        return ()
    return _with_chosen(options.values(), chosen, iris) if options else ()


def _with_chosen(
    options: Iterable[Option], chosen: str, iris: Iris
) -> tuple[Option, ...]:
    """Keep a value that the address has and the list has not."""
    listed = tuple(options)
    if not chosen or any(option.is_chosen for option in listed):
        return listed
    return (
        Option(chosen, _shortened(iris.path_of(chosen) or chosen), None, True),
        *listed,
    )


def _spellings(value: str, iri: str) -> tuple[str, ...]:
    """Return the ways in which an address may give a thing: path, IRI, or its name alone."""
    is_of_report = value.startswith("reports/")
    alone = value.removeprefix("reports/") if is_of_report else value.rpartition("/")[2]
    return (value, iri, alone)


def _kind_of(parameter: Parameter) -> Iri | None:
    if parameter.kind != "IRI":
        return None
    if parameter.name in _CLASSES:
        return term(_CLASSES[parameter.name])
    scheme = _LISTS.get(parameter.name)
    return None if scheme is None else concept_scheme(scheme)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"
