"""From what the engine writes as XML to a refusal, where no XML can hold it.

RDF has terms that XML has no way to write, and the engine writes them all the same: then the file is
one that nobody can read. All other formats hold every term.

Source: XML 1.0, section 2.2 (characters); RDF/XML, sections 5.1 (names that stand for syntax) and 6.1.4.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final, Protocol

from policygraph.errors import NotAcceptableError

_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# How the engine begins a property that no element can be named after. Text cannot look like it.
_NAMELESS: Final = re.compile(rb'<oxprefix: xmlns:oxprefix="([^"]*)"')
# A character that XML forbids has three bytes at most.
_OVERLAP: Final = 2
_LONGEST_SHOWN: Final = 100
_AS_GRAPH: Final = "ask for text/turtle or application/n-triples"
_AS_ROWS: Final = "ask for application/sparql-results+json"


class _Written(Protocol):
    def write(self, data: bytes, /) -> object: ...


def checked_rdfxml(body: bytes) -> bytes:
    """Return a graph as RDF/XML that every reader takes.

    Raises:
        NotAcceptableError: it holds what RDF/XML cannot write.
    """
    _refuse_characters(body, "RDF/XML", _AS_GRAPH)
    nameless = _NAMELESS.search(body)
    if nameless:
        iri = unescape(nameless[1].decode())
        shown = iri if len(iri) <= _LONGEST_SHOWN else iri[:_LONGEST_SHOWN] + "…"
        raise NotAcceptableError(
            f"RDF/XML cannot write the property <{shown}>: it does not end in a name.",
            hint=_AS_GRAPH,
        )
    return _kept_returns(body)


def refusal_of_rdfxml() -> NotAcceptableError:
    """Say that a property has the name of a part of the syntax, such as `rdf:li`."""
    return NotAcceptableError(
        "RDF/XML cannot write a property that is named as a part of its own syntax.",
        hint=_AS_GRAPH,
    )


class CheckedRows:
    """A file that passes on rows written as XML, up to the first character that XML forbids."""

    def __init__(self, file: _Written) -> None:
        self._file = file
        self._before = b""

    def write(self, data: bytes) -> int:
        """Pass a piece on.

        Raises:
            NotAcceptableError: no XML can hold it.
        """
        _refuse_characters(self._before + data, "XML", _AS_ROWS)
        self._before = (self._before + data)[-_OVERLAP:]
        self._file.write(_kept_returns(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what was written is with the file already."""


def _refuse_characters(data: bytes, form: str, hint: str) -> None:
    found = _FORBIDDEN.search(data)
    if found:
        number = ord(found.group().decode())
        raise NotAcceptableError(
            f"{form} cannot hold the character U+{number:04X}, which a text of the answer has.",
            hint=hint,
        )


def _kept_returns(data: bytes) -> bytes:
    """Write carriage returns so that a reader makes no line feeds of them (XML 1.0, section 2.11)."""
    return data.replace(b"\r", b"&#13;")
