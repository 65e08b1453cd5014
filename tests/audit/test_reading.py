from __future__ import annotations

import gzip
import http.client
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.audit.reading import (
    fingerprint,
    read_links,
    read_page,
    read_rdf,
    unpacked,
)
from policygraph.audit.visiting import LIMIT_BYTES, Reply


def mark(turtle: str) -> str:
    graph = read_rdf(f"PREFIX : <https://example.org/>\n{turtle}".encode(), "ttl")
    assert graph is not None
    return fingerprint(graph)


def page_of(text: str) -> Reply:
    headers = http.client.HTTPMessage()
    headers["Content-Type"] = "text/html; charset=utf-8"
    return Reply("http://127.0.0.1/", 200, headers, text.encode())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (":a :b :c .", ":a :b :c, :c .", True),
        (":a :b _:x . _:x :b :c .", ":a :b _:y . _:y :b :c .", True),
        (":a :b [ :c 1 ], [ :c 2 ] .", ":a :b [ :c 2 ], [ :c 1 ] .", True),
        (":a :b [ :c 1 ], [ :c 2 ] .", ":a :b [ :c 1 ], [ :c 1 ] .", False),
        (":a :b 'x'@en-GB .", ":a :b 'x'@en-gb .", True),
        (":a :b 'x'@en .", ":a :b 'x' .", False),
        (":a :b '1' .", ":a :b 1 .", False),
        (":a :b '_:x' .", ":a :b _:x .", False),
    ],
)
def test_graphs_are_compared_without_the_names_of_blank_nodes(
    one: str, other: str, same: bool
) -> None:
    assert (mark(one) == mark(other)) is same


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"<html>", "text/turtle"),
        (b"{", "application/ld+json"),
        (b"\xff\xfe", "application/n-triples"),
        (b"<a/>", "text/html"),
        (b'{"@context": "http://127.0.0.1:9/"}', "application/ld+json"),
    ],
)
def test_what_is_no_rdf_is_no_graph(data: bytes, media_type: str) -> None:
    assert not read_rdf(data, media_type)


def test_links_of_a_header_are_read_one_for_each_relation() -> None:
    header = '<a,b>; rel="item type"; type="text/turtle", </c>;rel=license, <d>; title="e, f"; rel=g'

    links = read_links(header)

    assert [(link.target, link.relation) for link in links] == [
        ("a,b", "item"),
        ("a,b", "type"),
        ("/c", "license"),
        ("d", "g"),
    ]


@given(st.text())
def test_no_header_and_no_page_is_too_odd(text: str) -> None:
    read_links(text)
    read_page(page_of(text))


def test_data_blocks_of_a_page_are_read_and_broken_ones_left_out() -> None:
    start, end = '<script type="application/ld+json">', "</script>"
    text = f'{start}{{"@type": "A"}}{end}{start}[{end}{start}{"[" * 9000}{end}'

    page = read_page(page_of(text))

    assert page.data == ({"@type": "A"},)


def test_a_packed_file_is_unpacked_up_to_a_limit() -> None:
    bomb = zlib.compressobj(wbits=31)
    packed = bomb.compress(bytes(LIMIT_BYTES + 1_000)) + bomb.flush()

    assert unpacked(gzip.compress(b"a")) == b"a"
    assert unpacked(b"a") == b"a"
    assert unpacked(b"\x1f\x8bbroken") == b""
    assert len(unpacked(packed)) == LIMIT_BYTES
