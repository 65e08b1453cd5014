"""From counts and files of a release to its description: VoID for what it holds, DCAT for how to get it.

The description is a document beside the data, not a graph in it, so that its figures can be true of
everything that queries see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, VOID, XSD

from policygraph.graph.description import Publication, add_publication, publisher_of
from policygraph.graph.names import date_literal
from policygraph.iris import Iris

_SPDX = Namespace("http://spdx.org/rdf/terms#")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/ENG"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_PROTOCOL = "http://www.w3.org/TR/sparql11-protocol/"
_KEYWORDS = ("claims", "policy discussions", "quotations", "recommendations")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in a release; `classes` and `properties` are told by IRI."""

    triples: int
    entities: int
    distinct_subjects: int
    distinct_objects: int
    class_count: int
    property_count: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole dataset; sizes in bytes, the checksum in hexadecimal."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    is_packed: bool


def describe_release(
    publication: Publication,
    figures: Figures,
    downloads: Sequence[Download],
    *,
    reports: Sequence[str],
    iris: Iris,
) -> Dataset:
    """Describe a release in the graph `catalog`: no blank nodes, everything under the base.

    `reports` are the slugs of all that the dataset was made from.

    Source: VoID, sections 2 to 4; DCAT 3, sections 6.3 to 6.9; SPDX for checksums.
    """
    dataset = Dataset()
    graph = dataset.graph(URIRef(iris.graph("catalog")))
    document = f"{iris.base}catalog"
    node = URIRef(iris.dataset())
    _add_catalogue(graph, node, publication, iris)
    add_publication(graph, publication, iris=iris)
    graph.add((node, DCTERMS.language, URIRef(_LANGUAGE)))
    graph.add((node, DCTERMS.creator, publisher_of(iris)))
    graph.add((node, DCTERMS.identifier, Literal(iris.dataset())))
    graph.add((node, DCTERMS.accessRights, URIRef(_PUBLIC)))
    for report in reports:
        graph.add((node, PROV.wasDerivedFrom, URIRef(iris.report(report))))
    for word in _KEYWORDS:
        graph.add((node, DCAT.keyword, Literal(word, lang="en")))
    graph.add((node, FOAF.homepage, URIRef(iris.base)))
    graph.add((node, VOID.sparqlEndpoint, URIRef(f"{iris.base}sparql")))
    _add_figures(graph, node, figures, document)
    for download in downloads:
        _add_download(graph, node, download, document, publication, iris)
    return dataset


def _add_catalogue(
    graph: Graph, node: URIRef, publication: Publication, iris: Iris
) -> None:
    """Say what catalogues the dataset, and what answers queries over it."""
    base, document = iris.base, f"{iris.base}catalog"
    catalogue, service = URIRef(f"{document}#catalog"), URIRef(f"{document}#sparql")
    title = Literal(f"Catalogue of {publication.title}", lang="en")
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCTERMS.title, title))
    graph.add((catalogue, RDFS.label, title))
    about = Literal(publication.description, lang="en")
    graph.add((catalogue, DCTERMS.description, about))
    graph.add((catalogue, DCTERMS.publisher, publisher_of(iris)))
    graph.add((catalogue, DCTERMS.license, URIRef(publication.licence)))
    graph.add((catalogue, FOAF.homepage, URIRef(base)))
    graph.add((catalogue, DCAT.dataset, node))
    graph.add((catalogue, DCAT.service, service))
    graph.add((service, RDF.type, DCAT.DataService))
    label = Literal(f"SPARQL endpoint of {publication.title}", lang="en")
    graph.add((service, DCTERMS.title, label))
    graph.add((service, RDFS.label, label))
    graph.add((service, DCAT.endpointURL, URIRef(f"{base}sparql")))
    graph.add((service, DCAT.endpointDescription, URIRef(f"{base}sparql")))
    graph.add((service, DCAT.servesDataset, node))
    graph.add((service, DCTERMS.conformsTo, URIRef(_PROTOCOL)))


def _add_figures(graph: Graph, node: URIRef, figures: Figures, document: str) -> None:
    totals = {
        VOID.triples: figures.triples,
        VOID.entities: figures.entities,
        VOID.distinctSubjects: figures.distinct_subjects,
        VOID.distinctObjects: figures.distinct_objects,
        VOID.classes: figures.class_count,
        VOID.properties: figures.property_count,
    }
    for name, number in totals.items():
        graph.add((node, name, _number(number)))
    for iri, number in figures.classes.items():
        part = URIRef(f"{document}#class-{quote(iri, safe='')}")
        graph.add((node, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(iri)))
        graph.add((part, VOID.entities, _number(number)))
    for iri, number in figures.properties.items():
        part = URIRef(f"{document}#property-{quote(iri, safe='')}")
        graph.add((node, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(iri)))
        graph.add((part, VOID.triples, _number(number)))


def _add_download(
    graph: Graph,
    node: URIRef,
    download: Download,
    document: str,
    publication: Publication,
    iris: Iris,
) -> None:
    file = URIRef(f"{iris.base}dump/{download.name}")
    part = URIRef(f"{document}#{download.name}")
    checksum = URIRef(f"{document}#{download.name}-sha256")
    graph.add((node, VOID.dataDump, file))
    graph.add((node, DCAT.distribution, part))
    graph.add((part, RDF.type, DCAT.Distribution))
    graph.add((part, DCTERMS.title, Literal(download.name)))
    graph.add((part, RDFS.label, Literal(download.name)))
    graph.add((part, DCAT.downloadURL, file))
    graph.add((part, DCAT.accessURL, URIRef(document)))
    graph.add((part, DCAT.mediaType, URIRef(_MEDIA_TYPES + download.media_type)))
    if download.is_packed:
        gzip = URIRef(f"{_MEDIA_TYPES}application/gzip")
        graph.add((part, DCAT.compressFormat, gzip))
    graph.add((part, DCTERMS.license, URIRef(publication.licence)))
    if publication.modified:
        graph.add((part, DCTERMS.modified, date_literal(publication.modified)))
    size = Literal(str(download.size_bytes), datatype=XSD.nonNegativeInteger)
    graph.add((part, DCAT.byteSize, size))
    graph.add((part, _SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, _SPDX.Checksum))
    graph.add((checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256))
    value = Literal(download.sha256, datatype=XSD.hexBinary)
    graph.add((checksum, _SPDX.checksumValue, value))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
