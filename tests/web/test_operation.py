from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.errors import UsageError
from policygraph.iris import Iris
from policygraph.web import Source, create_app, read_root
from policygraph.web.guests import Guests
from policygraph.web.logs import JsonLines


def value_of(web: FlaskClient, name: str, **labels: str) -> float:
    families = text_string_to_metric_families(web.get("/metrics").text)
    samples = [one for family in families for one in family.samples]
    return sum(
        one.value
        for one in samples
        if one.name == name and labels.items() <= one.labels.items()
    )


@pytest.fixture
def below_a_root(counting: CountingStore) -> FlaskClient:
    source = Source(
        store=counting,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
    )
    return create_app(source, root="/graph").test_client()


def test_a_ready_server_names_the_release_that_it_serves(web: FlaskClient) -> None:
    response = web.get("/readyz")

    assert response.status_code == 200
    assert response.json == {"status": "ready", "release": "d1gest"}
    assert response.headers["Cache-Control"] == "no-store"


def test_a_store_that_fails_makes_a_server_unready_but_not_dead(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = app.extensions["policygraph"].source.store
    monkeypatch.setattr(store, "answer", lambda *_, **__: 1 / 0)
    web = app.test_client()

    assert web.get("/readyz").status_code == 503
    assert web.get("/healthz").status_code == 200


@pytest.mark.parametrize("accept", ["application/json", BROWSER["Accept"]])
def test_the_id_of_a_request_stands_in_its_error(web: FlaskClient, accept: str) -> None:
    response = web.get(
        "/nowhere", headers={"Accept": accept, "X-Request-ID": "from-a-proxy.1"}
    )

    assert response.status_code == 404
    assert response.headers["X-Request-ID"] == "from-a-proxy.1"
    assert "from-a-proxy.1" in response.text


@pytest.mark.parametrize(
    "sent", ["", "short", "x" * 65, "with space", 'quo"te-quote', "<script>alert(1)"]
)
def test_an_id_that_is_no_plain_word_is_replaced(web: FlaskClient, sent: str) -> None:
    response = web.get("/healthz", headers={"X-Request-ID": sent})

    assert response.headers["X-Request-ID"] != sent
    assert len(response.headers["X-Request-ID"]) == 16


def test_requests_are_counted_by_the_pattern_of_their_route(web: FlaskClient) -> None:
    for number in range(5):
        web.get(f"/nowhere-{number}").close()

    counted = value_of(
        web, "policygraph_requests_total", route="/<path:path>", status="404"
    )
    assert counted == 5
    assert value_of(web, "policygraph_problems_total", status="404") == 5
    assert value_of(web, "policygraph_request_seconds_count", route="/<path:path>") == 5


def test_the_release_is_among_the_figures(web: FlaskClient) -> None:
    assert value_of(web, "policygraph_release_info", digest="d1gest") == 1


def test_a_method_that_nobody_knows_adds_no_figure_of_its_own(web: FlaskClient) -> None:
    web.open("/healthz", method="BREW").close()
    web.open("/healthz", method="STEEP").close()

    assert value_of(web, "policygraph_requests_total", method="other") == 2


def test_a_log_line_cannot_be_forged(
    web: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "policygraph")

    web.get(
        "/claims%0A{%22level%22:%22error%22}",
        headers={"User-Agent": "agent \x1b[31m red"},
    ).close()

    lines = [JsonLines().format(one) for one in caplog.records]
    assert all("\n" not in line and "\x1b" not in line for line in lines)
    assert json.loads(lines[-1])["event"] == "request"


def test_a_log_keeps_the_digest_and_the_beginning_of_a_query(
    web: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "policygraph")

    web.get("/claims", query_string={"q": "a" * 100 + "secret"}).close()

    line = json.loads(JsonLines().format(caplog.records[-1]))
    assert "secret" not in json.dumps(line)
    assert len(line["query_sha256"]) == 16
    assert line["query"].startswith("q=aaa")


@pytest.mark.parametrize(
    "path", ["/", "/claims", "/themes", "/sparql", "/ontology", "/nowhere"]
)
def test_below_a_root_every_address_of_ours_begins_with_it(
    below_a_root: FlaskClient, path: str
) -> None:
    response = below_a_root.get(f"/graph{path}", headers=BROWSER)

    ours = [one for one in Page(response).hrefs if one.startswith("/")]
    assert ours
    assert [one for one in ours if not one.startswith("/graph/")] == []


def test_below_a_root_headers_lead_there_too(below_a_root: FlaskClient) -> None:
    moved = below_a_root.get("/graph/id/reports/quayside")
    document = below_a_root.get(moved.headers["Location"])
    links = document.headers.getlist("Link")

    assert moved.headers["Location"] == "/graph/reports/quayside"
    assert document.headers["Content-Location"].startswith("/graph/reports/quayside.")
    assert any(one.startswith("</graph/reports/quayside.ttl>") for one in links)


def test_a_proxy_may_take_the_root_away_itself(below_a_root: FlaskClient) -> None:
    response = below_a_root.get("/claims", headers=BROWSER)

    assert 'href="/graph/reports"' in response.text


def test_each_page_has_the_root_that_its_server_mounts_it_at(
    app: Flask,
) -> None:
    client = create_app(app.extensions["policygraph"].source).test_client()
    mounted = ("/first", "/second")

    pages = [
        Page(client.get("/claims", headers=BROWSER, environ_overrides=place))
        for place in ({"SCRIPT_NAME": root} for root in mounted)
    ]

    for root, page in zip(mounted, pages, strict=True):
        ours = [one for one in page.hrefs if one.startswith("/")]
        assert {one.split("/")[1] for one in ours} == {root.strip("/")}


def test_no_header_moves_the_root(web: FlaskClient) -> None:
    sent = {
        "X-Forwarded-Prefix": "/evil",
        "X-Script-Name": "/evil",
        "X-Forwarded-Host": "evil.example",
        "Host": "evil.example",
        **BROWSER,
    }

    response = web.get("/reports/quayside", headers=sent)

    assert "evil" not in response.text
    assert "evil" not in str(response.headers)


@pytest.mark.parametrize("text", ["/a b", "/../x", "/<script>", '/"', "//evil/%2e"])
def test_a_root_that_is_no_plain_path_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no path to serve under"):
        read_root(text)


def test_a_place_is_empty_when_its_last_guest_has_left() -> None:
    guests, place = Guests(), object()
    with guests.door:
        leave = guests.enter(place)

    assert not guests.wait_for(place, within_s=0.01)
    leave()
    assert guests.wait_for(place, within_s=0.01)


def test_figures_and_readiness_show_no_path_of_the_machine(web: FlaskClient) -> None:
    shown = web.get("/metrics").text + web.get("/readyz").text

    assert str(Path.cwd()) not in shown
