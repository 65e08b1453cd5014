from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.errors import DataError, NotFoundError, UsageError
from policygraph.record import (
    add_source,
    load_report,
    read_record,
    read_vocabulary,
    write_skeleton,
)
from policygraph.record.quotations import quotations_of, readable_quotations

GOOD = (Path(__file__).parent / "good.yaml").read_text("utf-8")
TEXT = (
    "Lamps were discussed. All felt that lamps burn until dawn, and that lamps should be "
    "dimmed. In the end the forum will meet again."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one record without its text, and the text elsewhere."""
    corpus = tmp_path / "corpus"
    (corpus / "lamps").mkdir(parents=True)
    (corpus / "lamps" / "record.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "lamps.txt").write_text(TEXT, "utf-8")
    return corpus


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_text_is_kept_beside_its_record_with_the_anchors(corpus: Path) -> None:
    told = add_source(corpus, "lamps", str(corpus.parent / "lamps.txt"))

    assert names(corpus / "lamps") == ["anchors.json", "record.yaml", "source.txt"]
    assert (corpus / "lamps" / "source.txt").read_text("utf-8") == TEXT
    assert "4 quotations" in told


def test_a_report_loads_alike_with_its_text_and_without(corpus: Path) -> None:
    add_source(corpus, "lamps", str(corpus.parent / "lamps.txt"))
    record = corpus / "lamps" / "record.yaml"

    _, with_text, text = load_report(record, read_vocabulary())
    (corpus / "lamps" / "source.txt").unlink()
    _, without, no_text = load_report(record, read_vocabulary())

    assert (text, no_text) == (TEXT, None)
    assert without.places == with_text.places


def test_anchors_are_renewed_only_when_asked(corpus: Path) -> None:
    record = corpus / "lamps" / "record.yaml"
    (corpus / "lamps" / "source.txt").write_text(TEXT, "utf-8")

    load_report(record, read_vocabulary())
    before = names(corpus / "lamps")
    load_report(record, read_vocabulary(), write_anchors=True)

    assert "anchors.json" not in before
    assert "anchors.json" in names(corpus / "lamps")


def test_nothing_is_written_when_a_quotation_is_not_in_the_text(corpus: Path) -> None:
    text = corpus.parent / "other.txt"
    text.write_text(TEXT.replace("dawn", "noon"), "utf-8")

    with pytest.raises(DataError):
        add_source(corpus, "lamps", str(text))

    assert names(corpus / "lamps") == ["record.yaml"]


def test_another_text_takes_the_place_of_the_first_only_when_meant(
    corpus: Path,
) -> None:
    add_source(corpus, "lamps", str(corpus.parent / "lamps.txt"))
    text = corpus.parent / "other.txt"
    text.write_text(TEXT + " Thank you.", "utf-8")

    with pytest.raises(DataError) as raised:
        add_source(corpus, "lamps", str(text))
    add_source(corpus, "lamps", str(text), replace=True)

    assert "--replace" in raised.value.faults[0].hint
    assert (corpus / "lamps" / "source.txt").read_text("utf-8").endswith("Thank you.")


def test_a_text_without_anchors_is_not_written_over(corpus: Path) -> None:
    (corpus / "lamps" / "source.txt").write_text("Something else.", "utf-8")

    with pytest.raises(UsageError):
        add_source(corpus, "lamps", str(corpus.parent / "lamps.txt"))

    assert (corpus / "lamps" / "source.txt").read_text("utf-8") == "Something else."


def test_a_new_record_gets_its_text_to_be_quoted_from(corpus: Path) -> None:
    write_skeleton(corpus, "fresh", "A fresh one")

    told = add_source(corpus, "fresh", str(corpus.parent / "lamps.txt"))

    assert names(corpus / "fresh") == ["record.yaml", "source.txt"]
    assert "not finished" in told


def test_a_text_for_no_report_is_refused(corpus: Path) -> None:
    with pytest.raises(NotFoundError):
        add_source(corpus, "none", str(corpus.parent / "lamps.txt"))


def test_wrong_words_and_wrong_keys_are_told_together_by_line(corpus: Path) -> None:
    add_source(corpus, "lamps", str(corpus.parent / "lamps.txt"))
    record = corpus / "lamps" / "record.yaml"
    changed = GOOD.replace("lamps burn until dawn", "lamps burn until noon")
    record.write_text(changed + "\nextra: 1\n", "utf-8")

    with pytest.raises(DataError) as caught:
        load_report(record, read_vocabulary())

    told = [fault.message for fault in caught.value.faults]
    lines = [fault.line for fault in caught.value.faults]
    assert any("not in the source" in message for message in told)
    assert any("'extra'" in message for message in told)
    assert lines == sorted(lines)


def test_the_keys_that_quote_are_those_of_the_model(project: Path) -> None:
    for path in sorted(project.glob("corpus/*/record.yaml")):
        read = read_record(path, read_vocabulary())

        typed = {placed.quotation for placed in quotations_of(read.record)}
        readable = {placed.quotation for placed in readable_quotations(read.tree.data)}

        assert readable == typed
