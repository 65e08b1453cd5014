"""From the surroundings of a request to whether its client is still there, where the server can tell.

A WSGI server sees that a client has gone when it writes; a query that has no answer yet writes nothing.
waitress tells in the meantime, gunicorn hands over the socket; granian does neither.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_TOLD: Final = "waitress.client_disconnected"
_SOCKET: Final = "gunicorn.socket"


def departure_of(environ: WSGIEnvironment) -> Callable[[], bool] | None:
    """Return what tells whether the client has closed its connection; None where nobody can tell.

    A client that closes only its sending half counts as gone, as with most proxies.
    """
    told = environ.get(_TOLD)
    if callable(told):
        return cast("Callable[[], bool]", told)
    connection = environ.get(_SOCKET)
    return None if connection is None else partial(_is_closed, connection)


# Any: a socket, or what a server puts in place of one
def _is_closed(connection: Any) -> bool:
    """Tell whether the other end has closed a connection, without taking what it may have sent."""
    try:
        seen = connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (BlockingIOError, ValueError, AttributeError):
        # nothing has come; or a socket of TLS, which cannot be looked into
        return False
    except OSError:
        return True
    return not seen
