from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.audit.conftest import Start
from tests.clients.conftest import serving

from policygraph.audit import Scorecard, audit
from policygraph.cli import policygraph

# What no visit can tell, or what a site need not offer.
NOT_CHECKED = {"L6i", "L11", "L15r", "L16", "L18"}


@pytest.fixture(scope="module")
def card(server: str) -> Scorecard:
    return audit(server, sample=4)


def test_our_own_server_has_full_marks(card: Scorecard) -> None:
    wrong = [f"{one.name}: {one.got}" for one in card.checks if one.passed is False]

    assert wrong == []
    assert card.full_marks


def test_nothing_goes_unchecked_but_what_no_visit_can_tell(card: Scorecard) -> None:
    unchecked = {one.name for one in card.checks if one.passed is None}

    assert unchecked <= NOT_CHECKED
    assert card.checked >= 120


def test_each_part_of_the_goal_has_a_line(card: Scorecard) -> None:
    parts = {check.name.rstrip("abcdefghijklmnopqrstuvwxyz") for check in card.checks}

    assert {f"L{number}" for number in range(1, 19)} <= parts


def test_no_two_lines_have_one_name(card: Scorecard) -> None:
    names = [check.name for check in card.checks]

    assert len(names) == len(set(names))


def test_the_same_site_gets_the_same_marks_twice(folder_site: str) -> None:
    assert audit(folder_site) == audit(folder_site)


@pytest.mark.engine
def test_a_file_of_rdf_that_is_served_is_scored_too(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<https://example.org/a> <https://example.org/b> 1 .", "utf-8")

    with serving(["--dataset", str(data)]) as address:
        card = audit(address, sample=2)

    marks = {check.name: check.passed for check in card.checks}
    assert marks["L8a"]
    assert marks["L10c"]


def test_a_folder_of_files_is_scored_and_not_praised(folder_site: str) -> None:
    card = audit(folder_site)

    assert card.passed < card.checked / 4
    assert not card.full_marks
    assert any(check.name == "L13a" and check.passed is False for check in card.checks)


def lying(
    body: bytes, media_type: str, status: int = 200
) -> type[BaseHTTPRequestHandler]:
    """A server that gives one answer to everything."""

    class Liar(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Link", '<; rel=; <x>; rel="alternate linkset"; type=a/b')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            pass

    for method in ("GET", "POST", "HEAD", "OPTIONS", "DELETE", "PUT"):
        setattr(Liar, f"do_{method}", Liar.answer)
    return Liar


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"", "", 200),
        (b"\xff\x00<", "text/html", 200),
        (
            b'{"head":{"vars":["thing"]},"results":{"bindings":[{}]}}',
            "application/sparql-results+json",
            200,
        ),
        (
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{',
            "application/sparql-results+json",
            200,
        ),
        (b'{"head":{},"boolean":true}', "application/sparql-results+json", 200),
        (
            b"<http://www.w3.org/ns/dcat#a> a <http://www.w3.org/ns/dcat#Catalog> .",
            "text/turtle",
            200,
        ),
        (b"<a> <b>", "text/turtle", 200),
        (b"[1]", "application/json", 200),
        (b'<link rel="canonical" href="http://[">', "text/html", 200),
        (b'a,b\r\n"', "text/csv", 200),
        (b"no", "text/plain", 500),
        (b"", "text/turtle", 302),
    ],
    ids=[
        "empty",
        "bytes",
        "unbound",
        "cut",
        "truth",
        "catalogue",
        "broken",
        "list",
        "canonical",
        "sheet",
        "fault",
        "nowhere",
    ],
)
def test_a_server_that_says_one_thing_to_everything_is_scored_without_a_crash(
    start: Start, body: bytes, media_type: str, status: int
) -> None:
    card = audit(start(lying(body, media_type, status)))

    assert len(card.checks) > 80
    assert not card.full_marks


def test_the_command_prints_a_line_a_check_and_the_score(folder_site: str) -> None:
    done = CliRunner().invoke(
        policygraph, ["audit", folder_site, "--sample", "1"], standalone_mode=False
    )

    lines = done.stdout.splitlines()
    assert done.return_value == 1
    assert lines[0].startswith("FAIL L1a")
    assert lines[-1].endswith(f"checks passed at {folder_site}")


def test_the_command_prints_json_for_programs(folder_site: str) -> None:
    done = CliRunner().invoke(
        policygraph, ["audit", folder_site, "--format", "json"], standalone_mode=False
    )

    told = json.loads(done.stdout)
    assert set(told["checks"][0]) == {"id", "check", "expected", "got", "pass"}
    assert told["passed"] <= told["checked"]
