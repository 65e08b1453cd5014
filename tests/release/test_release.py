"""A release: the same bytes from the same corpus, found out when touched, switched to in one step."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.engine import find_release, open_release, verify_release
from policygraph.errors import DataError, NotFoundError, OutsideError
from policygraph.release import Built, build_release, switch

SOCITM = "socitm-casa-smart-places"


def test_two_builds_of_one_corpus_are_the_same_bytes(
    built: Built, project: Path, tmp_path: Path
) -> None:
    again = build_release(project / "corpus", tmp_path)

    assert again.digest == built.digest
    for name in built.manifest.files:
        assert (again.path / name).read_bytes() == (built.path / name).read_bytes()


def test_the_current_release_is_found_by_its_folder(built: Built) -> None:
    assert find_release(built.path.parent) == built.path


def test_every_data_file_is_sorted_lines_without_blank_nodes(built: Built) -> None:
    lines = (built.path / "data.nq").read_bytes().splitlines()

    assert lines == sorted(lines)
    assert not any(b"_:" in line.split(b'"')[0] for line in lines)


def test_a_flipped_byte_is_found_and_nothing_is_served(
    built: Built, tmp_path: Path
) -> None:
    chance = random.Random(7)
    names = [*built.manifest.files, "manifest.json"]

    for number in range(30):
        copy = tmp_path / str(number) / built.path.name
        shutil.copytree(built.path, copy)
        path = copy / chance.choice(names)
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)

        with pytest.raises(DataError):
            verify_release(copy)
        with pytest.raises(DataError):
            open_release(copy)


def test_a_missing_file_and_a_foreign_one_are_both_told(
    built: Built, tmp_path: Path
) -> None:
    copy = tmp_path / built.path.name
    shutil.copytree(built.path, copy)
    (copy / "validation.json").unlink()
    (copy / "note.txt").write_text("hello", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        verify_release(copy)

    told = [Path(fault.file).name for fault in caught.value.faults]
    assert told == ["note.txt", "validation.json"]


def test_a_damaged_copy_is_replaced_by_the_next_build(
    socitm_corpus: Path, tmp_path: Path
) -> None:
    first = build_release(socitm_corpus, tmp_path)
    (first.path / "data.nq").write_text("", encoding="utf-8")

    again = build_release(socitm_corpus, tmp_path)

    assert again.path == first.path
    assert verify_release(again.path).counts == first.manifest.counts


def test_a_wrong_record_leaves_the_current_release(
    socitm_corpus: Path, tmp_path: Path
) -> None:
    corpus, releases = tmp_path / "corpus", tmp_path / "releases"
    shutil.copytree(socitm_corpus, corpus)
    before = build_release(corpus, releases)
    record = corpus / SOCITM / "record.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("kind: claim", "kind: clam", 1), encoding="utf-8")

    with pytest.raises(DataError):
        build_release(corpus, releases)

    assert find_release(releases) == before.path
    assert sorted(path.name for path in releases.iterdir()) == sorted(
        [before.path.name, "current", ".lock"]
    )


def test_a_report_that_vanishes_must_be_withdrawn(
    project: Path, tmp_path: Path
) -> None:
    corpus, releases = tmp_path / "corpus", tmp_path / "releases"
    shutil.copytree(project / "corpus", corpus)
    build_release(corpus, releases)
    shutil.rmtree(corpus / SOCITM)

    with pytest.raises(DataError) as caught:
        build_release(corpus, releases)

    gone = [fault.message.split()[0] for fault in caught.value.faults]
    assert f"reports/{SOCITM}" in gone
    description = corpus / "corpus.yaml"
    text = description.read_text(encoding="utf-8")
    listed = "withdrawn:\n" + "".join(f"  - {path}\n" for path in gone)
    description.write_text(text.replace("withdrawn: []\n", listed), encoding="utf-8")
    assert f"reports/{SOCITM}" in build_release(corpus, releases).manifest.withdrawn


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_release_before(
    socitm_corpus: Path, tmp_path: Path
) -> None:
    corpus, releases = tmp_path / "corpus", tmp_path / "releases"
    shutil.copytree(socitm_corpus, corpus)
    before = build_release(corpus, releases)
    record = corpus / SOCITM / "record.yaml"
    text = record.read_text(encoding="utf-8")
    chance = random.Random(11)
    live = before.path

    for number in range(8):
        title = f"title: Roundtable on smart urban planning, version {number}"
        changed = text.replace("title: Roundtable on smart urban planning", title)
        record.write_text(changed, encoding="utf-8")
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "policygraph",
                "build",
                corpus,
                "--releases",
                releases,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            child.wait(timeout=chance.uniform(0.5, 3))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait(10)
        else:
            assert child.returncode == 0

        served = find_release(releases)
        assert verify_release(served)
        assert served == live or title[7:] in (served / "data.nq").read_text("utf-8")
        live = served

    after = build_release(corpus, releases)
    left = {path.name for path in releases.iterdir() if path.name.startswith(".")}
    assert left <= {".lock", ".built-from.json"}
    assert find_release(releases) == after.path


def test_a_full_disk_is_told_and_the_release_before_stays(
    socitm_corpus: Path, tmp_path: Path
) -> None:
    pytest.importorskip("resource", reason="limits on files need POSIX")
    releases = tmp_path / "releases"
    before = build_release(socitm_corpus, releases)
    program = (
        "import resource, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000));"
        "from policygraph.cli import main; main(sys.argv[1:])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "build", socitm_corpus, "--releases", releases],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 3, done.stderr
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert find_release(releases) == before.path
    assert verify_release(before.path)


def test_a_place_that_cannot_be_written_is_told(
    socitm_corpus: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")

    with pytest.raises(OutsideError, match="could not be written"):
        build_release(socitm_corpus, file / "releases")


@pytest.mark.parametrize(
    "written",
    [b"", b"\n", b"\xff\xfe", b"..\n", b"a\0b", b"/etc", b"x" * 5000, b"a b\n"],
    ids=["empty", "line", "bytes", "above", "zero", "path", "long", "words"],
)
def test_a_current_that_names_nothing_is_told(tmp_path: Path, written: bytes) -> None:
    releases = tmp_path / "releases"
    releases.mkdir()
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    (releases / "current").write_bytes(written)

    with pytest.raises(NotFoundError, match="names a release that is not there"):
        find_release(releases)


def test_a_switch_back_is_one_word(socitm_corpus: Path, tmp_path: Path) -> None:
    built = build_release(socitm_corpus, tmp_path)

    switch(tmp_path, "0" * 16)
    with pytest.raises(NotFoundError):
        find_release(tmp_path)
    switch(tmp_path, built.path.name)

    assert find_release(tmp_path) == built.path
