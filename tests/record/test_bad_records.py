"""Every way in which a record can be wrong, one file each.

A line that is wrong says so itself: `# WRONG: words of the message | words of the hint`, several times
where it has several faults. `# WRONG AT n:` at the top speaks of line n, 0 for the file as a whole.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph.errors import DataError, Fault
from policygraph.record import Vocabulary, read_record, read_vocabulary

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
AT = re.compile(r"# WRONG AT (\d+): (.*)")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary()


def expected_faults(path: Path) -> list[tuple[int, str, str]]:
    """Return line, words of the message, words of the hint."""
    expected = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if at := AT.match(line):
            expected.append((int(at[1]), at[2], ""))
            continue
        for words in line.split("# WRONG: ")[1:]:
            message, _, hint = words.partition(" | ")
            expected.append((number, message.strip(), hint.strip()))
    return expected


def fits(fault: Fault, expected: tuple[int, str, str]) -> bool:
    line, message, hint = expected
    return fault.line == line and message in fault.message and hint in fault.hint


def in_folder(path: Path, folder: Path) -> Path:
    record = folder / "lamps" / "record.yaml"
    record.parent.mkdir()
    record.write_bytes(path.read_bytes())
    return record


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_every_fault_is_told_at_its_line_and_no_other(
    path: Path, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    record = in_folder(path, tmp_path)
    expected = expected_faults(path)

    with pytest.raises(DataError) as raised:
        read_record(record, vocabulary)

    told = list(raised.value.faults)
    assert len(told) == len(expected), "\n".join(map(str, told))
    assert all(any(fits(fault, one) for fault in told) for one in expected), "\n".join(
        map(str, told)
    )
    assert [fault.line for fault in told] == sorted(fault.line for fault in told)
    assert {fault.file for fault in told} == {str(record)}


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_no_words_of_the_libraries_reach_the_user(
    path: Path, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    record = in_folder(path, tmp_path)

    with pytest.raises(DataError) as raised:
        read_record(record, vocabulary)

    leaks = re.compile(
        r"pydantic|Input should|validation error|while (parsing|scanning)|tuple|dict_|<block"
    )
    assert not leaks.search(str(raised.value))


def test_the_record_that_the_bad_ones_are_made_of_is_good(
    vocabulary: Vocabulary, tmp_path: Path
) -> None:
    record = in_folder(HERE / "good.yaml", tmp_path)

    read = read_record(record, vocabulary)

    assert [statement.id for statement in read.record.statements] == [
        "s01",
        "s02",
        "s03",
    ]
