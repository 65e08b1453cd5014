"""What lists ask where a release says which statements are alike: other queries, the same rows."""

from __future__ import annotations

import pytest

from policygraph.engine import Literal, ReleaseStore, Term, find_query
from policygraph.iris import term

CLAIM, RECOMMENDATION = term("Claim"), term("Recommendation")
REPORT = "reports/socitm-casa-smart-places"
CHOICES = {
    "claims": {"list": CLAIM},
    "recommendations": {"list": RECOMMENDATION},
    "agreement": {"list": CLAIM, "agreement": "agreements/not-said"},
    "stage": {"list": CLAIM, "stage": "stages/discussion"},
    "concern": {"list": CLAIM, "concern": Literal("yes")},
    "no-concern": {"list": CLAIM, "concern": Literal("no")},
    "theme": {"list": CLAIM, "theme": "themes/technology"},
    "theme-above": {"list": RECOMMENDATION, "theme": "themes/governance"},
    "holder": {"list": CLAIM, "holder": "actors/not-said"},
    "report": {"list": RECOMMENDATION, "report": REPORT},
    "year": {"list": CLAIM, "year": Literal("not-said")},
    "words": {"list": CLAIM, "words": Literal("trust")},
    "addressee": {"list": RECOMMENDATION, "addressee": "actors/not-said"},
    "several": {
        "list": CLAIM,
        "theme": "themes/governance",
        "holder": "actors/not-said",
        "report": REPORT,
        "year": Literal("not-said"),
    },
}


def rows(release: ReleaseStore, name: str, choice: str) -> list[dict[str, Term | None]]:
    given = {
        key: release.iris.of_path(value)
        if isinstance(value, str) and ":" not in value
        else value
        for key, value in CHOICES[choice].items()
    }
    return release.store.rows(find_query(name, "pages").bind(given))


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("name", ["statements-found", "statement-facets"])
def test_asking_the_first_of_those_alike_gives_the_rows_of_asking_all(
    release: ReleaseStore, name: str, choice: str
) -> None:
    expected = rows(release, name, choice)

    assert rows(release, f"{name}-by-traits", choice) == expected


@pytest.mark.parametrize("choice", ["claims", "recommendations"])
def test_what_the_release_counted_is_what_counting_gives(
    release: ReleaseStore, choice: str
) -> None:
    assert rows(release, "statement-facets-of-all", choice) == rows(
        release, "statement-facets", choice
    )


def test_the_choices_find_something(release: ReleaseStore) -> None:
    found = [name for name in CHOICES if rows(release, "statements-found", name)]

    assert len(found) >= 10
