"""From what a corpus says of itself to the description of the dataset: one node, for VoID and DCAT."""

from __future__ import annotations

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID

from policygraph.graph.names import date_literal
from policygraph.iris import ONTOLOGY, Iris

_VOCABULARIES = (
    f"{ONTOLOGY}#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://xmlns.com/foaf/0.1/",
    "http://purl.org/dc/terms/",
)


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
    node = URIRef(iris.dataset())
    for one in (VOID.Dataset, DCAT.Dataset):
        graph.add((node, RDF.type, one))
    graph.add((node, RDFS.label, Literal(title, lang="en")))
    graph.add((node, DCTERMS.title, Literal(title, lang="en")))
    graph.add((node, DCTERMS.description, Literal(description, lang="en")))
    agent = URIRef(iris.graph("description") + "#publisher")
    graph.add((node, DCTERMS.publisher, agent))
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(publisher)))
    graph.add((agent, RDFS.label, Literal(publisher)))
    graph.add((node, DCTERMS.license, URIRef(licence)))
    if modified:
        graph.add((node, DCTERMS.modified, date_literal(modified)))
    graph.add((node, VOID.uriSpace, Literal(f"{iris.base}id/")))
    for vocabulary in _VOCABULARIES:
        graph.add((node, VOID.vocabulary, URIRef(vocabulary)))
    if example_report:
        graph.add((node, VOID.exampleResource, URIRef(iris.report(example_report))))
    return dataset
