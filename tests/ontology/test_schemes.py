"""The concept schemes: which there are, what they hold, and that nothing in them ranks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from policygraph.engine import Store, open_store
from policygraph.iris import SCHEMES, concept, concept_scheme
from policygraph.resources import folder

MEMBERS = {
    "agreements": "consensus divided not-said widespread",
    "bases": "carried inferred stated",
    "claim-kinds": "evaluation observation prediction risk vision",
    "commitment-states": "done dropped not-said planned under-way",
    "date-statuses": "exact not-said relative",
    "discussion-formats": "conference consultation hearing meeting not-said panel"
    " roundtable seminar workshop",
    "link-types": "answers challenges conflicts-with explains qualifies responds-to"
    " restates supports",
    "modalities": "could is need open should will",
    "place-levels": "city city-region community council-area nation neighbourhood place"
    " region rural-area urban-area world",
    "review-states": "accepted contested draft",
    "roles": "associate chair host lead member observer opening-speaker organiser"
    " participant partner professor programme-chair publisher secretary speaker",
    "stages": "agenda conclusion discussion not-said",
    "stakeholder-types": "businesses citizens communities data-holding-organisations"
    " local-government managers national-government planning-functions"
    " public-service-bodies regulators researchers supporting-institutions"
    " technology-providers",
    "technologies": "ai automation broadband data-and-technology digital-infrastructure"
    " digital-twin iot machine-learning mobile open-data-platform urban-modelling"
    " wireless",
}
MATCHES = ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")


def _members(store: Store, scheme: str) -> list[str]:
    rows = store.rows(
        f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?concept WHERE {{
          ?concept a skos:Concept ; skos:inScheme <{concept_scheme(scheme)}> }}"""
    )
    return sorted(str(row["concept"]).removeprefix(concept(scheme, "")) for row in rows)


def _mappings(store: Store) -> set[tuple[str, str, str]]:
    rows = store.rows(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX owl: <http://www.w3.org/2002/07/owl#>
        SELECT ?concept ?relation ?target WHERE {
          ?concept a skos:Concept ; ?relation ?target .
          FILTER(STRENDS(STR(?relation), "Match") || ?relation = owl:sameAs) }"""
    )
    return {
        (
            str(row["concept"]).rsplit("/", 1)[-1],
            str(row["relation"]).rsplit("#", 1)[-1],
            str(row["target"]),
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def verified() -> list[dict[str, str]]:
    path = folder("ontology") / "mappings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_scheme_has_its_file_and_there_is_no_other() -> None:
    files = {path.stem for path in (folder("ontology") / "schemes").iterdir()}

    assert files == set(SCHEMES)


@pytest.mark.parametrize("scheme", MEMBERS)
def test_a_scheme_holds_the_members_agreed(vocabulary: Store, scheme: str) -> None:
    members = _members(vocabulary, scheme)

    assert members == sorted(MEMBERS[scheme].split())


def test_there_are_seventy_themes_below_ten(vocabulary: Store, ask) -> None:
    members = _members(vocabulary, "themes")
    tops = ask(
        f"SELECT ?top WHERE {{ ?top skos:topConceptOf <{concept_scheme('themes')}> }}"
    )

    assert len(members) == 70
    assert len(tops) == 10


def test_every_theme_is_typed_and_can_be_found_by_other_words(ask) -> None:
    themes = ask(f"SELECT ?c WHERE {{ ?c skos:inScheme <{concept_scheme('themes')}> }}")
    typed = ask("SELECT DISTINCT ?c WHERE { ?c a pgo:Theme ; skos:altLabel ?other }")

    assert typed == themes


def test_no_tree_is_deeper_than_three(ask) -> None:
    rows = ask(
        "SELECT ?c WHERE { ?c skos:broader/skos:broader/skos:broader ?ancestor }"
    )

    assert rows == []


def test_every_not_said_has_the_same_identifier(ask) -> None:
    rows = ask('SELECT ?thing WHERE { ?thing dcterms:identifier "not-said" }')

    kinds = {iri.split("/")[-2] for (iri,) in rows}
    with_gap = {name for name, members in MEMBERS.items() if "not-said" in members}
    assert kinds == with_gap | {"actors", "places"}


def test_every_concept_has_its_slug_as_identifier(ask) -> None:
    rows = ask(
        """SELECT ?concept ?identifier WHERE {
          ?concept a skos:Concept ; dcterms:identifier ?identifier }"""
    )

    assert len(rows) == 70 + sum(len(names.split()) for names in MEMBERS.values())
    assert all(iri.endswith(f"/{identifier}") for iri, identifier in rows)


def test_every_link_type_points_to_a_property_between_statements(ask) -> None:
    rows = ask(
        f"""SELECT ?type WHERE {{
          ?type skos:inScheme <{concept_scheme("link-types")}> ; rdfs:seeAlso ?property .
          ?property rdfs:subPropertyOf+ pgo:relatesTo }}"""
    )

    assert len(rows) == len(MEMBERS["link-types"].split())


def test_what_themes_are_mapped_to_is_what_was_verified(
    vocabulary: Store, verified: list[dict[str, str]]
) -> None:
    known = {(row["theme"], row["relation"], row["target"]) for row in verified}

    assert _mappings(vocabulary) == known


def test_a_mapping_that_nobody_verified_is_found(
    tmp_path: Path, verified: list[dict[str, str]]
) -> None:
    planted = tmp_path / "planted.ttl"
    planted.write_text(
        f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <{concept("themes", "public-trust")}> a skos:Concept ;
          skos:closeMatch <http://eurovoc.europa.eu/4574> .""",
        encoding="utf-8",
    )
    known = {(row["theme"], row["relation"], row["target"]) for row in verified}

    unknown = _mappings(open_store([(planted, None)])) - known

    assert unknown == {("public-trust", "closeMatch", "http://eurovoc.europa.eu/4574")}


def test_a_verified_mapping_names_its_source_and_the_label_read(
    verified: list[dict[str, str]],
) -> None:
    goals = [row for row in verified if "metadata.un.org" in row["target"]]
    others = [row for row in verified if row not in goals]

    assert all(row["source"] and row["relation"] in MATCHES for row in verified)
    assert all(row["label"] for row in others)
    assert all(row["relation"] == "relatedMatch" for row in goals)


def test_no_outside_concept_is_the_exact_match_of_two_themes(
    verified: list[dict[str, str]],
) -> None:
    exact = [row["target"] for row in verified if row["relation"] == "exactMatch"]

    assert len(exact) == len(set(exact))
