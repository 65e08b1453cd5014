"""From the word of a problem, or from a status of HTTP, to what it means and what to do about it.

Every problem that this server tells has one of these kinds as its type, and each kind has a page, so
that whoever follows the type learns more than the sentence said.

Source: RFC 9457, sections 3.1.1 (type) and 4.2.1 (about:blank).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem; `is_of_limits` where one of the server's limits was reached."""

    word: str
    status: int
    title: str
    meaning: str
    remedy: str
    is_of_limits: bool = False


_ALL: Final = (
    ProblemKind(
        "bad-request",
        400,
        "A request that cannot be read",
        "The request holds something that it cannot hold: two queries or none, bytes that are no UTF-8, "
        "an address of a graph that is no IRI, a number where there is none.",
        "Read the sentence in `detail`, which names the part at fault, and send the request again without it.",
    ),
    ProblemKind(
        "query-syntax",
        400,
        "A query that is not SPARQL",
        "The text of the query is no SPARQL 1.1, or its brackets nest deeper than they may, or it has more "
        "parts than an engine can take.",
        "Look at `line` and `column`, and at `excerpt`, which has the line with a caret under the place. "
        "A prefix that is used has to be declared at the head of the query.",
    ),
    ProblemKind(
        "federation-off",
        400,
        "A query that calls another server",
        "The query holds SERVICE. This endpoint calls no other server, whoever asks, so that nobody can "
        "reach other machines through it.",
        "Ask each endpoint by itself and join the answers where you are; clients such as Comunica do that "
        "for you.",
    ),
    ProblemKind(
        "update-refused",
        403,
        "An attempt to change the data",
        "The request holds an update. What is served is a release, which nobody changes, so no right or "
        "password would help.",
        "Send SELECT, ASK, CONSTRUCT or DESCRIBE. To change the data, change the record of a report and "
        "build a new release.",
    ),
    ProblemKind(
        "queries-off",
        403,
        "A server without queries from outside",
        "The system that this server runs on cannot keep queries of strangers apart from the server itself, "
        "so it answers none of them.",
        "Use the pages, the saved questions and the documents, or load a dump into an engine of your own.",
    ),
    ProblemKind(
        "not-found",
        404,
        "Nothing at this address",
        "There is no page, no thing and no file of that name, and there never was one that was withdrawn.",
        "Look for typing errors, or begin at the front page. The sitemap lists every page.",
    ),
    ProblemKind(
        "method-not-allowed",
        405,
        "A method that this address does not take",
        "The address is there, but is not to be asked in this way.",
        "Use one of the methods in the header `Allow`.",
    ),
    ProblemKind(
        "not-acceptable",
        406,
        "No format that you take",
        "What is at this address can be had in some formats, and `Accept` or `format=` names none of them.",
        "Ask for one of the media types that `hint` lists, or add `*/*;q=0.1` to take what there is.",
    ),
    ProblemKind(
        "gone",
        410,
        "Something that was withdrawn",
        "There was such a thing, and its editors have taken it back. Its address is never given to another.",
        "Take it out of what you hold. Releases from before it was withdrawn still have it.",
    ),
    ProblemKind(
        "content-too-large",
        413,
        "A request that is too long",
        "The body of the request is longer than this server reads.",
        "Send a shorter query: put long lists of values into several requests.",
        is_of_limits=True,
    ),
    ProblemKind(
        "uri-too-long",
        414,
        "An address that is too long",
        "The address, with the query in it, is longer than all software on the way is sure to pass on.",
        "Send the query by POST, as a form or as `application/sparql-query`.",
        is_of_limits=True,
    ),
    ProblemKind(
        "unsupported-media-type",
        415,
        "A body in a form that is not read",
        "The body of the request has a media type that holds no query, has none, or is compressed.",
        "Send it as one of the media types in the header `Accept-Post`, and without `Content-Encoding`.",
    ),
    ProblemKind(
        "rate-limit",
        429,
        "More queries than one client may send",
        "Queries are counted for each address that they come from, and this one has sent as many as it may.",
        "Wait for the seconds in the header `Retry-After`. Whoever needs the whole graph has it from a dump "
        "with one request.",
        is_of_limits=True,
    ),
    ProblemKind(
        "internal-server-error",
        500,
        "A fault of this server",
        "Something went wrong that nobody foresaw. It has been written to the log of the server.",
        "Tell whoever runs the server, with the value of `request_id`: it finds the line in the log.",
    ),
    ProblemKind(
        "busy",
        503,
        "Too many queries at once",
        "As many queries as this server answers at once are being answered, and as many again are waiting.",
        "Ask again after the seconds in the header `Retry-After`. Pages and documents are answered meanwhile.",
        is_of_limits=True,
    ),
    ProblemKind(
        "query-timeout",
        503,
        "A query that took too long",
        "The query was stopped because its time was over; `limit_s` has the limit in seconds. There is no "
        "`Retry-After`, since the same query would be stopped again.",
        "Ask for less at once: give patterns a variable in common, add a LIMIT, or take a dump and ask an "
        "engine of your own.",
        is_of_limits=True,
    ),
    ProblemKind(
        "query-stopped",
        503,
        "A query that needed too much memory",
        "The process that answered the query was ended, most likely because it needed more memory than one "
        "query may take. No other query was touched.",
        "Ask for less at once: sort and group fewer rows, join fewer texts, or take a dump and ask an engine "
        "of your own.",
        is_of_limits=True,
    ),
    ProblemKind(
        "not-available",
        503,
        "A server that cannot answer just now",
        "Something that the server needs has failed: a disk, or another program.",
        "Try again later. If it lasts, tell whoever runs the server, with the value of `request_id`.",
    ),
)
KINDS: Final[Mapping[str, ProblemKind]] = MappingProxyType(
    {kind.word: kind for kind in _ALL}
)
# what a problem without a word of its own is called; the others are told only by those who know them
_PLAIN: Final = (
    "bad-request",
    "not-found",
    "method-not-allowed",
    "not-acceptable",
    "gone",
    "content-too-large",
    "uri-too-long",
    "unsupported-media-type",
    "rate-limit",
    "internal-server-error",
    "not-available",
)
_OF_STATUS: Final = {KINDS[word].status: word for word in _PLAIN}


def word_of_status(status: int) -> str:
    """Return the kind of a problem that has a status and no word of its own; empty if none fits.

    >>> word_of_status(404), word_of_status(418)
    ('not-found', '')
    """
    return _OF_STATUS.get(status, "")
