"""A question and the pieces of its answer: what a worker computes, with no process in sight.

The web process and a worker share nothing but these bytes: a question as one message of JSON,
an answer as frames. The first byte of a frame tells what it is; the first frame of an answer
begins with a line of JSON, the head.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import IO, Final, Protocol, cast

from policygraph import errors
from policygraph.engine import Answer, Graph, Rows
from policygraph.errors import NotAcceptableError, PolicygraphError, QueryError
from policygraph.isolated.limits import Limits

FRAME_BYTES: Final = 262_144
MORE: Final = b"+"
LAST: Final = b"."
LAST_AND_GONE: Final = b"/"
FAILED: Final = b"!"


class Answering(Protocol):
    """Anything that answers SPARQL as `engine.Store` does."""

    def answer(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer a query over the union of all graphs, or over the graphs named."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs it is asked of, and the formats, by name, that its answer may have.

    `rows_as` and `graph_as` are empty where the client takes no format of that kind. With
    `for_page` every answer is cut after the limit of rows; without, only rows in JSON are.
    `timeout_s` is a shorter time than the limit, where the client wants one.
    """

    text: str
    base_iri: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows_as: str = "json"
    graph_as: str = "turtle"
    for_page: bool = False
    timeout_s: float | None = None

    def bounded_s(self, limits: Limits) -> float:
        """Return how many seconds the answer may take: as the client wishes, the limit at most."""
        return min(self.timeout_s or limits.timeout_s, limits.timeout_s)

    def as_bytes(self) -> bytes:
        """Write the question as a message."""
        # not `asdict`, which copies every value deeply, for each query
        return json.dumps(
            {one.name: getattr(self, one.name) for one in _PARTS}
        ).encode()


_PARTS: Final = fields(Question)


def read_question(message: bytes) -> Question:
    """Read a question from its message."""
    facts = json.loads(message)
    for name in ("default_graphs", "named_graphs"):
        facts[name] = tuple(facts[name])
    return Question(**facts)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an answer before its first byte: its format, and after how many rows it was cut.

    `cut_after` is 0 where nothing is missing.
    """

    form: str
    is_graph: bool
    cut_after: int = 0

    def as_line(self) -> bytes:
        """Write the head as one line."""
        return _head_as_line(self)


# there are few heads, and each answer has one
@lru_cache(maxsize=64)
def _head_as_line(head: Head) -> bytes:
    return json.dumps(asdict(head)).encode() + b"\n"


@lru_cache(maxsize=64)
def _head_of_line(line: bytes) -> Head:
    return Head(**json.loads(line))


def read_head(frame: bytes) -> tuple[Head, bytes]:
    """Split the first frame of an answer into its head and the bytes that follow it."""
    line, _, rest = frame.partition(b"\n")
    return _head_of_line(line), rest


class Frames:
    """A file that sends what is written to it in frames, the first one only once it is full."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send
        self._waiting = bytearray(MORE)
        self._has_begun = False

    def write(self, data: bytes) -> int:
        """Take a piece; send every frame that is full."""
        self._waiting += data
        while len(self._waiting) > FRAME_BYTES:
            self._send(bytes(self._waiting[:FRAME_BYTES]))
            self._waiting[:FRAME_BYTES] = MORE
            self._has_begun = True
        return len(data)

    def flush(self) -> None:
        """Do nothing: a frame is sent when it is full, or by `finish`."""

    def finish(self, mark: bytes, before_last: Callable[[], object] = bool) -> None:
        """Send what is left; `before_last` is called when all that is sent after it is sure to be taken.

        Whoever waits for the first frame takes it at once; later ones are taken as slowly as the client
        reads, so that the last of several is empty.
        """
        if self._has_begun and len(self._waiting) > 1:
            self._send(bytes(self._waiting))
            self._waiting[:] = MORE
        before_last()
        self._waiting[:1] = mark
        self._send(bytes(self._waiting))


def write_answer(
    store: Answering, question: Question, frames: Frames, *, limit_rows: int
) -> None:
    """Answer a question into frames, all but the last.

    Raises:
        QueryError: the query is wrong or asks for what is never done here.
        NotAcceptableError: its answer has none of the formats that the client takes.
    """
    answer = store.answer(
        question.text,
        base_iri=question.base_iri,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
    )
    try:
        _write(answer, question, frames, limit_rows)
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"The query could not be answered: {error}") from error


def _write(answer: Answer, question: Question, frames: Frames, limit_rows: int) -> None:
    is_graph = isinstance(answer, Graph)
    form = question.graph_as if is_graph else question.rows_as
    if not form:
        raise NotAcceptableError(
            "The answer of this query is not to be had in the format asked for.",
        )
    if isinstance(answer, Rows) and (form == "json" or question.for_page):
        body, is_cut = answer.write_first(limit_rows)
    elif isinstance(answer, Rows):
        frames.write(Head(form, is_graph).as_line())
        # the engine asks of a file no more than write and flush
        answer.write_to(cast("IO[bytes]", frames), form)
        return
    elif isinstance(answer, Graph) and question.for_page:
        graph, is_cut = answer.first(limit_rows)
        body = graph.write(form)
    else:
        body, is_cut = answer.write(form), False
    frames.write(Head(form, is_graph, limit_rows if is_cut else 0).as_line())
    frames.write(body)


def write_error(error: PolicygraphError) -> bytes:
    """Write an error as the frame that ends an answer."""
    facts = {"kind": type(error).__name__, "says": vars(error)}
    return FAILED + json.dumps(facts, default=str).encode()


def read_error(frame: bytes) -> PolicygraphError:
    """Return the error that a frame tells, ready to be raised."""
    facts = json.loads(frame[1:])
    kind: type[PolicygraphError] = getattr(errors, facts["kind"])
    error = kind.__new__(kind)
    vars(error).update(facts["says"])
    error.args = (facts["says"].get("message", ""),)
    return error
