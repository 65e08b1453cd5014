"""What a person types, sees and gets back: words, exit codes, nothing half-done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.cli import main, policygraph

SOCITM = "socitm-casa-smart-places"


def run(
    *words: str | Path,
    cwd: Path | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Type a command in a terminal of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "policygraph", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, socitm_corpus: Path) -> Path:
    """A folder with the corpus of one report, built."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(socitm_corpus, folder / "corpus")
    assert run("build", cwd=folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def checked(place: Path) -> subprocess.CompletedProcess[str]:
    """What a check of that corpus says; nothing that is asked of it here changes the corpus."""
    return run("check", cwd=place, environment={"NO_COLOR": "1"})


@pytest.mark.parametrize("name", ["", *sorted(policygraph.commands)])
def test_every_command_explains_itself_within_80_columns(name: str) -> None:
    words = [name, "--help"] if name else ["--help"]

    done = run(*words, environment={"COLUMNS": "80"})

    assert done.returncode == 0
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


def test_no_command_is_listed_with_half_a_sentence() -> None:
    done = run("--help", environment={"COLUMNS": "80"})

    listed = done.stdout.partition("Commands:\n")[2].splitlines()
    assert len(listed) == len(policygraph.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_what_is_told_is_called_what_it_is_counted_as(place: Path) -> None:
    done = run("check", "--all", cwd=place)

    assert ": note: " in done.stdout or done.stdout.startswith("note: ")
    assert " notes; " in done.stderr
    assert "info: " not in done.stdout


def test_a_corpus_in_order_is_checked_with_exit_code_0(
    checked: subprocess.CompletedProcess[str],
) -> None:
    assert checked.returncode == 0
    assert "1 report checked: 0 violations" in checked.stderr
    assert "matched by digest, text not present" in checked.stderr


def test_check_names_reports_that_are_there_when_one_is_not(place: Path) -> None:
    done = run("check", "socitm", cwd=place)

    assert done.returncode == 2
    assert SOCITM in done.stderr


def test_a_wrong_record_is_told_with_its_lines_and_exit_code_1(
    place: Path, tmp_path: Path
) -> None:
    shutil.copytree(place / "corpus", tmp_path / "corpus")
    record = tmp_path / "corpus" / SOCITM / "record.yaml"
    text = record.read_text(encoding="utf-8")
    text = text.replace("stage: agenda", "stage: agendum", 1)
    record.write_text(text.replace("modality: need", "modalty: need", 1), "utf-8")

    done = run("check", cwd=tmp_path)

    places = [
        int(line.split(":")[1])
        for line in done.stderr.splitlines()
        if line.startswith("corpus/")
    ]
    assert done.returncode == 1
    assert len(places) >= 2
    assert places == sorted(places)
    assert "hint:" in done.stderr


def test_programs_get_faults_as_json_on_stdout(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "corpus", tmp_path / "corpus")
    record = tmp_path / "corpus" / SOCITM / "record.yaml"
    record.write_text(record.read_text("utf-8") + "\nextra: 1\n", "utf-8")

    done = run("check", "--format", "json", cwd=tmp_path)

    faults = json.loads(done.stdout)
    assert done.returncode == 1
    assert faults[0]["severity"] == "violation"
    assert faults[0]["line"] > 0


def test_a_build_prints_the_release_and_verify_confirms_it(place: Path) -> None:
    done = run("build", "--format", "json", cwd=place)

    facts = json.loads(done.stdout)
    assert facts["counts"]["statements"] == 34
    assert run("verify", facts["path"], cwd=place).returncode == 0


def test_a_flipped_byte_is_exit_code_1(place: Path, tmp_path: Path) -> None:
    name = (place / "releases" / "current").read_text("utf-8").strip()
    shutil.copytree(place / "releases" / name, tmp_path / name)
    data = bytearray((tmp_path / name / "data.nq").read_bytes())
    data[1000] ^= 1
    (tmp_path / name / "data.nq").write_bytes(data)

    done = run("verify", tmp_path / name)

    assert done.returncode == 1
    assert "data.nq" in done.stderr


def test_a_question_is_answered_as_a_table_and_as_csv(place: Path) -> None:
    table = run("query", "recommendations-concluded", "--format", "table", cwd=place)
    csv = run("query", "recommendations-concluded", cwd=place)

    assert table.returncode == csv.returncode == 0
    assert max(len(line) for line in table.stdout.splitlines()) <= 80
    assert len(csv.stdout.splitlines()) == 1 + 7


def test_what_is_not_bound_takes_no_line_of_a_table(place: Path) -> None:
    done = run("query", "support-for-a-recommendation", "--format", "table", cwd=place)

    first = done.stdout.partition("\n\n")[0]
    names = [line.split()[0] for line in first.splitlines() if line[0] != " "]
    assert {"statement", "basis", "why"} <= set(names)
    assert "words" not in names


def test_a_theme_may_be_named_as_people_do(place: Path) -> None:
    file = place / "by-theme.rq"
    file.write_text(
        "# title: By theme\n# params: theme (IRI)\n"
        "PREFIX pgo: <https://w3id.org/policygraph/ontology#>\n"
        "SELECT ?statement { VALUES ?theme { UNDEF } ?statement pgo:theme ?theme ;"
        " pgo:statementText ?text } ORDER BY ?statement\n",
        encoding="utf-8",
    )

    one = run("query", file, "--param", "theme=public-trust", cwd=place)
    all_themes = run("query", file, cwd=place)

    assert 1 < len(one.stdout.splitlines()) < len(all_themes.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["query", "no-such-question"], "no question named"),
        (["query", "absent.rq"], "no file"),
        (["query", "recommendations-concluded", "--param", "theme"], "NAME=VALUE"),
        (["query", "recommendations-concluded", "--param", "x=y"], "no parameter"),
        (["frobnicate"], "No such command"),
        (["serve", "absent"], "does not exist"),
        (["new", "> } ; DROP"], "cannot stand in an address"),
        (["check", "--corpus", "absent"], "There is no folder absent"),
        (["build", "absent"], "There is no folder absent"),
        (["query", "concerns", "--format", "turtle"], "they can be as json, xml"),
        (["query", "concerns", "--param", "report=zz"], "the paths of their pages"),
        (["export", "--release", "absent"], "There is no folder absent"),
    ],
)
def test_a_wrong_command_is_one_plain_sentence_and_exit_code_2(
    place: Path,
    words: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(place)

    with pytest.raises(SystemExit) as done:
        main(words)

    said = capfd.readouterr()
    assert done.value.code == 2
    assert told in said.err
    assert "  hint: " in said.err or "--help' for help" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_an_endpoint_that_is_not_there_is_exit_code_3(place: Path) -> None:
    done = run(
        "query",
        "recommendations-concluded",
        "--endpoint",
        "http://127.0.0.1:9/sparql",
        cwd=place,
    )

    assert done.returncode == 3
    assert "does not answer" in done.stderr


@pytest.mark.parametrize(
    "wanted", ["nquads", "trig", "turtle", "jsonld", "ntriples", "rdfxml"]
)
def test_an_export_holds_the_same_triples_in_every_format(
    place: Path, tmp_path: Path, wanted: str
) -> None:
    from policygraph.engine import Store

    output = tmp_path / "graph"
    done = run("export", "--format", wanted, "--output", output, cwd=place)

    store, data = Store(), Store()
    store.load_bytes(output.read_bytes(), wanted)
    name = (place / "releases" / "current").read_text("utf-8").strip()
    data.load_file(place / "releases" / name / "data.nq")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert done.returncode == 0
    assert store.rows(count) == data.rows(count)


def test_a_new_report_is_coded_from_an_empty_folder(empty_folder: Path) -> None:
    text = empty_folder / "talk.txt"
    text.write_text("A talk.\n\nIt was agreed that trust matters.\n", "utf-8")

    started = run("new", "my-talk", "--title", "A talk", cwd=empty_folder)
    kept = run("source", "add", "my-talk", text, cwd=empty_folder)
    checked = run("check", "my-talk", cwd=empty_folder)
    again = run("new", "my-talk", cwd=empty_folder)

    assert started.returncode == kept.returncode == 0
    assert "source add my-talk FILE, then" in started.stderr
    assert checked.returncode == 1
    assert "my-talk/record.yaml" in checked.stderr
    assert again.returncode == 2


def test_the_next_step_of_a_new_report_names_its_folder(empty_folder: Path) -> None:
    started = run("new", "my-talk", "--corpus", "talks", cwd=empty_folder)

    assert "source add my-talk FILE --corpus talks, then" in started.stderr


def test_colour_is_left_out_where_it_is_not_wanted(
    checked: subprocess.CompletedProcess[str],
) -> None:
    assert "\x1b[" not in checked.stdout + checked.stderr


def test_a_reader_that_has_seen_enough_is_no_error(place: Path) -> None:
    words = f"{sys.executable} -m policygraph export | head -c 10"

    done = subprocess.run(
        words,
        shell=True,
        cwd=place,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stderr == ""
