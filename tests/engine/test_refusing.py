from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.engine.refusing import MAX_DEPTH, what_no_file_holds

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("turtle", "<a:a> <a:b> '<<<<' , \"<< \\\" <<\" . # <<" * 500, id="texts"),
        pytest.param("turtle", "<a:a> <a:b> '''<< ' <<''' ." * 500, id="long texts"),
        pytest.param("turtle", "<< <a:a> <a:b> 1 >> <a:c> 2 ." * 500, id="side by side"),
        pytest.param("jsonld", '{"a":"[[[[{{{{\\""},' * 500, id="json texts"),
        pytest.param("json", '[{"a":[1,2]}]' * 500, id="json side by side"),
        pytest.param("rdfxml", "<r><a b='x>/' c=\"/>\"/><d e='//x/y'>1</d></r>" * 500, id="xml"),
        pytest.param("rdfxml", f"<rdf:RDF {RDF}><!-- <a><a> --></rdf:RDF>", id="comment"),
        pytest.param("rdfxml", "<a><![CDATA[<b><b><!DOCTYPE]]></a>" * 300, id="cdata"),
        pytest.param("csv", "<<,{|\n" * 100, id="rows of text"),
    ],
)  # fmt: skip
def test_what_only_looks_nested_is_read(name: str, text: str) -> None:
    assert what_no_file_holds(text.encode(), name) == ""


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        pytest.param("turtle", "<< <a:a> <a:b> ", ">>", id="triple terms"),
        pytest.param("turtle", "{| <a:a> <a:b> ", "|}", id="annotations"),
        pytest.param("jsonld", '{"a":', "}", id="objects"),
        pytest.param("json", "[", "]", id="arrays"),
        pytest.param("rdfxml", "<a b='>'>", "</a>", id="elements"),
        pytest.param("xml", "<a>", "</a>", id="rows in xml"),
    ],
)
def test_depth_is_counted_with_and_without_its_ends(
    name: str, begin: str, end: str
) -> None:
    honest = begin * (MAX_DEPTH // 2) + "1" + end * (MAX_DEPTH // 2)
    deep = begin * 20_000 + "1" + end * 20_000

    assert what_no_file_holds(honest.encode(), name) == ""
    assert "nested deeper" in what_no_file_holds(deep.encode(), name)
    assert "nested deeper" in what_no_file_holds((begin * 20_000).encode(), name)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE r []><r/>",
        "<?xml version='1.0'?>\n<!-- x --><!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>",
        "\ufeff<!DOCTYPE r><r/>",
    ],
)
def test_a_document_type_is_refused(text: str) -> None:
    assert "DOCTYPE" in what_no_file_holds(text.encode(), "rdfxml")


@given(
    data=st.text(alphabet="<>/\"'{}[]|\\#!-a \n").map(str.encode),
    name=st.sampled_from(["turtle", "jsonld", "rdfxml", "xml", "json", "trig"]),
)
def test_no_bytes_are_too_odd_to_look_at(data: bytes, name: str) -> None:
    assert isinstance(what_no_file_holds(data, name), str)
