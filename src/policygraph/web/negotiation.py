"""From an Accept header, or the ending of an address, to one of the formats on offer.

Source: RFC 9110, section 12.5.1 (Accept): the most precise range that fits a media type decides
its weight; among equals one that is named goes first, then the order of the offer decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import Final

from policygraph.engine import GRAPH_FORMATS, ROW_FORMATS
from policygraph.errors import NotAcceptableError


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A format that a page can be had in: the engine's word, media type, ending, reader's word.

    Each is one of the few made below, so they are told apart as objects, and found quickly.

    `also` are wider types by which clients ask for it; they count only where they are named.
    """

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
    "turtle": ("application/x-turtle",),
    "jsonld": ("application/json",),
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
}
HTML: Final = Offer("html", "text/html", "html", "HTML")
GRAPH_OFFERS: Final = tuple(
    Offer(
        one.name,
        one.media_type,
        one.ending,
        _LABELS[one.name],
        _ALSO.get(one.name, ()),
    )
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


@lru_cache(maxsize=1_024)
def choose(accept: str, offers: tuple[Offer, ...]) -> Offer | None:
    """Return the offer that a client likes best; None if it likes none. No header likes the first.

    >>> choose("text/turtle;q=0.5, application/*", THING_OFFERS).name
    'jsonld'
    """
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    best: Offer | None = None
    best_fit = (0.0, 0)
    for offer in offers:
        fit = _fit(offer, ranges)
        if fit[0] > 0 and fit > best_fit:
            best, best_fit = offer, fit
    return best


def choose_or_refuse(accept: str, offers: tuple[Offer, ...], named: str = "") -> Offer:
    """Return the offer that a client likes best; one that is `named` in the address decides over Accept.

    A format is named as people type it (`turtle`), by its ending (`ttl`) or by its media type.

    Raises:
        NotAcceptableError: it likes none; the hint lists what is on offer.
    """
    found = _named(named, offers) if named else choose(accept, offers)
    if found is None:
        raise refusal_of(offers)
    return found


def refusal_of(offers: Sequence[Offer]) -> NotAcceptableError:
    """Say that no format on offer is one that the client takes, and list those that are."""
    return NotAcceptableError(
        "None of the formats asked for is on offer here.",
        hint="on offer are " + ", ".join(offer.media_type for offer in offers),
    )


def split_ending(path: str, offers: Sequence[Offer]) -> tuple[str, Offer | None]:
    """Split `themes/ai.ttl` into the path of the thing and the format its ending chooses."""
    stem, dot, ending = path.rpartition(".")
    for offer in offers:
        if dot and stem and ending == offer.ending:
            return stem, offer
    return path, None


def _named(word: str, offers: Sequence[Offer]) -> Offer | None:
    # in an address + stands for a space
    wanted = word.strip().lower().replace(" ", "+")
    for offer in offers:
        if wanted in (offer.name, offer.ending, offer.media_type):
            return offer
    return None


def _fit(offer: Offer, ranges: Mapping[str, float]) -> tuple[float, int]:
    """Return the weight of the most precise range that fits, and how precise it is.

    Of formats with equal weight the one that is named goes before those that only a wildcard takes.
    """
    family = offer.media_type.partition("/")[0] + "/*"
    fits = [(ranges[name], 2) for name in offer.also if name in ranges]
    for precision, wanted in ((2, offer.media_type), (1, family), (0, "*/*")):
        if wanted in ranges:
            fits.append((ranges[wanted], precision))
            break
    return max(fits, default=(0.0, 0))


def _ranges(accept: str) -> dict[str, float]:
    """Read the ranges and their weights; of one that stands twice the greater weight counts.

    A range whose weight is no weight is passed over, as if it had not been sent.
    """
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not name:
            continue
        weight: float | None = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = _quality(value.strip())
        if weight is not None:
            found[name] = max(weight, found.get(name, 0.0))
    return found


def _quality(text: str) -> float | None:
    """Read a weight; None for what is none, such as a word or what is below 0."""
    try:
        weight = float(text)
    except ValueError:
        return None
    return None if isnan(weight) or weight < 0 else min(weight, 1.0)
