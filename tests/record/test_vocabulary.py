from __future__ import annotations

import pytest

from policygraph.iris import SCHEMES
from policygraph.record import Vocabulary, read_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary()


def test_every_scheme_has_concepts(vocabulary: Vocabulary) -> None:
    sizes = {scheme: len(vocabulary.slugs(scheme)) for scheme in SCHEMES}

    assert all(sizes.values())
    assert sizes["themes"] == 70


@pytest.mark.parametrize(
    ("scheme", "word", "meant"),
    [
        pytest.param("themes", "public-trsut", "public-trust", id="spelling"),
        pytest.param("themes", "Public trust", "public-trust", id="label"),
        pytest.param("themes", "algorithms", "ai", id="other label"),
        pytest.param("themes", "zzzz", None, id="nothing"),
        pytest.param("stages", "discussions", "discussion", id="other scheme"),
    ],
)
def test_a_wrong_word_leads_to_the_concept_it_meant(
    vocabulary: Vocabulary, scheme: str, word: str, meant: str | None
) -> None:
    assert vocabulary.meant(scheme, word) == meant


def test_not_said_is_a_concept_only_where_its_scheme_lists_it(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.has("agreements", "not-said")
    assert not vocabulary.has("themes", "not-said")
