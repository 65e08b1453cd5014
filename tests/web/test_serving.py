from __future__ import annotations

import socket

import pytest
from flask import Flask

from policygraph.errors import UsageError
from policygraph.web import serve


class _EnoughError(Exception):
    pass


def test_port_0_is_announced_as_the_port_that_the_system_gave(app: Flask) -> None:
    announced = []

    def stop(url: str) -> None:
        announced.append(url)
        raise _EnoughError

    with pytest.raises(_EnoughError):
        serve(app, port=0, announce=stop)

    assert announced[0].startswith("http://127.0.0.1:")
    assert not announced[0].endswith(":0/")


def test_a_port_that_is_taken_is_told(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(UsageError, match=str(port)):
            serve(app, port=port)
