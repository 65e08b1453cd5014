"""From the graph to the words that the query editor offers: prefixes, classes, properties, as JSON."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from policygraph.web.asking import Asker
from policygraph.web.documents import new_asker, respond
from policygraph.web.links import short_form
from policygraph.web.negotiation import Offer
from policygraph.web.prefixes import known_prefixes
from policygraph.web.sites import site

blueprint = Blueprint("completion", __name__)
ADDRESS = "/sparql/words.json"
_JSON = Offer("words", "application/json", "json", "JSON")


@blueprint.get(ADDRESS)
def words() -> Response:
    """Give the prefixes that shipped queries use, and the classes and properties of the graph."""
    return respond(_JSON, _words)


def _words() -> str:
    asker = new_asker()
    found = {"prefixes": dict(known_prefixes(site().shelf)), "terms": _terms(asker)}
    return json.dumps(found, ensure_ascii=False)


def _terms(asker: Asker) -> list[dict[str, str]]:
    """Return each term once: what is declared, or else the classes that have members."""
    kinds: dict[str, str] = {}
    labels: dict[str, str] = {}
    for row in asker.rows("vocabulary-terms"):
        is_class = row.text("kind").endswith("#Class")
        kinds.setdefault(row.text("term"), "class" if is_class else "property")
        labels.setdefault(row.text("term"), row.text("label"))
    # counting the members of all classes is slow, and needed only where nothing is declared
    for row in () if kinds else asker.rows("classes"):
        kinds.setdefault(row.text("class"), "class")
        labels.setdefault(row.text("class"), row.text("className"))
    return [
        {"name": name, "kind": kinds[iri], "label": labels.get(iri, "")}
        for iri in sorted(kinds)
        if (name := _written(iri))
    ]


def _written(iri: str) -> str:
    """Write a term as a query would: by its prefix if that is a plain name, else in brackets."""
    short = short_form(iri)
    local = short.partition(":")[2]
    return (
        short if short != iri and "/" not in local and "#" not in local else f"<{iri}>"
    )
