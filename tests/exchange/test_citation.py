"""Citations: what reference managers read, with what is not said left unsaid."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from policygraph.errors import NotAcceptableError
from policygraph.exchange import Citation, cite_in_words, write_citation

DATED = Citation(
    kind="report",
    key="quay-2024",
    title="Sensors & signs: 50% of {all}",
    authors=("Harbourfield Civic Forum", "Saltmarsh College"),
    issued="2024-05-14",
    url="https://example.org/id/reports/quay",
    language="en",
)
UNDATED = Citation(
    kind="statement",
    key="quay-s07",
    title="Trust has to be gained.\nSoon.",
    authors=("Harbourfield Civic Forum",),
    issued="not-said",
    url="https://example.org/id/reports/quay/s07",
    container="Sensors on the quay",
)


def bibtex_fields(text: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", text, re.MULTILINE))


def ris_pairs(text: str) -> list[tuple[str, str]]:
    assert text.endswith("ER  - \r\n")
    return [(line[:2], line[6:]) for line in text.split("\r\n") if line]


def test_bibtex_has_bodies_as_authors_and_escapes_its_signs() -> None:
    text = write_citation(DATED, "bibtex").decode()
    fields = bibtex_fields(text)

    assert text.startswith("@techreport{quay-2024,\n")
    assert fields["author"] == "{Harbourfield Civic Forum} and {Saltmarsh College}"
    assert fields["title"] == r"{Sensors \& signs: 50\% of \{all\}}"
    assert (fields["year"], fields["month"]) == ("2024", "5")
    assert fields["url"] == DATED.url


def test_ris_begins_with_the_type_and_ends_with_its_end() -> None:
    pairs = ris_pairs(write_citation(DATED, "ris").decode())

    assert pairs[0] == ("TY", "RPRT")
    assert ("AU", "Saltmarsh College,") in pairs
    assert ("DA", "2024/05/14/") in pairs


def test_csl_has_the_parts_of_the_date() -> None:
    (told,) = json.loads(write_citation(DATED, "csl"))

    assert told["type"] == "report"
    assert told["issued"] == {"date-parts": [[2024, 5, 14]]}
    assert told["author"][0] == {"literal": "Harbourfield Civic Forum"}


def test_a_statement_is_cited_in_its_report() -> None:
    (told,) = json.loads(write_citation(UNDATED, "csl"))

    assert told["type"] == "chapter"
    assert told["container-title"] == "Sensors on the quay"
    assert ("T2", "Sensors on the quay") in ris_pairs(
        write_citation(UNDATED, "ris").decode()
    )


def test_a_date_that_is_not_said_is_never_made_up() -> None:
    bibtex = bibtex_fields(write_citation(UNDATED, "bibtex").decode())
    ris = dict(ris_pairs(write_citation(UNDATED, "ris").decode()))
    (csl,) = json.loads(write_citation(UNDATED, "csl"))

    assert "year" not in bibtex
    assert "not-said" in bibtex["note"]
    assert "PY" not in ris
    assert "not-said" in ris["N1"]
    assert csl["issued"] == {"literal": "not-said"}


@pytest.mark.parametrize("wanted", ["bibtex", "ris", "csl"])
def test_a_line_break_in_a_title_breaks_no_format(wanted: str) -> None:
    text = write_citation(UNDATED, wanted).decode()

    assert "gained.\nSoon" not in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(NotAcceptableError):
        write_citation(DATED, "endnote")


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
def test_every_form_names_the_release_that_was_read(form: str) -> None:
    cited = replace(UNDATED, release="d1gest of 2026-11-22")

    assert "d1gest of 2026-11-22" in write_citation(cited, form).decode()


def test_a_citation_in_words_says_what_is_not_said() -> None:
    words = cite_in_words(replace(UNDATED, release="d1gest"))

    assert words == (
        "Harbourfield Civic Forum: Trust has to be gained. Soon. In: Sensors on the quay. "
        "https://example.org/id/reports/quay/s07. Date of publication: not-said. "
        "policygraph release d1gest."
    )


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl", "words"])
def test_the_curators_wording_is_a_note_and_no_title(form: str) -> None:
    cited = replace(
        UNDATED,
        title="“gaining trust is slow”",
        coded="Trust is gained slowly.",
        coders="Quay editors",
        record=UNDATED.url,
        url="https://forum.example/quay",
    )
    told = "Coded by Quay editors as: “Trust is gained slowly.”"

    if form == "words":
        assert cite_in_words(cited) == (
            "Harbourfield Civic Forum: “gaining trust is slow”. In: Sensors on the quay. "
            "https://forum.example/quay. Date of publication: not-said. "
            f"{told} ({UNDATED.url})."
        )
        return
    text = write_citation(cited, form).decode()
    (titled,) = (
        line
        for line in text.splitlines()
        if line.lstrip().startswith(("title =", "TI  -", '"title":'))
    )
    assert "“gaining trust is slow”" in titled
    assert "gained slowly" not in titled
    assert f"{told} ({UNDATED.url})" in text
