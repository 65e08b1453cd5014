"""The single values of a record: ids, texts, dates, addresses, and what keeps a word from being one.

The words of each refusal are what a curator reads.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal
from unicodedata import category

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from policygraph.engine import is_iri
from policygraph.iris import NOT_SAID, is_slug

NotSaid = Literal["not-said"]
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Last parts of paths that are taken: by pages, and by things that the build names itself.
RESERVED_IDS = frozenset({"coding", "read", NOT_SAID})
_RESERVED_START = re.compile(r"(?:boilerplate|passage|text)-[0-9a-f]+(?:-|\Z)")


def _slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError(
            "an id has lower-case letters, digits and single hyphens only, at most 80"
        )
    return text


def _not_reserved(text: str) -> str:
    if text in RESERVED_IDS or _RESERVED_START.match(text):
        raise ValueError(f"the id {text!r} is reserved")
    return text


def _date(value: object) -> object:
    """Write a date as XML Schema does, whatever YAML made of it; other values are left to be refused."""
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return str(value)
    return value


def _is_real_date(text: str) -> str:
    if text == NOT_SAID:
        return text
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError("a date is YYYY, YYYY-MM, YYYY-MM-DD or not-said")
    parts = [int(part) for part in text.split("-")]
    try:
        datetime.date(parts[0], *[*parts[1:], 1, 1][:2])
    except ValueError as error:
        raise ValueError(f"{text} is not a day of the calendar") from error
    return text


def _can_be_read(text: str) -> str:
    """Refuse what shows nothing, and characters that no XML may hold (XML 1.0, section 2.2)."""
    if _NO_XML.search(text):
        raise ValueError("it holds a control character that cannot be written in XML")
    if not any(category(character)[0] in "LNPS" for character in text):
        raise ValueError("it has nothing that can be read")
    return text


def _address(text: str) -> str:
    if not is_iri(text):
        raise ValueError(f"{text} is no address that a link can hold")
    return text


def _licence(text: str) -> str:
    return _address(text) if text.startswith(("http://", "https://")) else text


def as_tuple(value: object) -> object:
    """One value may stand without brackets."""
    if isinstance(value, list | tuple):
        return tuple(value)
    return (value,)


def __list_as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


LISTED = BeforeValidator(__list_as_tuple)

Reference = Annotated[str, AfterValidator(_slug)]
Id = Annotated[str, AfterValidator(_slug), AfterValidator(_not_reserved)]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000),
    AfterValidator(_can_be_read),
]
Licence = Annotated[Text, AfterValidator(_licence)]
Language = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
]
Date = Annotated[
    str,
    BeforeValidator(_date, json_schema_input_type=str | int),
    AfterValidator(_is_real_date),
]
WebAddress = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=2000),
    AfterValidator(_address),
]
