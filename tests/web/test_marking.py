"""Cutting a text by its marks loses nothing, whatever overlaps whatever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policygraph.web.marking import Layer, Mark, cut_pieces, find_runs, is_marked
from policygraph.web.sentences import paragraph_spans, sentence_spans

TEXT = "The ferry is late. Piers are dark; nobody lights them. So it was said."


@st.composite
def _marks(draw: st.DrawFn) -> Mark:
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, len(TEXT)))
    return Mark(start, end, draw(st.sampled_from(Layer)))


@given(st.lists(_marks(), max_size=6))
def test_pieces_put_together_are_the_text(marks: list[Mark]) -> None:
    pieces = cut_pieces(TEXT, (0, len(TEXT)), marks)

    assert "".join(piece.words for piece in pieces) == TEXT
    for mark in marks:
        under = [piece.words for piece in pieces if mark in piece.marks]
        assert "".join(under) == TEXT[mark.start_char : mark.end_char]


@given(st.lists(_marks(), max_size=6))
def test_runs_cover_what_is_marked_and_nothing_else(marks: list[Mark]) -> None:
    runs = find_runs(marks)

    marked = {place for one in marks for place in range(one.start_char, one.end_char)}
    covered = [place for run in runs for place in range(run.start_char, run.end_char)]
    assert len(covered) == len(set(covered))
    assert set(covered) == marked


def test_each_mark_begins_and_ends_once() -> None:
    marks = [Mark(4, 17, Layer.STATEMENT), Mark(10, 33, Layer.QUOTED)]

    pieces = cut_pieces(TEXT, (0, len(TEXT)), marks)

    assert [one for piece in pieces for one in piece.begins] == marks
    assert [one for piece in pieces for one in piece.ends] == marks


@given(st.text(alphabet="aA .!?\n-1)“”", max_size=60))
def test_paragraphs_and_sentences_hold_every_word_once(text: str) -> None:
    sentences = [
        text[start:end]
        for paragraph in paragraph_spans(text)
        for start, end in sentence_spans(text, paragraph)
    ]

    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_a_sentence_touched_by_a_mark_is_marked() -> None:
    runs = find_runs([Mark(20, 25, Layer.STATEMENT)])

    found = [is_marked(one, runs) for one in sentence_spans(TEXT, (0, len(TEXT)))]

    assert found == [False, True, False]
