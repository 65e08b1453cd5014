from __future__ import annotations

import pytest

from policygraph.source import SourceText, reanchor

OLD = "the council should publish all the readings within three days"


@pytest.mark.parametrize(
    ("new", "outcome"),
    [
        pytest.param(f"So {OLD}.", "exact", id="the same"),
        pytest.param(OLD.replace(" ", "\n"), "exact", id="wrapped"),
        pytest.param(
            f"So {OLD.replace('publish', 'pubblish')}.", "moved", id="spelling"
        ),
        pytest.param(f"So {OLD.replace('readings', 'reading')}.", "moved", id="plural"),
        pytest.param(f"So {OLD.replace('all the', 'all')}.", "moved", id="article"),
        pytest.param(f"So {OLD.upper()}.", "moved", id="capitals"),
        pytest.param("Something else was said.", "lost", id="gone"),
        pytest.param("", "lost", id="empty text"),
    ],
)
def test_a_quote_is_exact_moved_or_lost(new: str, outcome: str) -> None:
    found = reanchor(OLD, SourceText(new))

    assert found.outcome == outcome


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(
            "should publish", "should not publish", "negation 'not'", id="not"
        ),
        pytest.param("should publish", "shouldn't publish", "modal", id="n't"),
        pytest.param("should", "might", "modal", id="modal"),
        pytest.param("three", "thirty", "number", id="number"),
        pytest.param("all the", "some", "quantifier", id="quantifier"),
        pytest.param("within", "after", "direction", id="direction"),
        pytest.param("publish", "bury", "became", id="another word"),
        pytest.param("publish", "unpublish", "became", id="turned round"),
        pytest.param("the council", "the mayor", "became", id="another actor"),
    ],
)
def test_the_guard_refuses_a_change_of_meaning_and_shows_the_candidate(
    old: str, new: str, reason: str
) -> None:
    changed = f"It was said that {OLD.replace(old, new)} at least."

    found = reanchor(OLD, SourceText(changed))

    assert found.outcome == "lost"
    assert found.passage is not None
    assert reason in found.reason


def test_a_negation_before_the_passage_keeps_it_from_moving() -> None:
    changed = f"They denied not {OLD.replace('publish', 'pubblish')}."

    found = reanchor(OLD, SourceText(changed))

    assert (found.outcome, found.reason) == ("lost", "'not' stands before it")


def test_two_places_equally_like_it_are_no_place() -> None:
    near = OLD.replace("publish", "pubblish")

    found = reanchor(OLD, SourceText(f"First {near}. Then {near}."))

    assert (found.outcome, found.reason) == ("lost", "two places are equally like it")


def test_a_quote_told_apart_by_its_neighbours_is_lost_without_them() -> None:
    found = reanchor(OLD, SourceText(f"So {OLD}."), before="Yesterday")

    assert found.outcome == "lost"


def test_words_that_now_stand_twice_are_lost() -> None:
    found = reanchor(OLD, SourceText(f"{OLD}. {OLD}."))

    assert found.outcome == "lost"


def test_a_question_does_not_become_a_statement() -> None:
    found = reanchor(f"{OLD}?", SourceText(f"So {OLD}."))

    assert (found.outcome, found.reason) == ("lost", "the marks at its ends differ")
