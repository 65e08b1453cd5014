"""From counts and files of a release to its description: VoID for what it holds, DCAT for how to get it.

The description is a document beside the data, not a graph in it, so that its figures can be true of
everything that queries see. What it names outside (a licence, a language, a media type) is typed in it, so
that it can be checked without a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, VOID, Namespace

from policygraph.graph.description import Publication, add_publication, publisher_of
from policygraph.graph.downloads import SHA256, SPDX, Download, add_download
from policygraph.graph.figures import Figures, add_figures
from policygraph.graph.names import date_literal
from policygraph.iris import Iris

_VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_LANGUAGE: Final = URIRef(f"{_AUTHORITY}language/ENG")
_PUBLIC: Final = URIRef(f"{_AUTHORITY}access-right/PUBLIC")
_IRREGULAR: Final = URIRef(f"{_AUTHORITY}frequency/IRREG")
_THEMES: Final = URIRef(f"{_AUTHORITY}data-theme")
_GOVERNMENT: Final = URIRef(f"{_AUTHORITY}data-theme/GOVE")
_PROTOCOL: Final = URIRef("http://www.w3.org/TR/sparql11-protocol/")
_KEYWORDS: Final = ("claims", "policy discussions", "quotations", "recommendations")
# of DCAT 3, which rdflib 7.6 does not know yet
_VERSION: Final = URIRef(f"{DCAT}version")
_VERSION_CHARACTERS: Final = 12


def describe_release(
    publication: Publication,
    figures: Figures,
    downloads: Sequence[Download],
    *,
    reports: Sequence[str],
    iris: Iris,
) -> Dataset:
    """Describe a release in the graph `catalog`: no blank nodes, everything under the base.

    `reports` are the slugs of all that the dataset was made from. The version is the day of the
    latest coding and the beginning of the checksum of the first download.

    Source: VoID, sections 2 to 4; DCAT 3, sections 6.3 to 6.9; DCAT-AP 3.0.1; SPDX for checksums.
    """
    dataset = Dataset()
    graph = dataset.graph(URIRef(iris.graph("catalog")))
    node = URIRef(iris.dataset())
    _add_catalogue(graph, node, publication, iris)
    _add_service(graph, node, publication, iris)
    add_publication(graph, publication, iris=iris)
    _add_dataset(graph, node, publication, iris)
    for report in reports:
        graph.add((node, PROV.wasDerivedFrom, URIRef(iris.report(report))))
    for download in downloads[:1]:
        digest = download.sha256[:_VERSION_CHARACTERS]
        told = "+".join(part for part in (publication.modified, digest) if part)
        graph.add((node, _VERSION, Literal(told)))
    add_figures(graph, node, figures, iris.document("catalog"))
    for download in downloads:
        add_download(graph, node, download, publication, iris)
    _add_outside(graph, publication, iris)
    return dataset


def _add_catalogue(
    graph: Graph, node: URIRef, publication: Publication, iris: Iris
) -> None:
    """Say what catalogues the dataset."""
    catalogue = URIRef(f"{iris.document('catalog')}#catalog")
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    _add_title(graph, catalogue, f"Catalogue of {publication.title}")
    about = Literal(publication.description, lang="en")
    graph.add((catalogue, DCTERMS.description, about))
    graph.add((catalogue, DCTERMS.publisher, publisher_of(iris)))
    graph.add((catalogue, DCTERMS.license, URIRef(publication.licence)))
    graph.add((catalogue, DCTERMS.language, _LANGUAGE))
    if publication.modified:
        graph.add((catalogue, DCTERMS.modified, date_literal(publication.modified)))
    graph.add((catalogue, DCAT.themeTaxonomy, _THEMES))
    graph.add((catalogue, FOAF.homepage, URIRef(iris.document())))
    graph.add((catalogue, DCAT.dataset, node))
    graph.add((catalogue, DCAT.service, _service(iris)))


def _add_service(
    graph: Graph, node: URIRef, publication: Publication, iris: Iris
) -> None:
    """Say what answers queries over the dataset."""
    service, endpoint = _service(iris), URIRef(iris.endpoint())
    graph.add((service, RDF.type, DCAT.DataService))
    _add_title(graph, service, f"SPARQL endpoint of {publication.title}")
    words = "Answers SPARQL 1.1 queries over the whole dataset; read-only."
    graph.add((service, DCTERMS.description, Literal(words, lang="en")))
    graph.add((service, DCTERMS.publisher, publisher_of(iris)))
    graph.add((service, DCTERMS.license, URIRef(publication.licence)))
    graph.add((service, DCTERMS.accessRights, _PUBLIC))
    graph.add((service, DCAT.contactPoint, _contact(iris)))
    graph.add((service, DCAT.endpointURL, endpoint))
    graph.add((service, DCAT.endpointDescription, endpoint))
    graph.add((service, DCAT.servesDataset, node))
    graph.add((service, DCTERMS.conformsTo, _PROTOCOL))


def _add_dataset(
    graph: Graph, node: URIRef, publication: Publication, iris: Iris
) -> None:
    """Say what a catalogue says of a dataset, beyond who publishes it and on what terms."""
    graph.add((node, DCTERMS.language, _LANGUAGE))
    graph.add((node, DCTERMS.creator, publisher_of(iris)))
    graph.add((node, DCTERMS.identifier, Literal(iris.dataset())))
    graph.add((node, DCTERMS.accessRights, _PUBLIC))
    graph.add((node, DCTERMS.accrualPeriodicity, _IRREGULAR))
    graph.add((node, DCAT.contactPoint, _contact(iris)))
    graph.add((node, DCAT.theme, _GOVERNMENT))
    for word in _KEYWORDS:
        graph.add((node, DCAT.keyword, Literal(word, lang="en")))
    graph.add((node, DCAT.landingPage, URIRef(iris.document())))
    graph.add((node, FOAF.homepage, URIRef(iris.document())))
    graph.add((node, VOID.sparqlEndpoint, URIRef(iris.endpoint())))
    first, _, last = publication.covers.partition("/")
    if first and last:
        period = URIRef(f"{iris.document('catalog')}#period")
        graph.add((node, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, date_literal(first)))
        graph.add((period, DCAT.endDate, date_literal(last)))


def _add_outside(graph: Graph, publication: Publication, iris: Iris) -> None:
    """Say of what kind the things outside are that the description names."""
    kinds = {
        URIRef(publication.licence): DCTERMS.LicenseDocument,
        URIRef(iris.document()): FOAF.Document,
        _LANGUAGE: DCTERMS.LinguisticSystem,
        _PUBLIC: DCTERMS.RightsStatement,
        _IRREGULAR: DCTERMS.Frequency,
        _PROTOCOL: DCTERMS.Standard,
        _GOVERNMENT: SKOS.Concept,
        _THEMES: SKOS.ConceptScheme,
        SHA256: SPDX.ChecksumAlgorithm,
    }
    for thing, kind in kinds.items():
        graph.add((thing, RDF.type, kind))
    words = Literal("Government and public sector", lang="en")
    graph.add((_GOVERNMENT, SKOS.prefLabel, words))
    graph.add((_GOVERNMENT, SKOS.inScheme, _THEMES))
    graph.add((_THEMES, DCTERMS.title, Literal("Data theme", lang="en")))
    contact = _contact(iris)
    graph.add((contact, RDF.type, _VCARD.Kind))
    graph.add((contact, RDF.type, _VCARD.Organization))
    graph.add((contact, _VCARD.fn, Literal(publication.publisher)))
    graph.add((contact, _VCARD.hasURL, URIRef(iris.document())))


def _add_title(graph: Graph, node: URIRef, words: str) -> None:
    title = Literal(words, lang="en")
    graph.add((node, DCTERMS.title, title))
    graph.add((node, RDFS.label, title))


def _service(iris: Iris) -> URIRef:
    return URIRef(f"{iris.document('catalog')}#sparql")


def _contact(iris: Iris) -> URIRef:
    return URIRef(f"{iris.document('catalog')}#contact")
