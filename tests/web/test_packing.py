"""The style sheet and the script as they are sent: packed to whoever takes that, the same bytes to all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.conftest import DATA
from tests.web.running import PROGRAM, running

from policygraph.web.shelf import read_shelf

STYLE = f"/static/style.css?edition={read_shelf().edition}"
MAX_EDITOR_SENT_BYTES = 150_000


@pytest.fixture
def original(app: Flask) -> bytes:
    return (Path(str(app.static_folder)) / "style.css").read_bytes()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("GZIP", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0.5, identity;q=0.4", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("br", None),
        ("identity", None),
        ("", None),
        ("gzip;q=x", None),
        (None, None),
    ],
    ids=str,
)
@pytest.mark.parametrize("times", [1, 3])
def test_a_client_gets_what_it_takes_also_from_memory(
    web: FlaskClient,
    original: bytes,
    accepted: str | None,
    coding: str | None,
    times: int,
) -> None:
    for other in ("gzip", "identity"):
        web.get(STYLE, headers={"Accept-Encoding": other}).close()
    headers = {} if accepted is None else {"Accept-Encoding": accepted}

    for _ in range(times):
        response = web.get(STYLE, headers=headers)

    body = gzip.decompress(response.data) if coding else response.data
    assert response.headers.get("Content-Encoding") == coding
    assert body == original
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Content-Length"] == str(len(response.data))
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_each_form_has_a_tag_of_its_own_and_is_unchanged_by_it(
    web: FlaskClient, coding: str
) -> None:
    tag = web.head(STYLE, headers={"Accept-Encoding": coding}, buffered=True).headers[
        "ETag"
    ]
    other = "identity" if coding == "gzip" else "gzip"

    same = web.get(
        STYLE, headers={"Accept-Encoding": coding, "If-None-Match": tag}, buffered=True
    )
    not_same = web.head(
        STYLE, headers={"Accept-Encoding": other, "If-None-Match": tag}, buffered=True
    )

    assert not tag.startswith("W/")
    assert same.status_code == 304
    assert same.headers["ETag"] == tag
    assert same.headers["Vary"] == "Accept-Encoding"
    assert not_same.status_code == 200


def test_head_says_what_get_would(web: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}

    got, headed = (
        web.get(STYLE, headers=headers, buffered=True),
        web.head(STYLE, headers=headers, buffered=True),
    )

    assert headed.data == b""
    for name in ("Content-Length", "Content-Encoding", "ETag", "Vary", "Content-Type"):
        assert headed.headers[name] == got.headers[name]


def test_a_part_is_a_part_of_what_is_sent(web: FlaskClient) -> None:
    whole = web.get(STYLE, headers={"Accept-Encoding": "gzip"})

    part = web.get(STYLE, headers={"Accept-Encoding": "gzip", "Range": "bytes=10-29"})

    assert part.status_code == 206
    assert part.data == whole.data[10:30]
    assert part.headers["Content-Encoding"] == "gzip"
    assert part.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    "path", ["/static/none.css", "/static/../app.css", "/static/", "/static/dist.js"]
)
def test_what_is_not_there_is_told_whatever_is_taken(
    web: FlaskClient, path: str
) -> None:
    assert web.get(path, headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_a_picture_is_sent_as_it_is(web: FlaskClient) -> None:
    response = web.get("/static/icon.svg", headers={"Accept-Encoding": "gzip"})

    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers


def test_a_style_sheet_that_changes_is_packed_anew(
    app: Flask, web: FlaskClient, tmp_path: Path
) -> None:
    app.static_folder = str(tmp_path)
    sheet = tmp_path / "own.css"
    sent = []
    for number, text in enumerate(("a{}", "b{color:red}")):
        sheet.write_text(text, encoding="utf-8")
        headers = {"Accept-Encoding": "gzip", "If-None-Match": '"x"'}
        answer = web.get(f"/static/own.css?edition={number}", headers=headers)
        sent.append(gzip.decompress(answer.data).decode())

    assert sent == ["a{}", "b{color:red}"]


@pytest.mark.skipif(
    read_shelf().editor is None,
    reason="no editor was built with this copy: it takes Node and npm at installation",
)
def test_the_editor_stays_within_its_budget_as_the_server_sends_it(
    tmp_path: Path,
) -> None:
    editor = read_shelf().editor
    assert editor is not None
    command = [*PROGRAM, "serve", "--dataset", str(DATA), "--port", "0"]
    with running(command, tmp_path) as server:
        reply = server.get(editor.href, Accept_Encoding="gzip, br")

    assert reply.headers["content-encoding"] == "gzip"
    assert len(reply.body) == int(reply.headers["content-length"])
    assert len(reply.body) <= MAX_EDITOR_SENT_BYTES
    assert len(gzip.decompress(reply.body)) == editor.size_bytes
