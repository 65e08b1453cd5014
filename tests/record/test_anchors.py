from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest

from policygraph.errors import DataError, OutsideError
from policygraph.record import (
    Anchors,
    ReadRecord,
    Vocabulary,
    anchor_record,
    anchors_json,
    read_anchors,
    read_record,
    read_vocabulary,
    write_anchors,
)
from policygraph.record.quotations import quotations_of
from policygraph.source import Document

GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")
TEXT = (
    "Advert! Buy now.\n\nLamps were discussed. All felt that lamps burn\nuntil dawn, and that "
    "lamps should be dimmed. “Dim ones”, that is.\n\nIn the end the forum will meet again."
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "lamps"
    path.mkdir()
    return path


def read(folder: Path, vocabulary: Vocabulary, *changes: tuple[str, str]) -> ReadRecord:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "record.yaml").write_text(text, "utf-8")
    return read_record(folder / "record.yaml", vocabulary)


def anchored(record: ReadRecord, text: str = TEXT) -> Anchors:
    return anchor_record(record, text=Document.of_text(text), stored=None)


def faults(raised: pytest.ExceptionInfo[DataError]) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in raised.value.faults]


def test_every_quotation_has_its_place_in_the_text(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)

    anchors = anchored(record)

    for placed in quotations_of(record.record):
        anchor = anchors.passage(placed.quotation)
        assert TEXT[anchor.start_char : anchor.end_char] == anchor.exact
        assert hashlib.sha256(anchor.exact.encode()).hexdigest() == anchor.sha256
    assert anchors.character_count == len(TEXT)
    assert anchors.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_straightened_marks_are_accepted_and_the_sources_own_are_kept(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(
        folder, vocabulary, ("quote: lamps should be dimmed", "quote: '\"Dim ones\"'")
    )
    quotation = record.record.statements[1].quote[0]

    anchors = anchored(record)

    assert anchors.passage(quotation).exact == "“Dim ones”"
    assert '"exact": "“Dim ones”"' in anchors_json(anchors)


def test_words_that_the_record_has_as_they_are_stand_in_no_other_file(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)

    text = anchors_json(anchored(record))

    assert "dimmed" not in text


def test_every_quotation_without_a_place_is_told_at_its_line(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(
        folder,
        vocabulary,
        ("lamps burn until dawn", "lamps burn till dawn"),
        (
            "quote: lamps should be dimmed",
            "quote:\n      - lamps\n      - amps should be",
        ),
    )

    with pytest.raises(DataError) as raised:
        anchored(record)

    assert [line for line, _ in faults(raised)] == [25, 35, 36]
    told = [message for _, message in faults(raised)]
    assert told[0].startswith("s01 quotes words that are not in the source")
    assert "s02 quotes words that stand in the source 2 times" in told[1]
    assert "s02 quotes words that are cut inside a word" in told[2]
    assert '"lamps burn until dawn"' in raised.value.faults[0].hint


def test_words_that_touch_a_quotation_are_kept_with_the_gap(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(
        folder,
        vocabulary,
        (
            "quote: lamps should be dimmed",
            'quote: {exact: lamps, before: "until dawn, and that", after: should}',
        ),
    )

    anchor = anchored(record).passage(record.record.statements[1].quote[0])

    assert (anchor.prefix, anchor.suffix) == ("until dawn, and that ", " should")
    assert TEXT[: anchor.start_char].endswith(anchor.prefix)


def test_sections_boilerplate_and_quoted_share_are_computed(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(
        folder,
        vocabulary,
        (
            "statements:",
            "  - {id: end, heading: not-said, starts: In the end}\n"
            "boilerplate:\n  - {starts: Advert!, ends: Buy now., reason: An advert.}\n"
            "statements:",
        ),
    )

    anchors = anchored(record)

    assert anchors.boilerplate == ((0, 16, "An advert."),)
    assert anchors.section_at(0) is None
    assert anchors.section_at(TEXT.index("dawn")) == "opening"
    assert anchors.section_at(TEXT.index("In the end")) == "end"
    quoted = [
        "Lamps were discussed",
        "lamps burn\nuntil dawn",
        "lamps should be dimmed",
        "In the end",
        "the forum will meet again",
    ]
    assert anchors.quoted_share == pytest.approx(
        sum(map(len, quoted)) / (len(TEXT) - 16)
    )


def test_boilerplate_that_ends_before_it_starts_is_told(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(
        folder,
        vocabulary,
        (
            "statements:",
            "boilerplate:\n  - {starts: Buy now., ends: Advert!, reason: An advert.}\n"
            "statements:",
        ),
    )

    with pytest.raises(DataError) as raised:
        anchored(record)

    assert faults(raised) == [(19, "boilerplate 1 ends before it starts.")]


def test_what_is_kept_stands_for_the_text_when_it_is_gone(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)
    with_text = anchored(record)
    path = folder / "anchors.json"
    write_anchors(path, with_text)

    without = anchor_record(record, text=None, stored=read_anchors(path))

    assert dataclasses.replace(without, text_present=True) == with_text
    assert not without.text_present
    assert anchors_json(without) == path.read_text("utf-8")


def test_a_quotation_changed_without_the_text_is_not_anchored_yet(
    folder: Path, vocabulary: Vocabulary
) -> None:
    path = folder / "anchors.json"
    write_anchors(path, anchored(read(folder, vocabulary)))
    record = read(folder, vocabulary, ("lamps should be dimmed", "should be dimmed"))

    with pytest.raises(DataError) as raised:
        anchor_record(record, text=None, stored=read_anchors(path))

    assert [line for line, _ in faults(raised)] == [34]
    assert "not anchored yet" in raised.value.faults[0].message
    assert "policygraph source add" in raised.value.faults[0].hint


def test_a_record_that_never_saw_its_text_says_so(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)

    with pytest.raises(DataError) as raised:
        anchor_record(record, text=None, stored=None)

    assert "not anchored yet" in raised.value.message
    assert raised.value.hint == "policygraph source add lamps FILE"


def test_a_text_with_another_digest_is_refused_unless_it_is_meant(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)
    path = folder / "anchors.json"
    write_anchors(path, anchored(record))
    stored = read_anchors(path)
    other = Document.of_text(TEXT.replace("Advert!", "Adverts!"))

    with pytest.raises(DataError, match="not the one its anchors were made from"):
        anchor_record(record, text=other, stored=stored)
    meant = anchor_record(record, text=other, stored=stored, text_is_new=True)

    assert meant.text_sha256 == other.sha256


def test_a_quotation_that_moved_in_a_new_text_is_shown_and_not_moved(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)
    path = folder / "anchors.json"
    write_anchors(path, anchored(record))
    other = Document.of_text(TEXT.replace("forum will meet", "forum will meeet"))

    with pytest.raises(DataError) as raised:
        anchor_record(record, text=other, stored=read_anchors(path), text_is_new=True)

    assert "s03 quotes words that are not in the source" in faults(raised)[0][1]
    assert 'now reads "the forum will meeet again"' in raised.value.faults[0].hint


def test_an_id_that_vanished_must_be_withdrawn(
    folder: Path, vocabulary: Vocabulary
) -> None:
    path = folder / "anchors.json"
    write_anchors(path, anchored(read(folder, vocabulary)))
    gone = ("  - {id: attendee-1, name: An attendee}", "  - {id: x, name: An attendee}")
    vanished = read(folder, vocabulary, gone)
    document = Document.of_text(TEXT)

    with pytest.raises(DataError) as raised:
        anchor_record(vanished, text=document, stored=read_anchors(path))
    told = read(folder, vocabulary, gone, ("withdrawn: []", "withdrawn: [attendee-1]"))
    anchors = anchor_record(told, text=document, stored=read_anchors(path))

    assert faults(raised) == [(51, "The id 'attendee-1' has vanished.")]
    assert "withdrawn" in raised.value.faults[0].hint
    assert "attendee-1" in anchors.ids


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="list"),
        pytest.param("{}", id="no keys"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"format": 2}', id="format"),
    ],
)
def test_kept_anchors_that_somebody_edited_are_refused(folder: Path, data: str) -> None:
    path = folder / "anchors.json"
    path.write_text(data, "utf-8")

    with pytest.raises(DataError, match="not as they were written"):
        read_anchors(path)


def test_a_digest_that_was_tampered_with_admits_nothing(
    folder: Path, vocabulary: Vocabulary
) -> None:
    record = read(folder, vocabulary)
    path = folder / "anchors.json"
    anchors = anchored(record)
    write_anchors(path, anchors)
    digest = anchors.passage(record.record.statements[0].quote[0]).sha256
    path.write_text(path.read_text("utf-8").replace(digest, "0" * 64), "utf-8")

    with pytest.raises(DataError) as raised:
        anchor_record(record, text=None, stored=read_anchors(path))

    assert [line for line, _ in faults(raised)] == [25]


def test_a_disk_that_refuses_leaves_the_old_file(
    folder: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "anchors.json"
    path.write_text("old", "utf-8")
    anchors = anchored(read(folder, vocabulary))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OutsideError, match="No space left"):
        write_anchors(path, anchors)

    assert path.read_text("utf-8") == "old"
    assert sorted(each.name for each in folder.iterdir()) == [
        "anchors.json",
        "record.yaml",
    ]
