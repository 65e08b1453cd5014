from __future__ import annotations

import pytest

from policygraph.iris import Iri, Iris
from policygraph.web.links import address_at_publisher, href_of, ref_to

IRIS = Iris("https://example.org/data/")


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("https://example.org/data/id/reports/x/s01", "/reports/x/s01"),
        ("https://w3id.org/policygraph/id/themes/ai", "/themes/ai"),
        ("https://w3id.org/policygraph/ontology#Claim", "/ontology#Claim"),
        ("https://example.org/data/id/places/a?b#c", "/places/a%3Fb%23c"),
        ("https://elsewhere.example/x", "https://elsewhere.example/x"),
        ("https://example.org/data/id//evil.example", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("urn:isbn:1", None),
        ("http:", None),
        ("http://[broken", None),
    ],
)
def test_an_iri_leads_home_or_out_or_nowhere(iri: str, href: str | None) -> None:
    assert href_of(iri, IRIS) == href


def test_not_said_is_shown_as_such_whatever_its_kind() -> None:
    ref = ref_to(Iri("https://w3id.org/policygraph/id/stages/not-said"), None, IRIS)

    assert (ref.label, ref.is_not_said) == ("not said", True)


def test_a_long_quotation_is_given_by_its_ends() -> None:
    words = "one two three four five six seven eight nine ten well-known, twelve"

    address = address_at_publisher("https://example.org/a#b", words)

    assert address == (
        "https://example.org/a#:~:text=one%20two%20three%20four%20five,"
        "eight%20nine%20ten%20well%2Dknown%2C%20twelve"
    )


def test_no_address_of_another_kind_is_opened() -> None:
    assert address_at_publisher("javascript:alert(1)", "words") is None


def test_a_quotation_over_several_lines_is_given_by_its_ends() -> None:
    address = address_at_publisher("https://example.org/a", "one two\n\nthree four")

    assert address == "https://example.org/a#:~:text=one%20two,three%20four"


def test_ends_that_stand_twice_in_the_text_are_given_by_more_words() -> None:
    words = "it was said in the hall that the ferry is late and that piers are dark"
    text = f"First it was said in the end. Then {words}."

    address = address_at_publisher("https://example.org/a", words, text=text)

    assert address == (
        "https://example.org/a#:~:text=it%20was%20said%20in%20the%20hall,"
        "and%20that%20piers%20are%20dark"
    )


def test_words_around_tell_a_quotation_from_others_alike() -> None:
    address = address_at_publisher(
        "https://example.org/a", "the ferry", before="we said that", after="is late"
    )

    assert address == (
        "https://example.org/a#:~:text=we%20said%20that-,the%20ferry,-is%20late"
    )


def test_a_pdf_opens_at_its_beginning() -> None:
    address = address_at_publisher("https://example.org/a.PDF#page=2", "the ferry")

    assert address == "https://example.org/a.PDF"
