"""Lists with filters: what is chosen stands in the address, and an address that asks for nothing helps on."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

FERRIES = "Ferries are seldom on time."
HOSTILE = '<script>alert(1)</script> & "quoted"'


def read(web: FlaskClient, path: str) -> Page:
    return Page(web.get(path, headers=BROWSER))


def listed(page: Page) -> list[str]:
    return page.texts("//section[@class='results']//p[@class='says']/a")


def options(page: Page, legend: str) -> list[str]:
    return page.texts(f"//fieldset[legend[normalize-space()='{legend}']]//label")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/claims", [FERRIES, HOSTILE]),
        ("/claims?stage=discussion", [FERRIES]),
        ("/claims?stage=not-said", [HOSTILE]),
        ("/claims?stage=not-said&stage=discussion", [FERRIES, HOSTILE]),
        ("/claims?theme=new-technology", [FERRIES, HOSTILE]),
        ("/claims?concern=yes", [FERRIES]),
        ("/claims?concern=no", [HOSTILE]),
        ("/claims?kind=observation", [FERRIES]),
        ("/claims?holder=reports/quayside/attendee-1", [FERRIES, HOSTILE]),
        ("/claims?year=not-said", [FERRIES, HOSTILE]),
        ("/claims?q=FERRIES", [FERRIES]),
        ("/claims?q=&stage=&sort=wording", [HOSTILE, FERRIES]),
        (
            "/recommendations?addressee=actors/not-said",
            ["The timetable should be simpler."],
        ),
        (
            "/recommendations?presumed=local-government",
            ["The timetable should be simpler."],
        ),
        ("/recommendations?agreement=consensus", ["Piers should be lit at night."]),
        ("/reports?publisher=quayside-forum", ["Quayside hearing, report"]),
        ("/actors?kind=unnamed", ["one attendee"]),
        ("/actors?letter=Q&q=forum", ["Quayside Forum"]),
    ],
)
def test_a_list_holds_what_fits_all_that_is_chosen(
    web: FlaskClient, counting: CountingStore, path: str, expected: list[str]
) -> None:
    page = read(web, path)

    assert page.response.status_code == 200
    assert listed(page) == expected
    assert len(counting.asked) <= 5


def test_a_chosen_facet_still_counts_its_other_values(web: FlaskClient) -> None:
    page = read(web, "/claims?stage=discussion")

    assert options(page, "Where it stands") == ["Discussion 1", "not said 1"]
    assert page.tree.xpath("//input[@name='stage' and @checked]/@value") == [
        "discussion"
    ]


def test_a_theme_counts_what_lies_below_it(web: FlaskClient) -> None:
    page = read(web, "/claims")

    assert "New technology 2" in options(page, "Theme")


def test_one_voice_has_a_sign_and_words_of_its_own(web: FlaskClient) -> None:
    page = read(web, "/claims?stage=discussion")

    assert page.texts("//ul[@class='held']/li")[0] == (
        "Who said it one attendee, as a concern How many agreed not said (one voice)"
    )


def test_what_is_chosen_can_be_taken_back(web: FlaskClient) -> None:
    page = read(web, "/claims?stage=discussion&q=ferries")

    hrefs = page.tree.xpath("//ul[@class='chosen']//a/@href")
    assert hrefs == ["/claims?q=ferries", "/claims?stage=discussion", "/claims"]


def test_an_empty_result_says_what_to_drop_and_what_would_be_there(
    web: FlaskClient,
) -> None:
    page = read(web, "/claims?stage=discussion&q=submarines")

    assert page.response.status_code == 200
    assert "0 claims without Where it stands" in page.text
    assert "1 claim without the words" in page.text


@pytest.mark.parametrize("path", ["/claims?q=sailed", "/actors?q=batty+mike"])
def test_a_list_of_letters_leads_to_the_search_for_words(
    web: FlaskClient, path: str
) -> None:
    page = read(web, path)

    words = path.partition("=")[2].replace("+", "%20")
    assert f"/search?q={words}" in page.hrefs
    assert "These exact letters" in page.text


def test_a_facet_with_one_value_is_told_and_not_asked(web: FlaskClient) -> None:
    page = read(web, "/reports")

    plain = page.texts("//form[@aria-label='Filters']/p[span[@class='term']]")
    assert any(one.startswith("Publisher") for one in plain)
    assert page.tree.xpath("//input[@name='publisher']") == []


def test_an_unknown_value_is_not_found_and_can_be_left_out(web: FlaskClient) -> None:
    page = read(web, "/claims?theme=zeppelins&stage=discussion")

    assert page.response.status_code == 404
    assert "Nothing here is called “zeppelins” under “Theme”." in page.text
    assert "/claims?stage=discussion" in page.hrefs


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claims?page=-1", 400),
        ("/claims?page=0", 400),
        ("/claims?page=two", 400),
        ("/claims?page=1000000000000000000", 404),
        ("/claims?page=" + "9" * 10_000, 400),
        ("/claims?q=" + "a" * 10_000, 400),
        ("/claims?theme=" + "a" * 10_000, 400),
        ("/claims?theme=%3E%20%7D%20%3B%20DROP", 400),
        ("/claims?concern=perhaps", 400),
        ("/claims?year=20x4", 400),
        ("/claims?sort=random", 400),
        ("/claims?" + "&".join(f"theme=a{n}" for n in range(100)), 400),
        ("/themes?view=circle", 400),
    ],
)
def test_an_impossible_choice_is_refused_in_words(
    web: FlaskClient, path: str, status: int
) -> None:
    page = read(web, path)

    assert page.response.status_code == status
    assert page.texts("//h1")


def test_a_list_is_had_as_a_file_with_the_same_choice(web: FlaskClient) -> None:
    table = web.get("/claims?stage=discussion&format=csv")
    sheet = web.get("/claims?stage=discussion&format=xlsx")
    graph = web.get("/claims?stage=discussion&format=turtle")

    rows = list(csv.DictReader(io.StringIO(table.get_data(as_text=True))))
    assert {row["text"] for row in rows} == {FERRIES}
    assert sheet.data.startswith(b"PK")
    assert FERRIES in graph.get_data(as_text=True)
    assert HOSTILE not in table.get_data(as_text=True)


def test_themes_stand_as_a_tree_and_by_alphabet(web: FlaskClient) -> None:
    tree = read(web, "/themes")
    letters = read(web, "/themes?view=alphabet")

    assert tree.texts("//div[@class='tree']/ul/li/a") == ["New technology"]
    assert "Artificial intelligence 4" in tree.text
    assert letters.texts("//div[@class='letters']//h2") == ["A", "N"]
