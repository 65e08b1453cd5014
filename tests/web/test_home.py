"""The front page: each question that somebody comes with is answered one click away."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore, find_query, open_store
from policygraph.iris import Iris
from policygraph.web import Source, create_app, source_of


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> FlaskClient:
    return create_app(source_of(release)).test_client()


def read(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers=BROWSER))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did the participants agree on?", "consensus"),
        ("Who should do what?", "National government"),
        ("What was only one attendee’s view?", "One attendee"),
        ("What does the report not say?", "Who said it"),
        ("On what does a conclusion rest?", "planning must widen"),
    ],
)
def test_a_question_is_answered_one_click_away(
    served: FlaskClient, question: str, answer: str
) -> None:
    href = read(served, "/").href(question)

    page = read(served, href.partition("#")[0])

    assert page.response.status_code == 200
    assert answer.lower() in page.text.lower()


def test_the_conclusion_about_planning_leads_to_the_words_of_the_report(
    served: FlaskClient,
) -> None:
    home = read(served, "/")
    (href,) = home.tree.xpath("//a[contains(., 'planning must widen')]/@href")

    page = read(served, str(href))

    assert page.tree.xpath("//blockquote")
    assert "Planning" in page.text


def test_the_page_says_what_it_is_and_counts_each_thing_apart(
    served: FlaskClient, release: ReleaseStore
) -> None:
    page = read(served, "/")

    counts = release.manifest.counts
    shown = page.texts("//ul[@class='counts']/li")
    assert len(page.texts("//h1")) == 1
    assert shown == [
        f"{counts[word]:,} {word}"
        for word in ("reports", "claims", "recommendations", "actors", "themes")
    ]


def test_every_link_of_the_page_leads_somewhere(served: FlaskClient) -> None:
    ours = {
        str(href)
        for href in read(served, "/").tree.xpath("//main//a/@href")
        if str(href).startswith("/")
    }

    answers = {one: served.get(one, headers=BROWSER).status_code for one in ours}

    assert {one for one, status in answers.items() if status != 200} == set()


def test_what_is_not_said_is_counted_apart_for_each_kind_of_fact(
    served: FlaskClient,
) -> None:
    page = read(served, "/not-said")

    rows = dict(
        zip(page.texts("//tbody//th"), page.texts("//tbody//td[1]"), strict=True)
    )
    assert rows["Who said it"] == "of 24 among 46 statements"
    assert rows["Who should act"] == "of 13 among 16 recommendations"
    assert rows["What a conclusion rests on"] == "of all 10 conclusions"
    assert rows["When the discussion was held"] == "of 1 among 2 discussions"


def test_a_date_told_by_something_else_is_none_here_and_in_the_list(
    served: FlaskClient,
) -> None:
    href = read(served, "/not-said").href("When the discussion was held")

    listed = read(served, href)

    assert href == "/reports?year=not-said"
    assert listed.texts("//main//p[@class='says']") == [
        "Smart cities roundtable, report"
    ]


def test_other_engines_count_what_is_not_said_alike(release: ReleaseStore) -> None:
    query = find_query("not-said", "pages").bind({})
    data = release.store.dump("ntriples")
    other = rdflib.Graph().parse(data=data, format="ntriples")

    ours = [
        tuple(str(getattr(term, "value", term)) for term in row.values())
        for row in release.store.rows(query)
    ]

    assert ours == [tuple(str(term) for term in row) for row in other.query(query)]
    assert ("held", "1", "2") in ours


def test_each_gap_leads_to_the_things_that_have_it(served: FlaskClient) -> None:
    hrefs = read(served, "/not-said").tree.xpath("//tbody//a/@href")

    statuses = [served.get(href, headers=BROWSER).status_code for href in hrefs]

    assert len(hrefs) == 6
    assert set(statuses) == {200}


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "tsv", "xml"])
def test_what_is_not_said_is_to_be_had_as_a_file(
    served: FlaskClient, form: str
) -> None:
    href = f"/not-said?format={form}"

    response = served.get(href, headers=BROWSER)

    assert href in read(served, "/not-said").hrefs
    assert (response.status_code, response.mimetype != "text/html") == (200, True)
    assert response.data


def test_data_without_reports_says_so() -> None:
    source = Source(open_store([]), Iris(), digest="d1gest", title="Nothing yet")
    client = create_app(source).test_client()

    home, silence = read(client, "/"), read(client, "/not-said")

    assert "No report of a policy discussion is among them" in home.text
    assert "No report is in the graph." in silence.text
