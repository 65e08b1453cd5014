"""From the server's own addresses to those a reader sees: the path under which a proxy puts the whole.

Inside, every address starts at `/`. The root comes from configuration alone, never from a header of a
request, and is put in front at the moment of output: by `here` in templates, by `Rooted` in headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import request
from jinja2 import pass_context
from jinja2.runtime import Context

from policygraph.errors import UsageError

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Failure = (
        tuple[type[BaseException], BaseException, TracebackType]
        | tuple[None, None, None]
    )

_ROOT: Final = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_ADDRESSES: Final = ("location", "content-location")
_TARGET: Final = re.compile(r"<(/(?!/)[^>]*)>")


@pass_context
def here(_: Context, href: str) -> str:
    """Put the root in front of an address of ours; leave any other as it is.

    The context is asked for so that Jinja keeps no result: the root is that of the request.
    """
    is_ours = href.startswith("/") and not href.startswith("//")
    return request.script_root + href if is_ours else href


def read_root(text: str) -> str:
    """Return a root as `/graph`, or nothing for a server that has a host to itself.

    >>> read_root("graph/")
    '/graph'

    Raises:
        UsageError: it is no path of plain letters, digits, dots and hyphens.
    """
    path = text.strip().strip("/")
    if not path:
        return ""
    root = f"/{path}"
    if not _ROOT.fullmatch(root) or set(path.split("/")) & {".", ".."}:
        raise UsageError(
            f"{text!r} is no path to serve under.", hint="write it as /graph"
        )
    return root


class Rooted:
    """A WSGI application moved below a root, whether or not the proxy takes the root away."""

    def __init__(self, inner: WSGIApplication, root: str) -> None:
        self._inner = inner
        self._root = root

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request.

        Source: PEP 3333 (SCRIPT_NAME and PATH_INFO).
        """
        path = environ.get("PATH_INFO", "")
        if path == self._root or path.startswith(f"{self._root}/"):
            environ["PATH_INFO"] = path[len(self._root) :] or "/"
        environ["SCRIPT_NAME"] = self._root

        def start(
            status: str,
            headers: list[tuple[str, str]],
            failure: Failure | None = None,
            /,
        ) -> object:
            return start_response(
                status, [self._placed(*one) for one in headers], failure
            )

        return self._inner(environ, start)  # type: ignore[arg-type] # returns what the server gave

    def _placed(self, name: str, value: str) -> tuple[str, str]:
        lower = name.lower()
        if lower == "link":
            return name, _TARGET.sub(rf"<{self._root}\1>", value)
        is_ours = value.startswith("/") and not value.startswith("//")
        if lower in _ADDRESSES and is_ours:
            return name, self._root + value
        return name, value
