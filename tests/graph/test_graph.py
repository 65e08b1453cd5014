"""What a record becomes: who said it, how, on which words; and what never becomes a triple."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from policygraph.engine import Store, sorted_nquads
from policygraph.graph import as_nquads, build_dataset
from policygraph.graph.names import date_literal, own, short
from policygraph.iris import ACTOR_NOT_SAID, Iri, Iris, concept
from policygraph.record import load_report, read_vocabulary

SOCITM = "socitm-casa-smart-places"
REPORT = Iris().report(SOCITM)


def dataset_of(corpus: Path, slug: str, iris: Iris | None = None) -> Dataset:
    path = corpus / slug / "record.yaml"
    read, anchors, text = load_report(path, read_vocabulary())
    return build_dataset(
        read.record, anchors, report=slug, iris=iris or Iris(), text=text
    )


@pytest.fixture(scope="module")
def socitm(socitm_corpus: Path) -> Graph:
    dataset = dataset_of(socitm_corpus, SOCITM)
    return dataset.graph(URIRef(Iris().graph(f"reports/{SOCITM}")))


def here(local_id: str) -> URIRef:
    return URIRef(f"{REPORT}/{local_id}")


def test_a_statement_keeps_its_kind_out_of_its_name(socitm: Graph) -> None:
    types = set(socitm.objects(here("s15"), RDF.type))

    assert types == {own("Recommendation"), own("Statement")}


def test_a_passive_voice_has_no_holder_and_says_so(socitm: Graph) -> None:
    attribution = socitm.value(here("s12"), own("attribution"))

    assert socitm.value(attribution, own("holder")) == URIRef(ACTOR_NOT_SAID)


def test_a_promise_of_two_has_two_attributions(socitm: Graph) -> None:
    holders = {
        socitm.value(attribution, own("holder"))
        for attribution in socitm.objects(here("s34"), own("attribution"))
    }

    assert holders == {
        URIRef(Iris().shared("actors", "casa")),
        URIRef(Iris().shared("actors", "socitm")),
    }


def test_a_link_is_a_node_and_never_a_direct_triple(socitm: Graph) -> None:
    link = here("s16-supports-s15")

    assert socitm.value(link, own("linkSource")) == here("s16")
    assert (None, own("supports"), None) not in socitm


def test_a_reading_is_signed_and_a_stated_link_quotes(socitm: Graph) -> None:
    for link in socitm.subjects(RDF.type, own("StatementLink")):
        basis = socitm.value(link, own("basis"))
        signed = (link, own("linkBy"), None) in socitm
        quoted = (link, own("evidence"), None) in socitm

        assert signed == (basis == URIRef(concept("bases", "inferred")))
        assert quoted == (basis == URIRef(concept("bases", "stated")))


def test_a_presumed_addressee_is_no_addressee(socitm: Graph) -> None:
    presumed = set(socitm.objects(here("s33"), own("presumedAddressee")))

    assert presumed == {URIRef(concept("stakeholder-types", "planning-functions"))}
    assert set(socitm.objects(here("s33"), own("addressee"))) == {
        URIRef(ACTOR_NOT_SAID)
    }


def test_a_date_that_is_only_relative_is_absent_and_said_to_be_so(
    socitm: Graph,
) -> None:
    start = URIRef("http://schema.org/startDate")

    assert (here("discussion"), start, None) not in socitm
    status = socitm.value(here("discussion"), own("dateStatus"))
    assert status == URIRef(concept("date-statuses", "relative"))


def test_a_passage_quotes_the_sources_own_characters(socitm: Graph) -> None:
    exact = URIRef("http://www.w3.org/ns/oa#exact")
    words = {str(value) for value in socitm.objects(None, exact)}

    assert any("‘vertical’" in quoted for quoted in words)
    assert "if was noted" in words


def test_the_same_words_are_one_passage(socitm: Graph) -> None:
    starts = list(socitm.subjects(RDF.type, own("Passage")))

    assert len(starts) == len(set(starts))
    cues = {
        socitm.value(socitm.value(here(name), own("attribution")), own("cue"))
        for name in ("s04", "s05")
    }
    assert len(cues) == 1


def test_everything_has_a_label_of_a_length_that_can_be_read(socitm: Graph) -> None:
    for thing in set(socitm.subjects(RDF.type)):
        label = socitm.value(thing, RDFS.label)

        assert label, thing
        assert len(label) <= 84


def test_no_blank_nodes(socitm_corpus: Path) -> None:
    data = as_nquads(dataset_of(socitm_corpus, SOCITM))

    assert not any(
        part.startswith(b"_:")
        for line in data.splitlines()
        for part in line.split()[:1]
    )


def test_the_text_enters_only_where_its_rights_allow(project: Path) -> None:
    free = dataset_of(project / "corpus", "harbourfield-roundtable")
    texts = URIRef(Iris().graph("texts/harbourfield-roundtable"))

    assert len(free.graph(texts)) == 1


def test_the_engines_form_is_the_same_graph(socitm: Graph, socitm_corpus: Path) -> None:
    name = Iris().graph(f"reports/{SOCITM}")
    store = Store()
    data = as_nquads(dataset_of(socitm_corpus, SOCITM))
    store.load_bytes(b"".join(sorted_nquads(data)), "nquads")

    again = Graph().parse(data=store.dump("ntriples", name), format="nt")

    assert isomorphic(again, socitm)


def test_a_corpus_of_another_base_keeps_the_vocabulary(socitm_corpus: Path) -> None:
    iris = Iris("https://example.org/places/")
    dataset = dataset_of(socitm_corpus, SOCITM, iris)
    graph = dataset.graph(URIRef(iris.graph(f"reports/{SOCITM}")))

    node = URIRef(iris.in_report(SOCITM, "s12"))

    assert graph.value(node, DCTERMS.identifier) == Literal("s12")
    themes = {str(theme) for theme in graph.objects(node, own("theme"))}
    assert concept("themes", "public-trust") in themes
    assert iris.of_path("themes/public-trust") == concept("themes", "public-trust")


@pytest.mark.parametrize(
    ("name", "local"),
    [("Robert> ; DROP ALL #", "a"), ("two\nlines", "b"), ("‏right to left", "c")],
    ids=["sparql", "newline", "rtl"],
)
def test_a_hostile_name_stays_a_label_exactly(
    name: str, local: str, socitm_corpus: Path
) -> None:
    path = socitm_corpus / SOCITM / "record.yaml"
    read, anchors, _ = load_report(path, read_vocabulary())
    actor = read.record.actors[0].model_copy(update={"id": local, "name": name})
    record = read.record.model_copy(update={"actors": (*read.record.actors, actor)})

    dataset = build_dataset(record, anchors, report=SOCITM, iris=Iris())

    store = Store()
    store.load_bytes(as_nquads(dataset), "nquads")
    node = Iris().shared("actors", local)
    query = f"SELECT ?label {{ <{node}> <{RDFS.label}> ?label }}"
    assert [row["label"].value for row in store.rows(query)] == [name]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2020", "gYear"), ("2020-06", "gYearMonth"), ("2020-06-08", "date")],
)
def test_a_date_has_the_datatype_of_its_length(text: str, kind: str) -> None:
    assert str(date_literal(text).datatype).endswith(f"#{kind}")


def test_a_label_is_cut_at_a_word() -> None:
    label = short("palaver " * 20)

    assert len(label) <= 80
    assert label.endswith("palaver …")


def test_notes_of_the_curator_stay_with_their_thing(socitm: Graph) -> None:
    assert (here("further-roundtable"), SKOS.editorialNote, None) in socitm


def test_paths_and_iris_are_each_others_way_back() -> None:
    iris = Iris("https://example.org/x/")
    for path in ("reports/a/s01", "themes/ai", "actors/not-said", "actors/socitm"):
        assert iris.path_of(iris.of_path(path)) == path

    assert iris.path_of(Iri("https://elsewhere.example/id/themes/ai")) is None
