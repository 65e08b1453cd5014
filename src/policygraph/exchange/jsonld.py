"""From the triples of one document to compact JSON-LD: our context, never one from elsewhere.

The part of the context that a document uses stands in it, so that it can be read without a network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from policygraph.errors import OutsideError

# `Any` stands for what JSON can hold.
Context = Mapping[str, Any]
_FIRST: Final = {"@context": 0, "@id": 1, "id": 1, "@type": 2, "type": 2}


def read_context(document: bytes) -> Context:
    """Read a context document.

    Raises:
        OutsideError: it is no JSON-LD context.
    """
    try:
        return cast("Context", json.loads(document)["@context"])
    except (ValueError, KeyError, TypeError) as error:
        raise OutsideError("The JSON-LD context cannot be read.") from error


def compact_document(ntriples: bytes, context: Context) -> bytes:
    """Write N-Triples as JSON-LD, compacted against a context.

    Returns:
        The same bytes for the same graph: nodes by IRI, keys by name, values sorted, lists as they are.

    Source: JSON-LD 1.1 Processing Algorithms and API, sections 6 (compaction) and 8 (from RDF).
    """
    from rdflib import Graph
    from rdflib.plugins.serializers.jsonld import from_rdf

    graph = Graph(bind_namespaces="none")
    graph.parse(data=ntriples.decode(), format="nt")
    # numbers stay as they are written: 1.0 is not 1
    found = from_rdf(  # type: ignore[no-untyped-call] # has no annotations
        graph, context_data=dict(context), use_native_types=False
    )
    nodes = found.get("@graph")
    if nodes is None:
        found.pop("@context", None)
        nodes = [found] if found else []
    ordered = [_ordered(node) for node in sorted(nodes, key=_name)]
    used = _used_part(context, set(_words(ordered)))
    told = {"@context": used, "@graph": ordered}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _name(node: Mapping[str, Any]) -> str:
    return str(node.get("id", node.get("@id", "")))


def _ordered(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda name: (_FIRST.get(name, 3), name))
        return {name: _ordered(value[name], name) for name in keys}
    if isinstance(value, list):
        members = [_ordered(one) for one in value]
        if key == "@list":
            return members
        return sorted(members, key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _words(value: Any) -> Iterator[str]:
    """Yield every key and every word of a document, and the prefixes that they begin with."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _words(key)
            yield from _words(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value
        yield value.partition(":")[0]


def _used_part(context: Context, words: set[str]) -> dict[str, Any]:
    """Return the terms that a document uses, with the prefixes that their definitions use."""
    kept = {
        name: definition
        for name, definition in context.items()
        if name.startswith("@") or name in words or name in ("id", "type")
    }
    prefixes = set(_words(list(kept.values())))
    return {
        name: definition
        for name, definition in context.items()
        if name in kept or name in prefixes
    }
