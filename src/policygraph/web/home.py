"""The front page: from what a release counts and concludes to the ways in for somebody who has never been here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, request

from policygraph.web.asking import Row
from policygraph.web.contents import Contents, ask_contents
from policygraph.web.dataset import catalog_alternates, catalog_rdf, home_links
from policygraph.web.documents import new_asker, page, respond
from policygraph.web.drawing import Amount, BarChart, draw_bars
from policygraph.web.files import dumps_of
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, THING_OFFERS, choose_or_refuse
from policygraph.web.search_engines import describe_dataset
from policygraph.web.sites import site

blueprint = Blueprint("home", __name__)
_COUNTED: Final = ("reports", "claims", "recommendations", "actors", "themes")


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, and where they are listed."""

    number: str
    word: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """A question that somebody comes with, and the page that answers it."""

    question: str
    answer: str
    href: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A recommendation that stands as a conclusion."""

    statement: Ref
    report: Ref
    addressees: tuple[Ref, ...]
    themes: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report, who published it and when, and how many statements it holds."""

    report: Ref
    publishers: tuple[Ref, ...]
    issued: Ref
    statements: int


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One saved question."""

    title: str
    answers: str
    href: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that the front page shows; `contents` stand for data that is no release."""

    description: str
    counts: tuple[Count, ...]
    ways: tuple[Way, ...]
    conclusions: tuple[Conclusion, ...]
    reports: tuple[ReportLine, ...]
    themes: BarChart | None
    questions: tuple[QuestionLine, ...]
    is_downloadable: bool
    contents: Contents | None


@blueprint.get("/")
def home() -> Response:
    """Show what this is, how much of it there is, and where to begin; as RDF, describe the dataset."""
    has_catalog = site().source.release is not None
    offers = THING_OFFERS if has_catalog else (HTML,)
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = choose_or_refuse(accept, offers, named)
    return respond(
        offer,
        _home if offer == HTML else lambda: catalog_rdf(offer),
        alternates=catalog_alternates() if has_catalog else (),
        place="" if offer == HTML else f"/catalog.{offer.ending}",
        links=home_links(),
    )


def _home() -> str:
    asker = new_asker()
    source = asker.source
    reports = _reports(asker.rows("home-reports"))
    conclusions = _conclusions(asker.rows("home-conclusions"))
    themes = asker.rows("home-themes")
    contents = None if source.release else ask_contents(asker)
    is_about_reports = bool(reports) or contents is None
    view = HomeView(
        description=source.about.get("description", ""),
        counts=_counts(),
        ways=_ways(conclusions) if is_about_reports else (),
        conclusions=conclusions,
        reports=reports,
        themes=_bars(themes) if themes else None,
        questions=_questions() if is_about_reports else (),
        is_downloadable=bool(dumps_of(source)),
        contents=contents,
    )
    return page(
        "home.html",
        view,
        title=source.title,
        alternates=catalog_alternates() if source.release else (),
        asked=asker.asked,
        about=describe_dataset(source, dumps_of(source)),
    )


def _counts() -> tuple[Count, ...]:
    counts = site().source.counts
    return tuple(
        Count(f"{counts[word]:,}", word, f"/{word}")
        for word in _COUNTED
        if word in counts
    )


def _ways(conclusions: tuple[Conclusion, ...]) -> tuple[Way, ...]:
    rests = (
        Way(
            "On what does a conclusion rest?",
            "Choose one below: its page leads back to the report’s own words.",
            "/#concluded",
        ),
    )
    return (
        Way(
            "What did the participants agree on?",
            "Claims that the report says all or most of them agreed with.",
            "/claims?agreement=consensus&agreement=widespread",
        ),
        Way(
            "Who should do what?",
            "All recommendations, and whom each addresses.",
            "/recommendations",
        ),
        *(rests if conclusions else ()),
        Way(
            "What was only one attendee’s view?",
            "Statements of one person whom the report does not name.",
            "/query/statements-of-unnamed-people",
        ),
        Way(
            "What does the report not say?",
            "Dates, names, degrees of agreement, addressees and grounds.",
            "/not-said",
        ),
    )


def _conclusions(rows: list[Row]) -> tuple[Conclusion, ...]:
    return tuple(
        _conclusion(tuple(run))
        for _, run in groupby(rows, key=lambda row: row.text("statement"))
    )


def _conclusion(rows: tuple[Row, ...]) -> Conclusion:
    return Conclusion(
        rows[0].ref("statement", "text"),
        rows[0].ref("report"),
        _refs(rows, "addressee"),
        _refs(rows, "theme"),
    )


def _reports(rows: list[Row]) -> tuple[ReportLine, ...]:
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        by_report.setdefault(row.text("report"), []).append(row)
    return tuple(
        ReportLine(
            run[0].ref("report", "name"),
            _refs(run, "publisher"),
            run[0].ref("issued"),
            run[0].number("statements"),
        )
        for run in by_report.values()
    )


def _refs(rows: tuple[Row, ...] | list[Row], column: str) -> tuple[Ref, ...]:
    found = (row.ref(column) for row in rows if row.term(column) is not None)
    return tuple(dict.fromkeys(found))


def _bars(rows: list[Row]) -> BarChart:
    amounts = [
        Amount(row.ref("theme", "name"), row.number("statements")) for row in rows
    ]
    return draw_bars(
        amounts, key="themes", caption="How many statements fall under each theme"
    )


def _questions() -> tuple[QuestionLine, ...]:
    return tuple(
        QuestionLine(query.title, query.answers, f"/query/{quote(name)}")
        for name, query in site().shelf.questions.items()
    )
