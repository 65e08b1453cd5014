from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.composing import Report, compose_report
from benchmarks.synthetic import main, record_lines, write_corpus

from policygraph.iris import NOT_SAID
from policygraph.record import read_record, read_vocabulary


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [compose_report(number, seed=1) for number in range(1, 101)]


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_quotation_stands_exactly_once_in_its_text(reports: list[Report]) -> None:
    counts = [
        report.text().count(words)
        for report in reports
        for words in report.quotations()
    ]

    assert set(counts) == {1}
    assert len(counts) > 3000


def test_a_report_has_the_shape_of_a_real_one(reports: list[Report]) -> None:
    for report in reports:
        kinds = [statement.proposition.kind for statement in report.statements]

        assert 18 <= len(kinds) <= 22
        assert set(kinds) == {"claim", "recommendation", "question", "commitment"}
        assert len(report.sections) == 6


def test_holders_agreements_and_links_of_every_sort_come_up(
    reports: list[Report],
) -> None:
    statements = [one for report in reports for one in report.statements]
    links = [link for report in reports for link in report.links]

    agreements = {statement.agreement for statement in statements}
    holders = {statement.holder for statement in statements}

    assert agreements == {"consensus", "widespread", "divided", NOT_SAID}
    assert {NOT_SAID, "participants", "attendee-1", "attendee-2"} < holders
    assert all(bool(link.cue) != bool(link.why) for link in links)
    assert {bool(link.cue) for link in links} == {True, False}


def test_reports_share_hosts_and_places(reports: list[Report]) -> None:
    hosts = {report.host for report in reports}
    towns = {report.town for report in reports}

    assert len(hosts) < len(reports) / 10
    assert len(towns) < len(reports)


def test_dates_are_said_in_some_reports_only(reports: list[Report]) -> None:
    dated = [report.date != NOT_SAID for report in reports]

    assert 20 < sum(dated) < 80


def test_slugs_are_unique(reports: list[Report]) -> None:
    assert len({report.slug for report in reports}) == len(reports)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    write_corpus(tmp_path / "one", reports=5, seed=7)
    write_corpus(tmp_path / "other", reports=5, seed=7)

    assert files_below(tmp_path / "one") == files_below(tmp_path / "other")


def test_another_seed_gives_other_reports() -> None:
    assert compose_report(1, seed=1).text() != compose_report(1, seed=2).text()


def test_the_records_pass_as_a_curators_would(tmp_path: Path) -> None:
    main(["12", str(tmp_path), "--seed", "3"])
    paths = sorted(tmp_path.glob("*/record.yaml"))

    records = [read_record(path, read_vocabulary()).record for path in paths]

    assert len(records) == 12
    assert all(len(record.statements) >= 18 for record in records)


def test_a_record_says_that_it_is_synthetic(reports: list[Report]) -> None:
    lines = list(record_lines(reports[0]))

    assert lines[-1] == "notes: [Synthetic. Nothing in it was ever said.]"
    assert reports[0].text().startswith("Synthetic text")
