"""The ontology and the shapes as documents: lists of terms and of rules to read, and the graphs themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import Blueprint, Response, request

from policygraph.engine import graph_format, rewrite_vocabulary
from policygraph.errors import NotFoundError
from policygraph.iris import ONTOLOGY, vocabulary_document
from policygraph.web.asking import Row
from policygraph.web.class_diagram import ClassDiagram, draw_classes
from policygraph.web.documents import Alternate, new_asker, page, respond
from policygraph.web.files import release_file
from policygraph.web.kinds import word_for
from policygraph.web.links import Ref, local_name
from policygraph.web.negotiation import (
    HTML,
    THING_OFFERS,
    Offer,
    choose_or_refuse,
    split_ending,
)
from policygraph.web.shapes import shapes_page
from policygraph.web.signposts import links_of_vocabulary
from policygraph.web.sites import site

blueprint = Blueprint("vocabulary", __name__)
_GROUPS = {
    "Class": "Classes",
    "ObjectProperty": "Properties that lead to things",
    "DatatypeProperty": "Properties that lead to values",
    "AnnotationProperty": "Notes",
    "NamedIndividual": "Individuals",
}


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One term of the ontology."""

    anchor: str
    label: Ref
    iri: str
    definition: Ref | None
    example: Ref | None
    above: tuple[Ref, ...]
    domain: tuple[Ref, ...]
    range: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms of one kind."""

    title: str
    terms: tuple[TermEntry, ...]


@dataclass(frozen=True, slots=True)
class OntologyView:
    """All that the page of the ontology shows."""

    groups: tuple[TermGroup, ...]
    diagram: ClassDiagram | None


@blueprint.get("/<any(ontology, shapes, alignments):name>", defaults={"ending": ""})
@blueprint.get("/<any(ontology, shapes, alignments):name>.<ending>")
def show_vocabulary(name: str, ending: str) -> Response:
    """Show the ontology and the shapes as pages, and each vocabulary document as RDF."""
    return _show(name, name, ending)


@blueprint.get("/<any(ontology, shapes, alignments):name>/<version>")
def show_version(name: str, version: str) -> Response:
    """Show a vocabulary by the IRI of its version; the current one is the only one kept here."""
    rows = new_asker().rows("vocabulary-version", vocabulary=vocabulary_document(name))
    versions = tuple(row.text("version") for row in rows)
    for known in versions:
        if version == known or version.startswith(f"{known}."):
            ending = version.removeprefix(known).removeprefix(".")
            return _show(name, f"{name}/{known}", ending)
    raise NotFoundError(
        f"There is no version {version} of the {name} here.",
        hint="on offer is " + (", ".join(versions) or "none"),
    )


def _show(name: str, path: str, ending: str) -> Response:
    """Show a vocabulary at one of its addresses."""
    offers = THING_OFFERS if name in _PAGES else THING_OFFERS[1:]
    by_ending = split_ending(f"{name}.{ending}", offers)[1] if ending else None
    if ending and by_ending is None:
        raise NotFoundError(
            f"The {name} is not to be had as .{ending}.",
            hint="on offer are " + ", ".join(f".{offer.ending}" for offer in offers),
        )
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = by_ending or choose_or_refuse(accept, offers, named)
    alternates = tuple(
        Alternate(one.label, f"/{path}.{one.ending}", one.media_type)
        for one in offers
        if one != HTML
    )
    place = "" if by_ending else f"/{path}.{offer.ending}"
    licence = site().source.about.get("licence", "")
    return respond(
        offer,
        lambda: _PAGES[name](alternates) if offer == HTML else _rdf(name, offer),
        alternates=alternates,
        place=place,
        links=links_of_vocabulary(path, vocabulary_document(name), licence),
    )


def _rdf(name: str, offer: Offer) -> bytes:
    graph = site().source.iris.graph(name)
    release = site().source.release
    if release is not None:
        file = release_file(f"vocabulary/{name}.ttl")
        wanted = graph_format(offer.name)
        if wanted is None or offer.name == "turtle":
            return file.read_bytes()
        return rewrite_vocabulary(file, graph, wanted)
    return new_asker().graph("graph", graph=graph).write(offer.name)


def _ontology_page(alternates: tuple[Alternate, ...]) -> str:
    asker = new_asker()
    rows = asker.rows("ontology-terms", ontology=ONTOLOGY)
    groups: dict[str, list[TermEntry]] = {title: [] for title in _GROUPS.values()}
    for _, run in groupby(rows, key=lambda row: row.text("term")):
        group = list(run)
        kind = group[0].text("kind").rpartition("#")[2]
        groups[_GROUPS.get(kind, "Individuals")].append(_entry(group))
    drawn = {
        entry.anchor: Ref(entry.label.label, f"#{entry.anchor}", entry.label.language)
        for entries in groups.values()
        for entry in entries
    }
    view = OntologyView(
        tuple(
            TermGroup(title, tuple(terms)) for title, terms in groups.items() if terms
        ),
        draw_classes(drawn),
    )
    return page(
        "ontology.html",
        view,
        title="Ontology",
        iri=ONTOLOGY,
        alternates=alternates,
        asked=asker.asked,
    )


# the alignments are for machines alone
_PAGES: Final = {"ontology": _ontology_page, "shapes": shapes_page}


def _entry(rows: list[Row]) -> TermEntry:
    def refs(column: str) -> tuple[Ref, ...]:
        found = [row.ref(column, "") for row in rows if row.term(column) is not None]
        return tuple(dict.fromkeys(found))

    first = rows[0]
    iri = first.text("term")
    label = first.optional_ref("label") or Ref(local_name(iri))
    return TermEntry(
        anchor=iri.rpartition("#")[2] or word_for(iri),
        label=label,
        iri=iri,
        definition=first.optional_ref("definition"),
        example=first.optional_ref("example"),
        above=refs("above"),
        domain=refs("domain"),
        range=refs("range"),
    )
