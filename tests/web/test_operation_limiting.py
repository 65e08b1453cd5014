"""Limits for each client, as an operator switches them on: a real server, real connections."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from tests.web.reading import BROWSER
from tests.web.running import PROGRAM, Running, running, wait_until
from tests.web.switching import Two

from policygraph.errors import UsageError
from policygraph.release import switch
from policygraph.web import Source, create_app, read_rate
from policygraph.web.limiting import client_of

DATA = Path(__file__).parent / "data.trig"
QUERY = "/sparql?query=ASK%20%7B%7D"
Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts servers over a small file, or over what is named first."""
    with ExitStack() as stack:

        def serve(*options: str, target: Path | None = None) -> Running:
            served = ["--dataset", str(DATA)] if target is None else [str(target)]
            command = [*PROGRAM, "serve", *served, "--port", "0", *options]
            return stack.enter_context(running(command, tmp_path))

        yield serve


def statuses(server: Running, times: int, **headers: str) -> list[int]:
    return [server.get(QUERY, **headers).status for _ in range(times)]


def test_a_client_that_asks_too_often_is_told_when_to_come_back(start: Start) -> None:
    server = start("--rate-limit", "3/hour")

    before = statuses(server, 3)
    refused = server.get(QUERY)

    problem = refused.json()
    assert before == [200] * 3
    assert refused.status == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 3500 < int(refused.headers["retry-after"]) <= 3600
    assert problem["type"].endswith("/problems/rate-limit")
    assert problem["retry_after_s"] == int(refused.headers["retry-after"])
    assert problem["request_id"] == refused.headers["x-request-id"]
    assert "3 queries per hour" in problem["detail"]


def test_a_person_reads_the_refusal_on_a_page(start: Start) -> None:
    server = start("--rate-limit", "1/hour")
    statuses(server, 1)

    refused = server.get(QUERY, **BROWSER)

    assert refused.status == 429
    assert refused.headers["content-type"].startswith("text/html")
    assert b"as many queries as it may" in refused.body


def test_who_waits_as_long_as_told_is_answered(start: Start) -> None:
    server = start("--rate-limit", "2/second")
    wait_until(lambda: server.get(QUERY).status == 429)

    wait_until(lambda: server.get(QUERY).status == 200, within_s=5)

    assert 429 in statuses(server, 20)


def test_every_query_counts_also_one_that_is_wrong(start: Start) -> None:
    server = start("--rate-limit", "2/hour")

    wrong = [server.get("/sparql?query=nonsense").status for _ in range(2)]

    assert wrong == [400, 400]
    assert statuses(server, 1) == [429]


def test_pages_and_documents_are_not_limited(start: Start) -> None:
    server = start("--rate-limit", "1/hour")
    assert statuses(server, 2) == [200, 429]

    paths = [
        "/",
        "/claims",
        "/ontology",
        "/sparql",
        "/healthz",
        f"{QUERY}&edit=1",
    ]
    read = {path: server.get(path, **BROWSER).status for path in paths * 3}

    assert set(read.values()) == {200}, read


def test_a_word_that_is_no_wish_to_edit_counts_as_the_query_that_it_is(
    start: Start,
) -> None:
    server = start("--rate-limit", "1/hour")
    assert statuses(server, 1) == [200]

    words = ("0", "no", "false", "off", "%20", "")
    told = [server.get(f"{QUERY}&edit={word}").status for word in words]

    assert told == [429] * len(words)


def test_without_the_option_nobody_is_limited(start: Start) -> None:
    server = start()

    assert statuses(server, 100) == [200] * 100


def test_a_header_that_anybody_can_send_makes_no_other_client(start: Start) -> None:
    server = start("--rate-limit", "3/hour")

    told = [
        server.get(
            QUERY, X_Forwarded_For=f"192.0.2.{one}", Forwarded=f"for=192.0.2.{one}"
        ).status
        for one in range(5)
    ]

    assert told == [200] * 3 + [429] * 2


def test_behind_a_proxy_clients_are_told_apart_by_what_the_proxy_noted(
    start: Start,
) -> None:
    server = start("--rate-limit", "2/hour", "--trusted-proxies", "1")

    first = statuses(server, 3, X_Forwarded_For="192.0.2.1")
    second = statuses(server, 3, X_Forwarded_For="192.0.2.2")
    # a client may write what it likes before what the proxy notes
    forged = [
        server.get(QUERY, X_Forwarded_For=f"198.51.100.{one}, 192.0.2.1").status
        for one in range(3)
    ]

    assert first == second == [200, 200, 429]
    assert forged == [429] * 3
    asked = [line for line in server.lines() if line["event"] == "request"]
    assert {line["client"] for line in asked} == {"192.0.2.1", "192.0.2.2"}


def test_of_two_proxies_the_outer_one_is_believed(start: Start) -> None:
    server = start("--rate-limit", "1/hour", "--trusted-proxies", "2")

    told = [
        server.get(QUERY, X_Forwarded_For=f"{forged}, {client}, 10.0.0.7").status
        for forged, client in [
            ("203.0.113.1", "192.0.2.1"),
            ("203.0.113.2", "192.0.2.1"),
            ("203.0.113.1", "192.0.2.2"),
        ]
    ]

    assert told == [200, 429, 200]


def test_who_came_around_the_proxies_is_counted_by_the_connection(start: Start) -> None:
    server = start("--rate-limit", "1/hour", "--trusted-proxies", "2")

    told = [
        server.get(QUERY, X_Forwarded_For=f"192.0.2.{one}").status for one in range(2)
    ]

    assert told == [200, 429]


def test_what_was_counted_survives_a_new_release(
    start: Start, socitm_corpus: Path, tmp_path: Path
) -> None:
    two = Two(socitm_corpus, tmp_path / "releases")
    server = start("--rate-limit", "3/hour", target=two.folder)
    before = statuses(server, 2)

    switch(two.folder, two.names[1])
    server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: server.get("/readyz").json()["release"][:16] == two.names[1])

    assert before == [200, 200]
    assert statuses(server, 2) == [200, 429]


def test_the_environment_sets_the_limit(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYGRAPH_RATE_LIMIT", "1/hour")
    monkeypatch.setenv("POLICYGRAPH_TRUSTED_PROXIES", "1")
    server = start()

    told = [
        server.get(QUERY, X_Forwarded_For=f"192.0.2.{one}").status for one in (1, 1, 2)
    ]

    assert told == [200, 429, 200]


@pytest.mark.parametrize(
    "text",
    ["60", "0/minute", "-1/minute", "60/fortnight", "many", "1/hour;x"],
)
def test_a_limit_that_is_none_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="is no limit of queries") as caught:
        read_rate(text)

    assert "60/minute" in caught.value.hint


def test_the_application_says_its_limit_in_a_sentence(app: Flask) -> None:
    source: Source = app.extensions["policygraph"].source
    limited = create_app(source, rate=read_rate("1/second;600/2 hours"))

    assert app.extensions["policygraph"].rate == ""
    assert (
        limited.extensions["policygraph"].rate
        == "Each address may send 1 query per second and 600 queries per 2 hours."
    )


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:80", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("x" * 1000, "x" * 64),
    ],
)
def test_a_client_is_an_address_or_the_network_of_its_own(
    address: str, client: str
) -> None:
    assert client_of(address) == client
