from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.errors import (
    NotAcceptableError,
    PolicygraphError,
    QueryError,
    QueryTimeoutError,
)
from policygraph.isolated import InProcess, Limits, Question
from policygraph.isolated.asking import (
    FRAME_BYTES,
    LAST,
    MORE,
    Frames,
    Head,
    read_error,
    read_head,
    read_question,
    write_error,
)


@given(st.text(), st.lists(st.text(), max_size=3), st.booleans())
def test_a_question_survives_its_message(
    text: str, graphs: list[str], for_page: bool
) -> None:
    question = Question(text, default_graphs=tuple(graphs), for_page=for_page)

    assert read_question(question.as_bytes()) == question


@given(st.lists(st.binary(max_size=3 * FRAME_BYTES), max_size=4))
def test_frames_hold_all_bytes_in_order(pieces: list[bytes]) -> None:
    sent: list[bytes] = []
    frames = Frames(sent.append)

    for piece in pieces:
        frames.write(piece)
    frames.finish(LAST)

    assert b"".join(frame[1:] for frame in sent) == b"".join(pieces)
    assert [frame[:1] for frame in sent] == [MORE] * (len(sent) - 1) + [LAST]
    assert max(map(len, sent)) <= FRAME_BYTES


def test_a_head_is_split_from_what_follows() -> None:
    head = Head("json", is_graph=False, cut_after=7)

    assert read_head(head.as_line() + b"one\ntwo") == (head, b"one\ntwo")


@pytest.mark.parametrize(
    "error",
    [
        QueryError("Line 2, column 4: wrong.", hint="mend it", line=2, column=4),
        NotAcceptableError("no such format"),
        QueryTimeoutError("too long", limit_s=0.5),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_its_frame(error: PolicygraphError) -> None:
    again = read_error(write_error(error))

    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)
    assert again.args == error.args


def test_a_form_that_is_not_taken_is_refused(store: object) -> None:
    strangers = InProcess(store, Limits())  # type: ignore[arg-type]

    with pytest.raises(NotAcceptableError):
        strangers.ask(Question("ASK { }", rows_as=""))
