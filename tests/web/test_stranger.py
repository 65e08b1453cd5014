from __future__ import annotations

from dataclasses import replace

from flask import Flask

from policygraph.web import create_app


def test_a_server_that_isolates_nothing_answers_no_stranger(app: Flask) -> None:
    source = replace(app.extensions["policygraph"].source, strangers=None)
    web = create_app(source).test_client()

    response = web.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"})

    assert response.status_code == 403
    assert response.json["type"].endswith("/queries-off")
    assert web.get("/claims").status_code == 200
