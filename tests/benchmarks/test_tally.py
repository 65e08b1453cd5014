from __future__ import annotations

import pytest
from benchmarks.faults import report
from benchmarks.tally import Tally


def test_a_failure_is_counted_told_and_decides(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = Tally("faults")
    tally.check("it holds", True)
    tally.check("it holds", False, "the third byte")

    is_well = report([tally])

    shown = capsys.readouterr()
    assert not is_well
    assert shown.out.splitlines()[-1].split() == ["it", "holds", "2", "1"]
    assert shown.err == "faults: it holds: the third byte\n"


def test_where_nothing_fails_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally("faults")
    tally.count("it holds", 50)

    assert report([tally])
    assert capsys.readouterr().err == ""


def test_an_attempt_that_raises_is_a_failure_and_nothing_goes_further() -> None:
    tally = Tally("faults")

    with tally.attempt("it opens", told=lambda: "file.txt:"):
        raise OSError("torn")
    with tally.attempt("it opens"):
        pass

    count = tally.counts["it opens"]
    assert count.tried == 2
    assert count.failures == ["file.txt: OSError: torn"]
