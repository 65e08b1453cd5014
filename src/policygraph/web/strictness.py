"""From the first bytes on a connection to a request of which nobody can be in two minds, or to a refusal.

Under waitress what is refused here never reaches the application; under servers by others the
application refuses what it can still see. Either is told, named, logged and counted as any refusal.

Source: RFC 9112, sections 3 (request line), 3.2 (Host) and 6.3 (length of the body).
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from flask import Flask

from policygraph.web.operation import watched
from policygraph.web.patience import counting_channel
from policygraph.web.problems import Problem, phrase, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HOST: Final = re.compile(
    r"(?:[A-Za-z0-9._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})+(?::[0-9]*)?|\[[0-9A-Fa-f:.]+\](?::[0-9]*)?"
)
# Software before a server may go by one length and the server by the other, and so take one request
# for two: https://portswigger.net/web-security/request-smuggling
_TWO_LENGTHS: Final = "The request has both Content-Length and Transfer-Encoding, or one that does not fit."
_NO_HOST: Final = "The request has no Host, or several, or one that is no name."
_OWN: Final = frozenset({_TWO_LENGTHS, _NO_HOST})
_CHUNKED: Final = "chunked"
_TOO_LONG: Final = 414
_WORDS: Final = {
    400: ("The head of the request is not as HTTP writes it.", ""),
    413: ("What was sent is too long.", "a body has {limit} bytes at most"),
    414: ("This address is too long.", "send a query by POST"),
    431: ("The headers of the request are too long.", "send fewer or shorter ones"),
    501: ("The body comes in a coding that is not read.", "send it as it is"),
}
_OF_ANY: Final = ("Something went wrong here; it has been written down.", "")
_STATUS: Final = "policygraph.refused.status"
_DETAIL: Final = "policygraph.refused.detail"


def install_strictness(app: Flask) -> None:
    """Make an application refuse what it sees to be ambiguous, whichever server hands it over."""
    app.wsgi_app = _Strict(app.wsgi_app, _refusing(app))  # type: ignore[method-assign] # Flask's own way


class _Strict:
    """A WSGI application before another one, which it asks only for what is clear."""

    def __init__(self, inner: WSGIApplication, refuse: WSGIApplication) -> None:
        self._inner = inner
        self._refuse = refuse

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        coding = environ.get("HTTP_TRANSFER_ENCODING", "")
        fault = _fault(
            environ.get("SERVER_PROTOCOL", "").partition("/")[2],
            environ.get("HTTP_HOST"),
            has_coding=bool(coding),
            has_length=bool(environ.get("CONTENT_LENGTH")),
        )
        is_coded = bool(coding) and coding.lower() != _CHUNKED
        if not fault and not is_coded:
            return self._inner(environ, start_response)
        # told as programs are told: no page is made for what cannot be trusted
        asked = {**environ, "HTTP_HOST": "localhost", "HTTP_ACCEPT": ""}
        asked |= {_STATUS: 400 if fault else 501, _DETAIL: fault}
        return self._refuse(asked, start_response)


# Any: waitress ships no types
def strict_channel(app: Flask) -> type[Any]:
    """Return waitress's connection, made to read strictly and to refuse as the application does."""
    from waitress.task import ErrorTask  # type: ignore[import-untyped] # ships no types

    refuse = _refusing(app)

    class ToldTask(ErrorTask):  # type: ignore[misc] # ships no types
        def execute(self) -> None:
            asked = self.request
            told = _Told(refuse, asked, self.channel.addr)
            self.status = told.status
            self.response_headers.extend(told.headers)
            self.set_close_on_finish()
            self.content_length = told.length_bytes
            self.write(told.body)

    class StrictChannel(counting_channel()):  # type: ignore[misc] # made while it runs
        parser_class = _strict_parser()
        error_task_class = ToldTask

    return StrictChannel


def _strict_parser() -> type[Any]:
    from waitress.parser import (  # type: ignore[import-untyped] # ships no types
        HTTPRequestParser,
        ParsingError,
    )
    from waitress.utilities import (  # type: ignore[import-untyped] # ships no types
        BadRequest,
        RequestHeaderFieldsTooLarge,
    )

    class AddressTooLong(BadRequest):  # type: ignore[misc] # ships no types
        code = _TOO_LONG

    class StrictParser(HTTPRequestParser):  # type: ignore[misc] # ships no types
        error: Any = None

        def received(self, data: bytes) -> int:
            consumed = int(super().received(data))
            if isinstance(self.error, RequestHeaderFieldsTooLarge):
                # waitress keeps what came before, and not what made it too much
                line, _, _ = (self.header_plus + data).lstrip().partition(b"\r\n")
                if len(line) > self.adj.max_request_header_size // 2:
                    self.error = AddressTooLong("")
            return consumed

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            # waitress takes Transfer-Encoding away where it heeds it, and joins two Hosts by a comma
            fault = _fault(
                self.version,
                self.headers.get("HOST"),
                has_coding=self.chunked or "TRANSFER_ENCODING" in self.headers,
                has_length="CONTENT_LENGTH" in self.headers,
            )
            if fault:
                raise ParsingError(fault)

    return StrictParser


def _fault(
    version: str, host: str | None, *, has_coding: bool, has_length: bool
) -> str:
    """Say what makes a request ambiguous; empty where nothing does.

    granian gives a request of HTTP/1.0 without a Host an empty one.
    """
    is_old = version < "1.1"
    if has_coding and (is_old or has_length):
        return _TWO_LENGTHS
    if is_old and not host:
        return ""
    return "" if _HOST.fullmatch(host or "") else _NO_HOST


class _Told:
    """A refusal, as the application tells it: status, headers and body."""

    def __init__(self, refuse: WSGIApplication, asked: Any, client: Any) -> None:
        error = asked.error
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": getattr(asked, "command", "") or "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": str(client[0]) if client else "",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            _STATUS: error.code,
            _DETAIL: error.body if error.body in _OWN else "",
        }
        self.status = ""
        self.length_bytes = 0
        self.headers: list[tuple[str, str]] = []
        pieces = refuse(environ, self._start)
        self.body = b"".join(pieces)
        pieces.close()  # type: ignore[attr-defined] # what is watched can be closed

    def _start(self, status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        self.status = status
        # waitress writes the length itself; that of an answer to HEAD is not that of its body
        self.length_bytes = int(dict(headers)["Content-Length"])
        self.headers = [one for one in headers if one[0] != "Content-Length"]


def _refusing(app: Flask) -> WSGIApplication:
    """Return an application that tells what was refused, and nothing else."""

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        status = environ[_STATUS]
        detail, hint = _WORDS.get(status, _OF_ANY)
        hint = hint.format(limit=app.config["MAX_CONTENT_LENGTH"])
        problem = Problem(status, phrase(status), environ[_DETAIL] or detail, hint)
        with app.request_context(environ):
            response = tell(problem)
        return response(environ, start_response)

    return watched(app, answer)
