"""Workbooks, read back by a program of others: what went in comes out, as text, the same each time."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from policygraph.engine import Rows, open_store
from policygraph.exchange import SheetNotes, spreadsheet_of, write_spreadsheet
from policygraph.exchange.spreadsheet import MAX_CELL_CHARACTERS

NOTES = SheetNotes(
    title="Claims",
    question="What was claimed?",
    query="SELECT ?claim WHERE { ?claim a ?kind }",
    release="d1gest",
    licence="https://creativecommons.org/licenses/by/4.0/",
    citation="Harbourfield editors: Quayside graph.",
    day="2026-11-22",
)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("https://example.org")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "{=1}",
    "https://example.org/",
    "mailto:a@example.org",
    "internal:Sheet!A1",
    "007",
    "TRUE",
    "2026-11-22",
    "<b>&amp;",
    "שלום \u202eabc",
    "_x0041_",
    "not-said",
)


def read(data: bytes, sheet: str) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(data))
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


def test_columns_and_rows_come_back_in_order() -> None:
    rows = [("s01", "Trust matters."), ("s02", "not-said")]

    data = write_spreadsheet(("claim", "text"), rows, NOTES)

    assert read(data, "rows") == [("claim", "text"), *rows]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_cell_looks_like_it_is_text(text: str) -> None:
    data = write_spreadsheet(("value",), [(text,)], NOTES)

    cell = load_workbook(io.BytesIO(data))["rows"]["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_no_part_of_the_file_is_a_formula_or_a_link() -> None:
    data = write_spreadsheet(("value",), [(one,) for one in HOSTILE], NOTES)

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        names = parts.namelist()
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    assert not [name for name in names if "externalLink" in name]


def test_the_second_sheet_says_where_the_rows_come_from() -> None:
    told = dict(read(write_spreadsheet(("claim",), [], NOTES), "about"))

    assert told["Query (SPARQL)"] == NOTES.query
    assert told["Release"] == "d1gest"
    assert told["Licence of the data"] == NOTES.licence
    assert told["To cite"] == NOTES.citation
    assert told["Latest coding"] == "2026-11-22"
    assert "Rows" not in told


def test_rows_that_are_missing_are_told() -> None:
    notes = SheetNotes(title="Claims", cut_after=500)

    told = dict(read(write_spreadsheet(("claim",), [], notes), "about"))

    assert told["Rows"] == "the first 500; there are more"


def test_two_files_of_the_same_rows_are_the_same_bytes() -> None:
    first = write_spreadsheet(("claim",), [("s01",)], NOTES)

    assert write_spreadsheet(("claim",), [("s01",)], NOTES) == first


@pytest.mark.parametrize("day", ["", "not-said", "2026"])
def test_a_release_without_a_day_still_makes_a_file(day: str) -> None:
    data = write_spreadsheet(("claim",), [], SheetNotes(title="Claims", day=day))

    assert read(data, "rows") == [("claim",)]


def test_the_heading_stays_in_sight_and_columns_have_room() -> None:
    data = write_spreadsheet(("a", "b"), [("x" * 40, "y" * 500)], NOTES)

    sheet = load_workbook(io.BytesIO(data))["rows"]
    assert sheet.freeze_panes == "A2"
    assert 40 <= sheet.column_dimensions["A"].width < 50
    assert sheet.column_dimensions["B"].width < 70


def test_a_text_too_long_for_a_cell_says_that_it_is_cut() -> None:
    data = write_spreadsheet(("text",), [("x" * 40_000,)], NOTES)

    cell = read(data, "rows")[1][0]
    assert isinstance(cell, str)
    assert len(cell) == MAX_CELL_CHARACTERS
    assert cell.endswith("[cut here: a cell holds no more]")


def test_the_answer_of_a_query_becomes_text() -> None:
    answer = open_store([]).answer(
        "SELECT ?thing ?text ?none WHERE { VALUES (?thing ?text ?none) "
        '{ (<https://example.org/x> "hallo"@de UNDEF) (<urn:x:y> 7 UNDEF) } }'
    )
    assert isinstance(answer, Rows)

    data = spreadsheet_of(answer, NOTES)

    assert read(data, "rows") == [
        ("thing", "text", "none"),
        ("https://example.org/x", "hallo", ""),
        ("urn:x:y", "7", ""),
    ]
