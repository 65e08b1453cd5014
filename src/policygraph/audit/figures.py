"""L5: the figures that a site tells of its data, each compared with a count of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policygraph.audit.dataset import VOID, Described
from policygraph.audit.reading import Graph, plain, typed, values
from policygraph.audit.scoring import Check, found, tallied
from policygraph.audit.site import Site, question
from policygraph.engine import Literal, Quad, Store, Term

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FIGURES: Final = {
    "triples": "triples",
    "distinctSubjects": "subjects",
    "distinctObjects": "objects",
    "classes": "classes",
    "properties": "properties",
}
# what is counted for a part: its query, the property that names it, the one that leads there, its figure
_PARTS: Final = (
    ("classes", "class", "classPartition", "entities"),
    ("properties", "property", "propertyPartition", "triples"),
)


def check_figures(site: Site, described: Described) -> Iterator[Check]:
    """L5: the figures of VoID are those of the endpoint, or of the data that the dumps hold."""
    void = described.void
    parts = {q.object for q in void if q.predicate.endswith(("Partition", "#subset"))}
    wholes = [one for one in typed(void, VOID + "Dataset") if one not in parts]
    told = f"{len(wholes)} in {len(void)} triples"
    yield found("L5a", "VoID at /.well-known/void", "one", told, passed=bool(wholes))
    sizes = _sizes(site, described)
    for letter, (name, column) in zip("bcdef", _FIGURES.items(), strict=True):
        got = _told(void, wholes, name)
        counted = sorted({size[column] for size in sizes if column in size})
        yield found(
            f"L5{letter}",
            f"void:{name}",
            " or ".join(counted) or "a count",
            ", ".join(got) or "nothing said",
            passed=bool(got) and set(got) <= set(counted),
        )
    yield _entities(site, void, wholes)
    for letter, part in zip("hi", _PARTS, strict=True):
        yield _parts_check(f"L5{letter}", site, void, part)
    names = ("sparqlEndpoint", "dataDump", "uriSpace", "vocabulary", "exampleResource")
    for letter, name in zip("jklmn", names, strict=True):
        some = _told(void, wholes, name)
        told = ", ".join(some) or "not said"
        yield found(f"L5{letter}", f"void:{name}", "said", told, passed=bool(some))


def _told(void: Graph, wholes: list[Term], name: str) -> list[str]:
    return [plain(one) for whole in wholes for one in values(void, whole, VOID + name)]


def _entities(site: Site, void: Graph, wholes: list[Term]) -> Check:
    """Compare void:entities with a count of what begins with void:uriSpace.

    Source: VoID, section 4.1: entities are what has an IRI in the space of the dataset.
    """
    got = _told(void, wholes, "entities")
    counted = []
    for space in _told(void, wholes, "uriSpace"):
        rows = site.select(question("entities", {"space": Literal(space)})) or []
        counted += [_texts(row).get("number", "") for row in rows]
    return found(
        "L5g",
        "void:entities",
        " or ".join(counted) or "a count",
        ", ".join(got) or "nothing said",
        passed=bool(got) and set(got) <= set(counted),
    )


def _parts_check(
    name: str, site: Site, void: Graph, part: tuple[str, str, str, str]
) -> Check:
    query, naming, leading, figure = part
    told: dict[str, str] = {}
    for node in {q.object for q in void if q.predicate == VOID + leading}:
        for what in values(void, node, VOID + naming):
            for number in values(void, node, VOID + figure):
                told[plain(what)] = plain(number)
    return _compare(name, f"void:{leading}", told, counts(site, query))


def _compare(
    name: str, what: str, told: Mapping[str, str], counted: Mapping[str, str]
) -> Check:
    every = sorted({*told, *counted})
    return tallied(
        name,
        f"each {what} is a count",
        ((one, one in told and told[one] == counted.get(one)) for one in every),
    )


def counts(site: Site, query: str) -> Mapping[str, str]:
    """Return what a query counts for each part, as text; empty where the endpoint gives nothing."""
    rows = (_texts(row) for row in site.select(question(query)) or [])
    return {
        row["part"]: row["number"] for row in rows if {"part", "number"} <= set(row)
    }


def check_service_figures(site: Site, described: Graph) -> Iterator[Check]:
    """L5: the graphs that a service description lists are there, with as many triples as it says."""
    told: dict[str, str] = {}
    for entry in {q.object for q in described if q.predicate == SD + "namedGraph"}:
        for name in values(described, entry, SD + "name"):
            numbers = [
                plain(number)
                for graph in values(described, entry, SD + "graph")
                for number in values(described, graph, VOID + "triples")
            ]
            told[plain(name)] = ", ".join(numbers)
    yield _compare("L5o", "sd:namedGraph", told, counts(site, "graphs"))
    numbers = [
        plain(number)
        for dataset in {
            q.object for q in described if q.predicate == SD + "defaultDataset"
        }
        for graph in values(described, dataset, SD + "defaultGraph")
        for number in values(described, graph, VOID + "triples")
    ]
    sizes = [_texts(row) for row in site.select(question("size")) or []]
    counted = [size["triples"] for size in sizes if "triples" in size]
    yield found(
        "L5p",
        "triples of sd:defaultGraph",
        ", ".join(counted) or "a count",
        ", ".join(numbers) or "nothing said",
        passed=bool(numbers) and numbers == counted,
    )


def _sizes(site: Site, described: Described) -> list[Mapping[str, str]]:
    answers = [site.select(question("size"))]
    for dump in described.dumps:
        if dump.quads:
            store = Store()
            store.add(Quad(q.subject, q.predicate, q.object) for q in dump.quads)
            answers.append(store.rows(question("size")))
            break
    return [_texts(rows[0]) for rows in answers if rows]


def _texts(row: Mapping[str, Term | None]) -> Mapping[str, str]:
    return {name: plain(value) for name, value in row.items() if value is not None}
