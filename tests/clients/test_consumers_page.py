"""The page for consumers, done as a reader would, against a running server of ours."""

from __future__ import annotations

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


def run(command: list[str], text: str) -> str:
    done = subprocess.run(
        command,
        input=text,
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_words_for_curl_print_rdf_and_rows(server: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    text = block_of("bash").text.replace(PRINTED, server)

    printed = [run(["sh", "-e"], line) for line in text.splitlines()]

    assert len(printed) == 3
    assert "skos:prefLabel" in printed[0]
    assert "<https://w3id.org/policygraph/id/reports/" in printed[1]
    assert printed[2].startswith("report,statement,text,")


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


def test_the_words_for_r_print_rows(server: str) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is absent")

    printed = run(["Rscript", "-"], block_of("r").text.replace(PRINTED, server))

    assert "holderName" in printed


def test_what_r_asks_gives_csv_to_any_client(server: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    asked = f"{server}sparql?format=csv"

    printed = run(
        ["curl", "-sSfG", "--data-urlencode", "query@-", asked],
        (PROJECT / "queries/questions/concerns.rq").read_text(encoding="utf-8"),
    )

    assert printed.splitlines()[0].endswith("holderName,words")


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
