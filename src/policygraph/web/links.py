"""From IRIs to what a reader sees: a name to read and an address to follow.

Things of the graph lead to their pages on this host, whatever base their IRIs have; foreign things
lead out if http or https takes one there; anything else is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from policygraph.engine import PREFIXES, Literal, Term
from policygraph.iris import NOT_SAID, ONTOLOGY, SHAPES, Iris, is_not_said

_ENDS_WORDS = 5
_IN_PATH = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing or a value as a reader meets it; `href` is None where there is nothing to follow.

    `is_fictional` is for a report that was made up, which is to be told wherever it is named.
    """

    label: str
    href: str | None = None
    language: str | None = None
    is_outside: bool = False
    is_not_said: bool = False
    iri: str = ""
    is_fictional: bool = False


def href_of(iri: str, iris: Iris) -> str | None:
    """Return the address of a thing: a path of ours, a foreign http address, or None."""
    path = iris.path_of(iri)
    if path is not None:
        # an address that starts with two slashes would lead to another host
        return None if path.startswith("/") else "/" + quote(path, safe=_IN_PATH)
    for document, address in ((ONTOLOGY, "/ontology"), (SHAPES, "/shapes")):
        if iri == document or iri.startswith(f"{document}#"):
            return address + quote(iri.removeprefix(document), safe="#" + _IN_PATH)
    return iri if is_web_address(iri) else None


def is_web_address(iri: str) -> bool:
    """Tell whether a browser may follow an IRI: http and https, nothing that runs."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def ref_to(term: Term | None, label: Term | None, iris: Iris) -> Ref:
    """Make what a reader sees of a term; without a label an IRI is read from its last part."""
    if term is None:
        return Ref("not said", is_not_said=True)
    if isinstance(term, Literal):
        if term.value == NOT_SAID:
            return Ref("not said", is_not_said=True)
        href = term.value if is_web_address(term.value) else None
        return Ref(term.value, href, term.language, is_outside=href is not None)
    if not isinstance(term, str):
        return Ref(f"unnamed {term.name}")
    if is_not_said(term):
        return Ref("not said", href_of(term, iris), is_not_said=True, iri=term)
    href = href_of(term, iris)
    outside = href is not None and not href.startswith("/")
    if isinstance(label, Literal):
        return Ref(label.value, href, label.language, is_outside=outside, iri=term)
    words = address_in_words(term) if outside else local_name(term)
    return Ref(words, href, is_outside=outside, iri=term)


def address_in_words(iri: str) -> str:
    """Read a foreign IRI: with a known prefix, or without its scheme.

    >>> address_in_words("https://example.org/report.html")
    'example.org/report.html'
    """
    short = short_form(iri)
    return short if short != iri else iri.partition("//")[2].rstrip("/")


def local_name(iri: str) -> str:
    """Read an IRI's last part as words.

    >>> local_name("https://w3id.org/policygraph/ontology#statementText")
    'statement text'
    """
    last = iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in last)
    return words.replace("-", " ").replace("_", " ").strip() or iri


def short_form(iri: str) -> str:
    """Write an IRI with a known prefix, or as it is.

    >>> short_form("http://www.w3.org/2004/02/skos/core#broader")
    'skos:broader'
    """
    best = max(
        (one for one in PREFIXES.items() if iri.startswith(one[1])),
        key=lambda one: len(one[1]),
        default=None,
    )
    return (
        iri
        if best is None or best[1] == iri
        else f"{best[0]}:{iri.removeprefix(best[1])}"
    )


def address_at_publisher(
    address: str, words: str, *, before: str = "", after: str = "", text: str = ""
) -> str | None:
    """Return the publisher's page, opened at the words quoted.

    A long quotation is given by its first and last five words, which browsers find faster and
    which survive a link or a note between them; so is one that runs over several lines, since no
    browser finds words across paragraphs. In a `text` where its first words stand more than once,
    it is given by more of them. `before` and `after` are words that tell it from others alike. A
    PDF opens at its beginning: its readers know no such directive.

    Source: URL Fragment Text Directives (WICG), section 3.3.
    """
    if not is_web_address(address):
        return None
    plain = address.partition("#")[0]
    if not words.split() or urlsplit(plain).path.lower().endswith(".pdf"):
        return plain
    directive = ",".join(_in_directive(end) for end in _ends(words, text))
    if before:
        directive = f"{_in_directive(before.split()[-_ENDS_WORDS:])}-,{directive}"
    if after:
        directive = f"{directive},-{_in_directive(after.split()[:_ENDS_WORDS])}"
    return f"{plain}#:~:text={directive}"


def _ends(words: str, text: str) -> list[list[str]]:
    """Return a short quotation whole, another one by its first and its last words."""
    lines = [line.split() for line in words.split("\n") if line.strip()]
    if len(lines) == 1 and len(lines[0]) <= 2 * _ENDS_WORDS:
        return lines
    first, last = lines[0], lines[-1]
    count = _ENDS_WORDS
    if text:
        whole = " ".join(text.split())
        while count < len(first) and whole.count(" ".join(first[:count])) > 1:
            count += 1
    if len(lines) == 1 and count + _ENDS_WORDS >= len(first):
        return lines
    return [first[:count], last[-_ENDS_WORDS:]]


def _in_directive(words: Sequence[str]) -> str:
    """Escape all that has a meaning in a directive, the hyphen too."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
