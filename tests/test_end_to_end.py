"""From the commands of the README to a page in a browser, and back from a conclusion to its words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.running import first_line

SOCITM = "socitm-casa-smart-places"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)


@pytest.fixture(scope="module", params=["policygraph serve", "server.py"])
def address(
    request: pytest.FixtureRequest,
    project: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server started as the README says, in a folder of its own."""
    words = {
        "policygraph serve": ["-m", "policygraph", "serve", str(project / "corpus")],
        "server.py": [str(project / "server.py"), str(project / "corpus")],
    }[request.param]
    server = subprocess.Popen(
        [sys.executable, *words, "--port", "0"],
        cwd=tmp_path_factory.mktemp("served"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    line = first_line(server)
    assert line.startswith("Serving http://127.0.0.1:"), line
    yield line.split()[1]
    server.terminate()
    server.wait(timeout=10)
    server.stdout.close()


def read(address: str, accept: str = "text/html") -> str:
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode("utf-8"))


def test_a_conclusion_is_traced_to_the_words_it_rests_on(address: str) -> None:
    page = read(f"{address}reports/{SOCITM}/s33")

    assert "The report itself names no claim for this." in page
    assert "planning functions are critical to smart city design" in page
    assert "policygraph editors" in page


@pytest.mark.parametrize("number", range(1, 35))
def test_every_statement_shows_its_words(address: str, number: int) -> None:
    thing = f"{address}reports/{SOCITM}/s{number:02}"
    query = (
        "PREFIX oa: <http://www.w3.org/ns/oa#>"
        " PREFIX pgo: <https://w3id.org/policygraph/ontology#>"
        " SELECT ?words { <https://w3id.org/policygraph/id/reports/"
        f"{SOCITM}/s{number:02}> pgo:evidence/oa:hasSelector/oa:exact ?words }}"
    )

    page = read(thing)
    words = read(
        f"{address}sparql?query={urllib.parse.quote(query)}",
        "text/tab-separated-values",
    )

    quoted = [line.strip('"') for line in words.splitlines()[1:]]
    assert quoted
    for passage in quoted:
        assert passage in page.replace("&#39;", "'").replace("&amp;", "&")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
@pytest.mark.parametrize(
    "path", ["", f"reports/{SOCITM}", f"reports/{SOCITM}/s33", "sparql"]
)
def test_a_browser_shows_the_page_and_has_nothing_to_complain(
    address: str, path: str, tmp_path: Path
) -> None:
    quiet = ["--disable-background-networking", "--disable-component-update"]
    done = subprocess.run(
        [
            str(CHROMIUM),
            *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *quiet,
            "--enable-logging=stderr",
            f"--user-data-dir={tmp_path}",
            "--dump-dom",
            f"{address}{path}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )

    assert "<h1" in done.stdout
    assert "CONSOLE" not in done.stderr


def test_any_wsgi_server_finds_the_application(project: Path, tmp_path: Path) -> None:
    program = "import server; print(server.app.test_client().get('/').status_code)"

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.stdout == "200\n"


def test_any_rdf_file_is_served_by_the_same_endpoint(tmp_path: Path) -> None:
    (tmp_path / "my.ttl").write_text('<http://e/a> <http://e/p> "x"@en .', "utf-8")
    (tmp_path / "my.trig").write_text("<http://e/g> { <http://e/b> <http://e/p> 1 }")
    (tmp_path / "my.nq").write_text("<http://e/c> <http://e/p> <http://e/a> .\n")
    words = [f"--dataset={tmp_path / name}" for name in ("my.ttl", "my.trig", "my.nq")]
    server = subprocess.Popen(
        [sys.executable, "-m", "policygraph", "serve", "--port", "0", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    address = first_line(server).split()[1]

    query = urllib.parse.quote("SELECT ?s { ?s <http://e/p> ?o } ORDER BY ?s")
    rows = read(f"{address}sparql?query={query}", "text/csv")
    home = read(address)
    server.terminate()
    server.wait(timeout=10)
    server.stdout.close()

    assert rows.split() == ["s", "http://e/a", "http://e/b", "http://e/c"]
    assert "<h1" in home
