"""From an Accept header, or the ending of an address, to one of the formats on offer.

Source: RFC 9110, section 12.5.1 (Accept): the most precise range that fits a media type decides
its weight; among equals the order of the offer decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

from policygraph.engine import GRAPH_FORMATS, ROW_FORMATS
from policygraph.errors import NotAcceptableError


@dataclass(frozen=True, slots=True)
class Offer:
    """A format that a page can be had in: the engine's word, media type, ending, reader's word."""

    name: str
    media_type: str
    ending: str
    label: str
    also: tuple[str, ...] = ()


_LABELS: Final = {
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "nquads": "N-Quads",
    "trig": "TriG",
    "json": "JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
}
_ALSO: Final = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
}
HTML: Final = Offer("html", "text/html", "html", "HTML")
GRAPH_OFFERS: Final = tuple(
    Offer(one.name, one.media_type, one.ending, _LABELS[one.name])
    for one in GRAPH_FORMATS
)
ROW_OFFERS: Final = tuple(
    Offer(
        one.name,
        one.media_type,
        one.ending,
        _LABELS[one.name],
        _ALSO.get(one.name, ()),
    )
    for one in ROW_FORMATS
)
THING_OFFERS: Final = (
    HTML,
    *(one for one in GRAPH_OFFERS if one.name not in ("nquads", "trig")),
)
PROBLEM: Final = Offer(
    "problem", "application/problem+json", "json", "JSON", ("application/json",)
)


def choose(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """Return the offer that a client likes best; None if it likes none. No header likes the first.

    >>> choose("text/turtle;q=0.5, application/*", THING_OFFERS).name
    'jsonld'
    """
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    best: Offer | None = None
    best_weight = 0.0
    for offer in offers:
        names = (offer.media_type, *offer.also)
        weight = max(_weight(name, ranges) for name in names)
        if weight > best_weight:
            best, best_weight = offer, weight
    return best


def choose_or_refuse(accept: str, offers: Sequence[Offer]) -> Offer:
    """Return the offer that a client likes best.

    Raises:
        NotAcceptableError: it likes none; the hint lists what is on offer.
    """
    found = choose(accept, offers)
    if found is None:
        raise NotAcceptableError(
            "None of the formats asked for is on offer here.",
            hint="on offer are " + ", ".join(offer.media_type for offer in offers),
        )
    return found


def split_ending(path: str, offers: Sequence[Offer]) -> tuple[str, Offer | None]:
    """Split `themes/ai.ttl` into the path of the thing and the format its ending chooses."""
    stem, dot, ending = path.rpartition(".")
    for offer in offers:
        if dot and stem and ending == offer.ending:
            return stem, offer
    return path, None


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the weight of the most precise range that fits; 0 if none does."""
    family = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, family, "*/*"):
        weights = [weight for name, weight in ranges if name == wanted]
        if weights:
            return max(weights)
    return 0.0


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not name:
            continue
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = _quality(value.strip())
        found.append((name, weight))
    return found


def _quality(text: str) -> float:
    """Read a weight; what is no weight counts as 0, so that a broken wish is not granted first."""
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return 0.0 if isnan(weight) else min(max(weight, 0.0), 1.0)
