"""From what a corpus says of itself to the description of the dataset: one node, for VoID and DCAT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID

from policygraph.graph.names import date_literal
from policygraph.iris import ONTOLOGY, Iris

_VOCABULARIES: Final = (
    f"{ONTOLOGY}#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://xmlns.com/foaf/0.1/",
    "http://purl.org/dc/terms/",
)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a corpus says of itself.

    `modified` is a day or empty, `example_report` a slug or empty, `covers` the first and the last day
    of the discussions (`2024-05-14/2024-06-02`) as far as reports say them, or empty.
    """

    title: str
    description: str
    publisher: str
    licence: str
    modified: str
    example_report: str
    covers: str = ""


def describe_dataset(
    *,
    title: str,
    description: str,
    publisher: str,
    licence: str,
    modified: str,
    example_report: str,
    iris: Iris,
) -> Dataset:
    """Describe the dataset in its own graph; `modified` is the latest day of coding, not of building.

    Source: VoID, section 2; DCAT 3, section 6.6.
    """
    dataset = Dataset()
    graph = dataset.graph(URIRef(iris.graph("description")))
    publication = Publication(
        title, description, publisher, licence, modified, example_report
    )
    add_publication(graph, publication, iris=iris)
    return dataset


def add_publication(graph: Graph, publication: Publication, *, iris: Iris) -> None:
    """Say what the dataset is, who publishes it and on what terms."""
    node = URIRef(iris.dataset())
    for one in (VOID.Dataset, DCAT.Dataset):
        graph.add((node, RDF.type, one))
    graph.add((node, RDFS.label, Literal(publication.title, lang="en")))
    graph.add((node, DCTERMS.title, Literal(publication.title, lang="en")))
    about = Literal(publication.description, lang="en")
    graph.add((node, DCTERMS.description, about))
    agent = publisher_of(iris)
    graph.add((node, DCTERMS.publisher, agent))
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(publication.publisher)))
    graph.add((agent, RDFS.label, Literal(publication.publisher)))
    graph.add((node, DCTERMS.license, URIRef(publication.licence)))
    if publication.modified:
        graph.add((node, DCTERMS.modified, date_literal(publication.modified)))
    graph.add((node, VOID.uriSpace, Literal(iris.space())))
    for vocabulary in _VOCABULARIES:
        graph.add((node, VOID.vocabulary, URIRef(vocabulary)))
    if publication.example_report:
        example = URIRef(iris.report(publication.example_report))
        graph.add((node, VOID.exampleResource, example))


def publisher_of(iris: Iris) -> URIRef:
    """Return the node of who publishes the dataset."""
    return URIRef(iris.graph("description") + "#publisher")
