"""The catalogue, held to what DCAT-AP demands of it and recommends: a table of our own, nothing of theirs.

Source: DCAT-AP 3.0.1, sections on Agent, Catalogue, Data Service, Dataset, Distribution and Checksum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Namespace
from rdflib.term import Node

from policygraph.engine import ReleaseStore
from policygraph.web import create_app
from policygraph.web.source import source_of

# rdflib 7.6 warns about itself when it reads JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
VERSION = URIRef(f"{DCAT}version")


@dataclass(frozen=True)
class Rule:
    """How often things of a kind have a property, and what its values are: words, or things of a class."""

    kind: URIRef
    property: URIRef
    least: int = 0
    most: int = 1_000
    value: URIRef | None = None
    datatype: URIRef | None = None
    is_words: bool = False

    def broken(self, graph: Graph) -> Iterator[str]:
        for thing in graph.subjects(RDF.type, self.kind):
            values = list(graph.objects(thing, self.property))
            if not self.least <= len(values) <= self.most:
                yield f"{thing} {self.property}: {len(values)} values"
            for value in values:
                if not self._fits(graph, value):
                    yield f"{thing} {self.property}: {value!r}"

    def _fits(self, graph: Graph, value: Node) -> bool:
        if self.datatype is not None:
            return isinstance(value, Literal) and value.datatype == self.datatype
        if self.is_words:
            return isinstance(value, Literal)
        is_typed = self.value is None or (value, RDF.type, self.value) in graph
        return isinstance(value, URIRef) and is_typed


MANDATORY = (
    Rule(FOAF.Agent, FOAF.name, least=1, is_words=True),
    Rule(DCAT.Catalog, DCTERMS.title, least=1, is_words=True),
    Rule(DCAT.Catalog, DCTERMS.description, least=1, is_words=True),
    Rule(DCAT.Catalog, DCTERMS.publisher, least=1, most=1, value=FOAF.Agent),
    Rule(DCAT.DataService, DCTERMS.title, least=1, is_words=True),
    Rule(DCAT.DataService, DCAT.endpointURL, least=1),
    Rule(DCAT.Dataset, DCTERMS.title, least=1, is_words=True),
    Rule(DCAT.Dataset, DCTERMS.description, least=1, is_words=True),
    Rule(DCAT.Distribution, DCAT.accessURL, least=1),
    Rule(SPDX.Checksum, SPDX.algorithm, least=1, most=1, value=SPDX.ChecksumAlgorithm),
    Rule(SPDX.Checksum, SPDX.checksumValue, least=1, most=1, datatype=XSD.hexBinary),
    Rule(SKOS.Concept, SKOS.prefLabel, least=1, is_words=True),
    Rule(SKOS.ConceptScheme, DCTERMS.title, least=1, is_words=True),
)
RECOMMENDED = (
    Rule(DCAT.Catalog, DCTERMS.language, least=1, value=DCTERMS.LinguisticSystem),
    Rule(DCAT.Catalog, DCTERMS.license, least=1, most=1, value=DCTERMS.LicenseDocument),
    Rule(DCAT.Catalog, DCTERMS.modified, least=1, most=1, datatype=XSD.date),
    Rule(DCAT.Catalog, DCAT.themeTaxonomy, least=1, value=SKOS.ConceptScheme),
    Rule(DCAT.Catalog, FOAF.homepage, least=1, most=1, value=FOAF.Document),
    Rule(DCAT.Catalog, DCAT.dataset, least=1, value=DCAT.Dataset),
    Rule(DCAT.Catalog, DCAT.service, least=1, value=DCAT.DataService),
    Rule(DCAT.DataService, DCAT.endpointDescription, least=1),
    Rule(DCAT.DataService, DCAT.servesDataset, least=1, value=DCAT.Dataset),
    Rule(DCAT.DataService, DCTERMS.accessRights, 1, 1, DCTERMS.RightsStatement),
    Rule(DCAT.DataService, DCTERMS.license, 1, 1, DCTERMS.LicenseDocument),
    Rule(DCAT.DataService, DCTERMS.conformsTo, least=1, value=DCTERMS.Standard),
    Rule(DCAT.DataService, DCAT.contactPoint, least=1, value=VCARD.Kind),
    Rule(DCAT.Dataset, DCAT.contactPoint, least=1, value=VCARD.Kind),
    Rule(DCAT.Dataset, DCAT.distribution, least=1, value=DCAT.Distribution),
    Rule(DCAT.Dataset, DCAT.keyword, least=1, is_words=True),
    Rule(DCAT.Dataset, DCAT.theme, least=1, value=SKOS.Concept),
    Rule(DCAT.Dataset, DCAT.landingPage, least=1, value=FOAF.Document),
    Rule(DCAT.Dataset, DCTERMS.publisher, least=1, most=1, value=FOAF.Agent),
    Rule(DCAT.Dataset, DCTERMS.creator, least=1, value=FOAF.Agent),
    Rule(DCAT.Dataset, DCTERMS.temporal, least=1, value=DCTERMS.PeriodOfTime),
    Rule(DCAT.Dataset, DCTERMS.accessRights, 1, 1, DCTERMS.RightsStatement),
    Rule(DCAT.Dataset, DCTERMS.accrualPeriodicity, 1, 1, DCTERMS.Frequency),
    Rule(DCAT.Dataset, DCTERMS.language, least=1, value=DCTERMS.LinguisticSystem),
    Rule(DCAT.Dataset, DCTERMS.identifier, least=1, is_words=True),
    Rule(DCAT.Dataset, VERSION, least=1, most=1, is_words=True),
    Rule(DCAT.Distribution, DCTERMS.description, least=1, is_words=True),
    Rule(DCAT.Distribution, DCTERMS.license, 1, 1, DCTERMS.LicenseDocument),
    Rule(DCAT.Distribution, DCTERMS["format"], 1, 1, DCTERMS.MediaTypeOrExtent),
    Rule(DCAT.Distribution, DCAT.mediaType, 1, 1, DCTERMS.MediaType),
    Rule(DCAT.Distribution, DCAT.compressFormat, most=1, value=DCTERMS.MediaType),
    Rule(DCAT.Distribution, DCAT.byteSize, 1, 1, datatype=XSD.nonNegativeInteger),
    Rule(DCAT.Distribution, SPDX.checksum, least=1, most=1, value=SPDX.Checksum),
    Rule(DCTERMS.PeriodOfTime, DCAT.startDate, 1, 1, datatype=XSD.date),
    Rule(DCTERMS.PeriodOfTime, DCAT.endDate, 1, 1, datatype=XSD.date),
)


def words_of(rule: Rule) -> str:
    return f"{rule.kind.fragment or rule.kind} {rule.property.split('/')[-1]}"


@pytest.fixture(scope="module")
def catalog(release: ReleaseStore) -> Graph:
    # as N-Triples, where every datatype stands as it is
    response = create_app(source_of(release)).test_client().get("/catalog.nt")
    return Graph().parse(data=response.data.decode(), format="nt")


@pytest.mark.parametrize("rule", MANDATORY, ids=words_of)
def test_the_catalogue_says_what_it_must(catalog: Graph, rule: Rule) -> None:
    assert (None, RDF.type, rule.kind) in catalog
    assert list(rule.broken(catalog)) == []


@pytest.mark.parametrize("rule", RECOMMENDED, ids=words_of)
def test_the_catalogue_says_what_is_recommended(catalog: Graph, rule: Rule) -> None:
    assert (None, RDF.type, rule.kind) in catalog
    assert list(rule.broken(catalog)) == []


def test_a_rule_finds_what_is_missing_and_what_is_wrong(catalog: Graph) -> None:
    spoiled = Graph() + catalog
    spoiled.remove((None, DCTERMS.description, None))
    spoiled.remove((None, RDF.type, DCTERMS.MediaType))

    broken = [
        one for rule in (*MANDATORY, *RECOMMENDED) for one in rule.broken(spoiled)
    ]

    assert any("catalog#catalog" in one and "description" in one for one in broken)
    assert any("mediaType" in one for one in broken)


def test_the_days_covered_are_those_that_reports_say(catalog: Graph) -> None:
    (period,) = catalog.subjects(RDF.type, DCTERMS.PeriodOfTime)

    # of the two shipped reports one says when its discussion was held
    assert str(catalog.value(period, DCAT.startDate)) == "2024-05-14"
    assert str(catalog.value(period, DCAT.endDate)) == "2024-05-14"


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nt", "rdf"])
def test_the_catalogue_is_the_same_in_every_format(
    release: ReleaseStore, catalog: Graph, ending: str
) -> None:
    names = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
    response = create_app(source_of(release)).test_client().get(f"/catalog.{ending}")

    found = Graph().parse(data=response.data.decode(), format=names[ending])

    # the catalogue has no blank nodes, so equal sets are equal graphs
    assert {str(triple) for triple in found} == {str(triple) for triple in catalog}
