"""L2: what a client says it accepts, crossed with what there is, and the type that must come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policygraph.audit.scoring import Check, tallied
from policygraph.audit.site import JSON_ROWS, Site, ask_by_get, question, spread
from policygraph.audit.visiting import Reply

# What is asked, and the media types that are right; no type stands for 406, * for any answer.
_ANY: Final = "*"
_DOCUMENT: Final = (
    ("text/html", "text/html"),
    ("text/turtle", "text/turtle"),
    ("application/ld+json", "application/ld+json"),
    ("application/n-triples", "application/n-triples"),
    ("application/rdf+xml", "application/rdf+xml"),
    ("TEXT/TURTLE", "text/turtle"),
    ("text/turtle;charset=utf-8", "text/turtle"),
    ("text/turtle , application/foo", "text/turtle"),
    ("application/foo, text/turtle;q=0.1", "text/turtle"),
    ("text/turtle;q=0.9, text/html;q=0.1", "text/turtle"),
    ("text/html;q=0.1, application/ld+json;q=0.9", "application/ld+json"),
    ("text/html;q=0, text/turtle", "text/turtle"),
    ("application/rdf+xml;q=0.8, application/n-triples;q=0.9", "application/n-triples"),
    ("*/*;q=0.1, application/rdf+xml", "application/rdf+xml"),
    ("application/foo;q=1, */*;q=0, text/turtle;q=0.5", "text/turtle"),
    ("text/*;q=0.5, application/ld+json", "application/ld+json"),
    (
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "text/html",
    ),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ("*/*", _ANY),
    ("", _ANY),
    ("text/*", _ANY),
    ("application/foo", ""),
    ("image/png, audio/*", ""),
    ("text/turtle;q=0", ""),
)
_ROWS: Final = (
    (JSON_ROWS, JSON_ROWS),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv", "text/csv"),
    ("text/tab-separated-values", "text/tab-separated-values"),
    (
        "text/csv;q=0.2, application/sparql-results+xml",
        "application/sparql-results+xml",
    ),
    (f"text/csv, {JSON_ROWS};q=0.5", "text/csv"),
    ("application/foo, text/csv;q=0.1", "text/csv"),
    (f"*/*;q=0.1, {JSON_ROWS}", JSON_ROWS),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ("*/*", _ANY),
    ("application/foo", ""),
    ("image/*", ""),
)
_GRAPHS: Final = (
    ("text/turtle", "text/turtle"),
    ("application/ld+json", "application/ld+json"),
    ("application/n-triples", "application/n-triples"),
    ("application/rdf+xml", "application/rdf+xml"),
    ("text/turtle;q=0.1, application/n-triples", "application/n-triples"),
    ("application/foo, text/turtle;q=0.1", "text/turtle"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ("*/*", _ANY),
    ("application/foo", ""),
    ("image/*", ""),
)


def check_accepts(site: Site) -> Iterator[Check]:
    """L2: 24 wishes for each of up to five documents, and 22 for answers of the endpoint."""
    things = spread(site.things, 5)
    yield tallied(
        "L2a",
        f"documents in the format wished for ({len(_DOCUMENT)} wishes)",
        (
            (
                f"{wish or 'no wish'} at {one}",
                _right(site.visitor.follow(one, wish), wanted),
            )
            for one in things
            for wish, wanted in _DOCUMENT
        ),
    )
    for letter, what, name, wishes in (
        ("b", "rows", "some", _ROWS),
        ("c", "graphs", "some-graph", _GRAPHS),
    ):
        text = question(name)
        yield tallied(
            f"L2{letter}",
            f"{what} of the endpoint in the format wished for",
            (
                (
                    wish,
                    _right(ask_by_get(site.visitor, site.endpoint, text, wish), wanted),
                )
                for wish, wanted in wishes
            ),
        )
    yield from _nonsense_checks(site)


def _nonsense_checks(site: Site) -> Iterator[Check]:
    odd = ("text/turtle;q=NaN", "text/turtle;q=2", ";;;", "a" * 6000, "*/*," * 1000)
    yield tallied(
        "L2d",
        "a header of nonsense does no harm",
        (
            (wish[:20], site.visitor.follow(one, wish).status in (200, 400, 406, 431))
            for one in site.things[:1]
            for wish in odd
        ),
    )


def _right(reply: Reply, wanted: str) -> bool:
    if not wanted:
        return reply.status == 406
    return reply.status == 200 and wanted in (_ANY, reply.media_type)
