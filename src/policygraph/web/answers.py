"""From a made answer and the conditions of a request to whether it is sent, and which part of it.

Conditions are heeded in the order that the standard gives them, of documents and of files alike; what
they rule out is told by `conditions`.

Source: RFC 9110, sections 13.1 (the conditions), 13.2.2 (their order) and 14.2 (Range).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask import Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.datastructures import Headers
    from werkzeug.wrappers import Request

# one range of bytes; several would be sent as one body of many parts, which few clients read
_RANGE: Final = re.compile(r"bytes[ \t]*=[ \t]*([0-9]{0,40})[ \t]*-[ \t]*([0-9]{0,40})")
CONDITIONS: Final = (
    "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)
FAILED: Final = 412
UNCHANGED: Final = 304


class Answer(Response):
    """An answer that keeps its date in a 304, and of which a part is sent as the standard has it."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Return the headers to send; werkzeug takes the date from a 304.

        Source: RFC 9110, section 15.4.5 (304 Not Modified).
        """
        headers = super().get_wsgi_headers(environ)
        if self.status_code == UNCHANGED and "Last-Modified" in self.headers:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers

    def make_conditional(
        self,
        request_or_environ: WSGIEnvironment | Request,
        accept_ranges: bool | str = False,
        complete_length: int | None = None,
    ) -> Response:
        """Cut a file to the range that is asked for, where no condition keeps it from being sent.

        werkzeug looks at ranges before conditions, and takes an older date for the same.

        Raises:
            RequestedRangeNotSatisfiable: the file has no such part.
        """
        asked = {"REQUEST_METHOD": request.method}
        if not ruling(self):
            if _is_of_date(self):
                self.status_code = UNCHANGED
            else:
                asked |= _range_of(self, complete_length or 0)
        super().make_conditional(asked, accept_ranges, complete_length)
        return self


def has_conditions(environ: WSGIEnvironment) -> bool:
    """Tell whether a request puts conditions on the version of its answer."""
    return any(one in environ for one in CONDITIONS)


def ruling(response: Response) -> int:
    """Return the status that takes the place of an answer by conditions on its version; 0 where it is sent.

    A date that is none is passed over, and so is one where the answer has none.
    """
    tag, is_weak = response.get_etag()
    if "If-Match" in request.headers:
        wished = request.if_match
        is_strong = tag is not None and not is_weak
        if not (wished.star_tag or (is_strong and wished.is_strong(str(tag)))):
            return FAILED
    elif _is_later(response.last_modified, request.if_unmodified_since):
        return FAILED
    known = request.if_none_match
    if tag is not None and (known.star_tag or known.contains_weak(tag)):
        return UNCHANGED
    return 0


def _is_later(modified: datetime | None, named: datetime | None) -> bool:
    return modified is not None and named is not None and modified > named


def _is_of_date(response: Response) -> bool:
    """Tell whether a file is as old as its client's copy.

    The date of a document is the day of its release, and two releases may share that; so documents are
    told apart by ETag alone.
    """
    modified, since = response.last_modified, request.if_modified_since
    if "If-None-Match" in request.headers or None in (modified, since):
        return False
    return not _is_later(modified, since)


def _range_of(response: Response, length: int) -> dict[str, str]:
    """Return the range to send as a WSGI environment has it; nothing where the whole is to be sent.

    Source: RFC 9110, sections 13.1.5 (If-Range, compared exactly), 14.1.1 and 14.1.2 (what is no range
    is passed over; the end of a file that is shorter is the whole).
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").lower().strip())
    if found is None or request.method != "GET" or not _is_range_of(response):
        return {}
    first, last = found.groups()
    if not first and last:
        return {"HTTP_RANGE": f"bytes=-{min(int(last), length)}"}
    if not first or (last and int(last) < int(first)):
        return {}
    return {"HTTP_RANGE": f"bytes={first}-{last}"}


def _is_range_of(response: Response) -> bool:
    """Tell whether the range is one of this very version, as far as the client says which it means."""
    meant = request.headers.get("If-Range", "").strip()
    headers = response.headers
    return not meant or meant in (headers.get("ETag"), headers.get("Last-Modified"))
