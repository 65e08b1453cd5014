"""Whether a client is still there, by what each server tells of it."""

from __future__ import annotations

import socket
import ssl
from typing import Any

import pytest

from policygraph.web.leaving import departure_of


@pytest.mark.parametrize("said", [True, False])
def test_waitress_is_asked(said: bool) -> None:
    has_left = departure_of({"waitress.client_disconnected": lambda: said})

    assert has_left is not None
    assert has_left() is said


def test_the_socket_of_gunicorn_is_looked_at_and_nothing_is_taken_from_it() -> None:
    here, there = socket.socketpair()
    with here, there:
        has_left = departure_of({"gunicorn.socket": here})
        assert has_left is not None

        while_quiet = has_left()
        there.sendall(b"G")
        after_more = has_left()
        taken = here.recv(10)
        there.close()
        after_close = has_left()

    assert (while_quiet, after_more, after_close) == (False, False, True)
    assert taken == b"G"
    assert has_left() is True


def test_a_socket_of_tls_tells_nothing() -> None:
    here, there = socket.socketpair()
    context = ssl.create_default_context()
    with (
        there,
        context.wrap_socket(
            here, server_hostname="x", do_handshake_on_connect=False
        ) as wrapped,
    ):
        has_left = departure_of({"gunicorn.socket": wrapped})

        assert has_left is not None
        assert has_left() is False


@pytest.mark.parametrize("environ", [{}, {"waitress.client_disconnected": None}])
def test_other_servers_tell_nothing(environ: dict[str, Any]) -> None:
    assert departure_of(environ) is None
