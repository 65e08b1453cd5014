"""The page for consumers, done as a reader would, against a running server of ours."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.documents import Block, blocks_of

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "consumers.md"
PRINTED = "http://127.0.0.1:8000/"

pytestmark = pytest.mark.engine


def block_of(language: str) -> Block:
    return next(block for block in blocks_of(PAGE) if block.language == language)


def run(command: list[str], text: str, folder: Path = PROJECT) -> str:
    done = subprocess.run(
        command,
        input=text,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_words_for_curl_print_rows_and_rdf(server: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    lines = [
        line.replace(PRINTED, server)
        for block in blocks_of(PAGE)
        if block.language == "bash"
        for line in block.text.splitlines()
    ]

    printed = [run(["sh", "-e"], line, tmp_path) for line in lines]

    assert len(printed) == 7
    assert printed[0].startswith("report,title,statement,text,")
    assert len(json.loads(printed[1])["results"]["bindings"]) > 3
    assert "skos:prefLabel" in printed[2]
    assert "<https://w3id.org/policygraph/id/reports/" in printed[3]
    assert (tmp_path / "concerns.rq").read_text("utf-8").startswith("# title:")
    assert printed[5] == printed[0]
    with gzip.open(tmp_path / "dataset.nq.gz") as dump:
        assert dump.readline().endswith(b" .\n")


def test_the_readme_asks_from_elsewhere_as_it_says(server: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    blocks = {block.language: block for block in blocks_of(PROJECT / "README.md")}
    saved = blocks["sparql"]
    (tmp_path / saved.file).write_text(saved.text, encoding="utf-8")
    lines = blocks["bash"].text.replace(PRINTED, server).splitlines()

    rows, thing, answer = [run(["sh", "-e"], line, tmp_path) for line in lines]

    assert rows.startswith("report,title,statement,text,")
    assert "skos:prefLabel" in thing
    assert answer.startswith("says,who,agreed\n")


def python_blocks() -> list[Block]:
    return [block for block in blocks_of(PAGE) if block.language == "python"]


@pytest.mark.parametrize(
    ("place", "wanted"),
    [(0, "trust"), (1, "https://w3id.org/policygraph/id/reports/")],
    ids=["rdflib", "SPARQLWrapper"],
)
def test_the_words_for_python_print_what_was_asked(
    server: str, place: int, wanted: str
) -> None:
    text = python_blocks()[place].text.replace(PRINTED, server)

    printed = run([sys.executable, "-"], text)

    assert wanted in printed.lower()


def test_the_words_for_r_print_rows(server: str, tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is absent: its snippet is not run")

    printed = run(
        ["Rscript", "-"], block_of("r").text.replace(PRINTED, server), tmp_path
    )

    assert "holderName" in printed
    assert "The trust of the public has to be won." in printed
    assert printed.count("https://w3id.org/policygraph/id/reports/") == 2


def test_what_r_asks_gives_csv_to_any_client(server: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    query = re.search(r'query <- "(.*?)"\n', block_of("r").text, re.DOTALL)
    assert query is not None

    printed = run(
        ["curl", "-sSfG", "--data-urlencode", "query@-", f"{server}sparql?format=csv"],
        query[1],
    )

    assert printed.splitlines()[0] == "report,claims"


def test_the_words_for_comunica_print_labels_with_their_language(
    server: str, comunica: list[str]
) -> None:
    node, script = comunica
    text = block_of("js").text.replace(PRINTED, server)
    place = Path(script).parent / f"page-{server.rsplit(':', 1)[1].strip('/')}.mjs"
    place.write_text(text, encoding="utf-8")
    try:
        printed = run([node, str(place)], "")
    finally:
        place.unlink()

    lines = printed.splitlines()
    assert len(lines) == 5
    assert all(line.endswith(" en") for line in lines)
