"""Citations are compared across formats: one that says something else is found."""

from __future__ import annotations

import pytest

from policygraph.audit.citations import _bibtex, _csl, _ris
from policygraph.exchange import Citation, write_citation

CITATION = Citation(
    kind="report",
    key="quay-2024",
    title="Sensors & signs: 50% of {all} ~ a_b",
    authors=("Harbourfield Civic Forum", "Saltmarsh College"),
    issued="2024-05-14",
    url="https://example.org/id/reports/quay",
)


def test_our_three_formats_say_the_same() -> None:
    bibtex, ris, csl = (
        read(write_citation(CITATION, wanted).decode())
        for read, wanted in ((_bibtex, "bibtex"), (_ris, "ris"), (_csl, "csl"))
    )

    assert bibtex is not None
    assert ris is not None
    assert bibtex.authors == ris.authors == CITATION.authors
    assert bibtex.year == ris.year == "2024"
    assert ris == csl
    assert bibtex.address == ris.address == CITATION.url


@pytest.mark.parametrize(
    "text", ["", "@misc{a}", "{}", "[]", "[[]]", "TY  - RPRT", "<html>"]
)
def test_what_is_no_citation_is_none(text: str) -> None:
    assert _bibtex(text) is None
    assert _ris(text) is None
    assert _csl(text) is None
