"""What FOOPS asks of an ontology and can be told offline, by the ids of its tests.

Source: the FOOPS catalogue of tests, oeg-upm/fair_ontologies, doc/catalog.html.
"""

from __future__ import annotations

import pytest

from policygraph.engine import Store
from policygraph.iris import ONTOLOGY

PGO = f"{ONTOLOGY}#"
ABOUT_ITSELF = {
    "OM1 title": "dcterms:title",
    "OM1 description": "dcterms:description",
    "OM1 licence": "dcterms:license",
    "OM1 version": "owl:versionIRI",
    "OM1 creator": "dcterms:creator",
    "OM1 namespace": "vann:preferredNamespaceUri",
    "OM2 prefix": "vann:preferredNamespacePrefix",
    "OM2 version info": "owl:versionInfo",
    "OM2 created": "dcterms:created",
    "OM2 citation": "dcterms:bibliographicCitation",
    "OM2 contributor": "dcterms:contributor",
    "OM3 abstract": "dcterms:abstract",
    "OM3 status": "bibo:status",
    "OM3 source": "dcterms:source",
    "OM3 modified": "dcterms:modified",
    "OM5.2 publisher": "dcterms:publisher",
    "OM5.2 issued": "dcterms:issued",
}


@pytest.mark.parametrize("property_", ABOUT_ITSELF.values(), ids=ABOUT_ITSELF)
def test_the_ontology_tells_about_itself(ask, property_: str) -> None:
    rows = ask(f"SELECT ?value WHERE {{ <{ONTOLOGY}> {property_} ?value }}")

    assert rows
    assert all(value.strip() for (value,) in rows)


def test_om4_the_licence_is_an_address_of_creative_commons(ask) -> None:
    rows = ask(f"SELECT ?licence WHERE {{ <{ONTOLOGY}> dcterms:license ?licence }}")

    assert rows == [("https://creativecommons.org/licenses/by/4.0/",)]


def test_ver1_the_version_iri_ends_with_the_version(ask) -> None:
    rows = ask(
        f"""SELECT ?iri ?version
        WHERE {{ <{ONTOLOGY}> owl:versionIRI ?iri ; owl:versionInfo ?version }}"""
    )

    assert rows == [(f"{ONTOLOGY}/0.1.0", "0.1.0")]


def test_find1_prefix_and_namespace_are_those_in_use(ask) -> None:
    rows = ask(
        f"""SELECT ?prefix ?namespace WHERE {{
          <{ONTOLOGY}> vann:preferredNamespacePrefix ?prefix ;
                       vann:preferredNamespaceUri ?namespace }}"""
    )

    assert rows == [("pgo", PGO)]


def test_uri2_every_own_term_stands_in_the_one_namespace(ask) -> None:
    rows = ask(
        f"""SELECT ?term WHERE {{
          ?term rdfs:isDefinedBy <{ONTOLOGY}> .
          FILTER(!STRSTARTS(STR(?term), "{PGO}")) }}"""
    )

    base = "https://w3id.org/policygraph/id/"
    assert rows == [(f"{base}actors/not-said",), (f"{base}places/not-said",)]


@pytest.mark.parametrize("wanted", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_rdf1_the_ontology_can_be_written_in_every_syntax(
    vocabulary: Store, wanted: str
) -> None:
    written = vocabulary.dump(wanted)
    again = Store()
    again.load_bytes(written, wanted)

    assert len(again) == len(vocabulary)


def test_voc1_outside_terms_are_reused_in_data_and_in_metadata(ask) -> None:
    rows = ask(
        f"""SELECT DISTINCT ?outside WHERE {{
          ?own rdfs:subClassOf|rdfs:subPropertyOf ?outside .
          FILTER(STRSTARTS(STR(?own), "{PGO}"))
          FILTER(isIRI(?outside) && !STRSTARTS(STR(?outside), "{PGO}")) }}"""
    )

    reused = {iri.rsplit("#", 1)[0].rsplit("/", 1)[-1] for (iri,) in rows}
    assert {"oa", "prov", "core", "Agent", "Project", "Report"} <= reused


@pytest.mark.parametrize("property_", ["rdfs:label", "skos:definition"])
def test_voc3_and_voc4_every_own_term_is_labelled_and_defined(
    ask, property_: str
) -> None:
    declared = f"""SELECT DISTINCT ?term WHERE {{
      VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
      ?term a ?kind . FILTER(STRSTARTS(STR(?term), "{PGO}")) BOUND }}"""

    terms = ask(declared.replace("BOUND", ""))
    described = ask(declared.replace("BOUND", f"?term {property_} ?text ."))

    assert len(terms) > 80
    assert described == terms


def test_every_outside_term_in_use_is_declared_as_one_kind(ask) -> None:
    rows = ask(
        """SELECT DISTINCT ?term WHERE {
          { ?thing ?term ?value } UNION { ?thing a ?term }
          UNION { ?thing rdfs:subClassOf|rdfs:subPropertyOf|rdfs:domain ?term }
          FILTER(isIRI(?term))
          FILTER(!REGEX(STR(?term), "^http://www.w3.org/(2002/07/owl|1999/02/22-rdf|2000/01/rdf)"))
          FILTER NOT EXISTS {
            ?term a ?kind . FILTER(STRSTARTS(STR(?kind), STR(owl:)))
          } }"""
    )

    assert rows == []


def test_dates_are_annotations_so_that_the_reasoner_never_meets_them(ask) -> None:
    rows = ask("SELECT ?term WHERE { ?term a owl:AnnotationProperty }")

    dates = {"dcterms:created", "dcterms:issued", "dcterms:date", "dcterms:modified"}
    declared = {iri.replace("http://purl.org/dc/terms/", "dcterms:") for (iri,) in rows}
    assert dates | {"http://schema.org/startDate"} <= declared


def test_no_date_datatype_stands_in_an_axiom(ask) -> None:
    rows = ask(
        """SELECT ?property ?range WHERE {
          ?property rdfs:range ?range
          FILTER(REGEX(STR(?range), "XMLSchema#(date|gYear|gYearMonth)$")) }"""
    )

    assert rows == []


def test_alignments_speak_of_declared_terms_only(ask, ask_alignments) -> None:
    declared = {row[0] for row in ask("SELECT ?term WHERE { ?term a ?kind }")}
    aligned = {
        row[0]
        for row in ask_alignments(
            "SELECT ?term WHERE { ?term ?p ?o FILTER(STRSTARTS(STR(?term), STR(pgo:))) }"
        )
    }

    assert aligned
    assert aligned <= declared


def test_no_alignment_claims_an_exact_match(ask_alignments) -> None:
    rows = ask_alignments(
        """SELECT ?term WHERE {
          ?term skos:exactMatch|owl:sameAs|owl:equivalentClass|owl:equivalentProperty ?other }"""
    )

    assert rows == []
