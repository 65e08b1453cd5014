"""From RDF or rows of unknown origin to a refusal, before a parser walks into what ends its process.

The engine's parsers follow nesting with the stack, and expand the entities of XML without bound. No
honest file comes near to these limits. Each check is linear and does nothing where nothing nests.

Source: XML 1.0, section 2.8 (document type declaration); RDF 1.2 Turtle, section 2.11 (triple terms).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from mmap import mmap
from typing import Final

MAX_DEPTH: Final = 128

_XML: Final = frozenset({"rdfxml", "xml"})
_JSON: Final = frozenset({"jsonld", "json"})
_JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_JSON_REST = bytes(one for one in range(256) if one not in b"[]{}")
_TURTLE = re.compile(
    rb"""
    "{3}(?:[^"\\]|\\.|"(?!""))*+"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
  | "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+'
  | <[^<>"{}|^`\x00-\x20]*+> | \#[^\n]*+
  | (?P<mark><<|>>|\{\||\|\})
    """,
    re.VERBOSE | re.DOTALL,
)
_XML_NO_TAG = re.compile(
    rb"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)", re.DOTALL
)
_XML_TAG = rb"<%b(?:[^<>\"']*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>"
_XML_EMPTY = re.compile(_XML_TAG % rb"(?!/)" + rb"(?<=/>)")
_XML_OPEN = re.compile(_XML_TAG % rb"(?!/)")
_XML_CLOSE = re.compile(_XML_TAG % rb"/")
_XML_REST = bytes(one for one in range(256) if one not in b"\x01\x02")
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL
)


def what_no_file_holds(data: bytes | mmap, name: str) -> str:
    """Say what of some bytes would end their parser; empty where nothing does.

    `name` is that of a format of graphs or of rows.
    """
    if name in _XML and _DOCTYPE.match(data):
        return "it has a document type declaration (DOCTYPE), which is never read"
    if _depth_exceeds(_brackets(data, name), MAX_DEPTH):
        return f"it is nested deeper than {MAX_DEPTH} levels"
    return ""


def _brackets(data: bytes | mmap, name: str) -> tuple[bytes, Sequence[bytes]]:
    """Return the brackets alone, in order, and which of them make pairs."""
    if name in _JSON:
        alone = _JSON_TEXT.sub(b"", data).translate(None, _JSON_REST)
        return alone, (b"{}", b"[]")
    if name in _XML:
        tags = _XML_NO_TAG.sub(b"", data[:].translate(None, b"\x01\x02"))
        tags = _XML_EMPTY.sub(b"", tags)
        tags = _XML_CLOSE.sub(b"\x02", _XML_OPEN.sub(b"\x01", tags))
        return tags.translate(None, _XML_REST), (b"\x01\x02",)
    if name == "csv" or (data.find(b"<<") < 0 and data.find(b"{|") < 0):
        return b"", ()
    marks = (found["mark"] or b"" for found in _TURTLE.finditer(data))
    return b"".join(marks), (b"<<>>", b"{||}")


def _depth_exceeds(found: tuple[bytes, Sequence[bytes]], most: int) -> bool:
    """Tell whether brackets nest deeper, by taking away the innermost pairs again and again."""
    brackets, pairs = found
    for _ in range(most):
        before = brackets
        for pair in pairs:
            brackets = brackets.replace(pair, b"")
        if brackets == before:
            break
    # what closes nothing, or is never closed, nests as well
    return len(brackets) > most
