from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.errors import DataError, NotFoundError, OutsideError
from policygraph.record import Vocabulary, read_record, read_vocabulary

GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "lamps" / "record.yaml"
    path.parent.mkdir()
    return path


def test_lines_lead_from_ids_to_the_file(record: Path, vocabulary: Vocabulary) -> None:
    record.write_text(GOOD, "utf-8")
    numbered = GOOD.splitlines()

    lines = read_record(record, vocabulary).lines

    assert "id: s02" in numbered[lines["s02"] - 1]
    assert "from: s01, to: s02" in numbered[lines["s01-supports-s02"] - 1]
    assert "id: forum" in numbered[lines["actors/forum"] - 1]
    assert "id: participants" in numbered[lines["participants"] - 1]
    assert numbered[lines["discussion"] - 1] == "discussion:"
    assert numbered[lines["coded"] - 1].startswith("coded:")


@pytest.mark.parametrize(
    "slug", ["harbourfield-roundtable", "socitm-casa-smart-places"]
)
def test_the_shipped_records_are_without_fault(
    project: Path, vocabulary: Vocabulary, slug: str
) -> None:
    read = read_record(project / "corpus" / slug / "record.yaml", vocabulary)

    assert read.slug == slug
    assert read.record.statements


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"policygraph: 1\0", "binary", id="binary"),
        pytest.param(GOOD.encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param(b"policygraph: 1\n# \xe9t\xe9\n", "not UTF-8", id="latin-1"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"# nothing\n", "empty", id="comment alone"),
        pytest.param(b"- a\n- b\n", "block of keys", id="list"),
        pytest.param(b"[" * 20_000, "without end", id="deep"),
        pytest.param(b"a: 'open\n", "not closed", id="open quote"),
        pytest.param(
            b"policygraph: 1\n---\na: 1\n", "second document", id="two documents"
        ),
        pytest.param(b"a: \x07\n", "control character", id="control character"),
        pytest.param(b"policygraph: !!python/none 1\n", "Tags", id="tag"),
    ],
)
def test_a_file_that_is_no_record_gets_one_plain_message(
    record: Path, vocabulary: Vocabulary, data: bytes, told: str
) -> None:
    record.write_bytes(data)

    with pytest.raises(DataError) as raised:
        read_record(record, vocabulary)

    assert any(told in fault.message and fault.hint for fault in raised.value.faults)
    assert raised.value.exit_code == 1


def test_a_record_of_50_megabytes_is_refused_before_it_is_parsed(
    record: Path, vocabulary: Vocabulary
) -> None:
    with record.open("wb") as file:
        file.truncate(50_000_000)

    with pytest.raises(DataError) as raised:
        read_record(record, vocabulary)

    assert [fault.message for fault in raised.value.faults] == [
        "The file is larger than 2 MB."
    ]


def test_a_mark_of_utf_8_at_the_start_does_no_harm(
    record: Path, vocabulary: Vocabulary
) -> None:
    record.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    read = read_record(record, vocabulary)

    assert read.record.report.title == "Lamps at night"


def test_names_stay_exact_whatever_they_hold(
    record: Path, vocabulary: Vocabulary
) -> None:
    name = "> } ; DROP GRAPH\n\u202eright to left\u2066"
    typed = r'"> } ; DROP GRAPH\n\u202eright to left\u2066"'
    record.write_text(GOOD.replace("An attendee", typed), "utf-8")

    read = read_record(record, vocabulary)

    assert read.record.unnamed[0].name == name


def test_the_folder_must_be_a_safe_slug(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "Lamps > night" / "record.yaml"
    path.parent.mkdir()
    path.write_text(GOOD, "utf-8")

    with pytest.raises(DataError, match="cannot stand in an address"):
        read_record(path, vocabulary)


def test_a_missing_record_is_not_found(record: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(NotFoundError):
        read_record(record, vocabulary)


def test_a_folder_in_place_of_a_record_is_told(
    record: Path, vocabulary: Vocabulary
) -> None:
    record.mkdir()

    with pytest.raises(OutsideError):
        read_record(record, vocabulary)


def test_dates_and_years_need_no_quotation_marks(
    record: Path, vocabulary: Vocabulary
) -> None:
    record.write_text(GOOD.replace("published: not-said", "published: 2031"), "utf-8")

    read = read_record(record, vocabulary)

    assert read.record.report.published == "2031"
    assert read.record.coded.on == "2026-01-31"


def test_messages_name_files_below_the_working_directory_shortly(
    record: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.write_text(GOOD, "utf-8")
    monkeypatch.chdir(record.parent.parent)

    read = read_record(record, vocabulary)

    assert read.file == "lamps/record.yaml"
