"""The front page and the lists: reports, claims, recommendations, actors, themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from policygraph.engine import Term
from policygraph.iris import Iri, concept
from policygraph.web.asking import Asker, Row
from policygraph.web.contents import Contents, ask_contents
from policygraph.web.dataset import catalog_alternates, catalog_rdf, home_links
from policygraph.web.documents import downloads, new_asker, page, respond, site
from policygraph.web.files import dumps_of
from policygraph.web.lines import Gathered, StatementLine, gather_lines
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, THING_OFFERS, choose_or_refuse
from policygraph.web.search_engines import describe_dataset

blueprint = Blueprint("lists", __name__)
PAGE_LENGTH = 50
THEMES_ON_FRONT_PAGE = 12
ITEMS_ON_FRONT_PAGE = 8


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, and where they are listed."""

    number: str
    word: str
    href: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of a list."""

    report: Ref
    publishers: tuple[Ref, ...]
    issued: Ref
    statements: int


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """One recommendation, with two numbers that are never added: links by the report, by a reading."""

    line: StatementLine
    addressees: tuple[Ref, ...]
    stated: int
    read: int


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor of a list."""

    actor: Ref
    kind: str
    statements: int


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme, what lies below it, and how many statements name it."""

    theme: Ref
    statements: int
    below: tuple[ThemeLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One saved question."""

    title: str
    answers: str
    href: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that the front page shows."""

    counts: tuple[Count, ...]
    reports: tuple[ReportLine, ...]
    recommendations: tuple[RecommendationLine, ...]
    themes: tuple[ThemeLine, ...]
    most: int
    questions: tuple[QuestionLine, ...]
    is_downloadable: bool
    contents: Contents | None


@dataclass(frozen=True, slots=True)
class ListView:
    """One page of a list; `next_href` is empty on the last."""

    lines: Sequence[object]
    total: str
    next_href: str
    is_first: bool


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


@blueprint.get("/reports")
def reports() -> Response:
    """List the reports."""
    return _html_only(lambda: _list("reports", "Reports", "report", _report_lines))


@blueprint.get("/claims")
def claims() -> Response:
    """List the claims."""
    return _html_only(lambda: _list("claims", "Claims", "statement", _claim_lines))


@blueprint.get("/recommendations")
def recommendations() -> Response:
    """List the recommendations."""
    return _html_only(
        lambda: _list(
            "recommendations", "Recommendations", "statement", _recommendation_lines
        )
    )


@blueprint.get("/actors")
def actors() -> Response:
    """List the actors; `not said` is none of them."""
    return _html_only(lambda: _list("actors", "Actors", "actor", _actor_lines))


@blueprint.get("/themes")
def themes() -> Response:
    """List all themes, one below the other."""
    return _html_only(_themes)


def _html_only(make: Callable[[], str]) -> Response:
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    return respond(choose_or_refuse(accept, (HTML,), named), make)


def _home() -> str:
    asker = new_asker()
    reports = _report_lines(asker.rows("reports"))
    recommendations = _recommendation_lines(asker.rows("recommendations"))
    themes = sorted(
        _flat_themes(asker.rows("themes")),
        key=lambda line: (-line.statements, line.theme.label),
    )
    named = [line for line in themes if line.statements][:THEMES_ON_FRONT_PAGE]
    contents = None if site().source.release else ask_contents(asker)
    view = HomeView(
        counts=_counts(),
        reports=tuple(reports[:ITEMS_ON_FRONT_PAGE]),
        recommendations=tuple(recommendations[:ITEMS_ON_FRONT_PAGE]),
        themes=tuple(named),
        most=max((line.statements for line in named), default=0),
        questions=_questions() if reports or contents is None else (),
        is_downloadable=bool(dumps_of(site().source)),
        contents=contents,
    )
    source = site().source
    return page(
        "home.html",
        view,
        title=source.title,
        alternates=catalog_alternates() if source.release else (),
        asked=asker.asked,
        about=describe_dataset(source, dumps_of(source)),
    )


def _questions() -> tuple[QuestionLine, ...]:
    return tuple(
        QuestionLine(query.title, query.answers, f"/query/{quote(name)}")
        for name, query in site().shelf.questions.items()
    )


def _counts() -> tuple[Count, ...]:
    counts = site().source.counts
    words = ("reports", "claims", "recommendations", "actors", "themes")
    return tuple(
        Count(f"{counts[word]:,}", word, f"/{word}") for word in words if word in counts
    )


def _list(
    name: str,
    title: str,
    column: str,
    make: Callable[[list[Row]], Sequence[object]],
) -> str:
    asker = new_asker()
    rows = _rows_after(asker, name)
    keys = list(dict.fromkeys(row.text(column) for row in rows))
    shown = set(keys[:PAGE_LENGTH])
    lines = make([row for row in rows if row.text(column) in shown])
    more = len(keys) > PAGE_LENGTH
    count = site().source.counts.get(name)
    view = ListView(
        lines=lines,
        total="" if count is None else f"{count:,}",
        next_href=f"/{name}?{urlencode({'after': keys[PAGE_LENGTH - 1]})}"
        if more
        else "",
        is_first="after" not in request.args,
    )
    return page(
        f"{name}.html",
        view,
        title=title,
        files=downloads(asker.asked),
        asked=asker.asked,
    )


def _rows_after(asker: Asker, name: str) -> list[Row]:
    """Ask a list from where the last page ended.

    Raises:
        UsageError: what the address names is no IRI.
    """
    after = request.args.get("after", "")
    values: dict[str, Term] = {"after": Iri(after)} if after else {}
    return asker.rows(name, **values)


def _report_lines(rows: list[Row]) -> list[ReportLine]:
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        by_report.setdefault(row.text("report"), []).append(row)
    return [
        ReportLine(
            report=group[0].ref("report", "name"),
            publishers=tuple(
                row.ref("publisher") for row in group if row.term("publisher")
            ),
            issued=group[0].ref("issued"),
            statements=group[0].number("statements"),
        )
        for group in by_report.values()
    ]


def _claim_lines(rows: list[Row]) -> list[StatementLine]:
    return [one.line for one in gather_lines(rows)]


def _recommendation_lines(rows: list[Row]) -> list[RecommendationLine]:
    return [_recommendation_line(one) for one in gather_lines(rows)]


def _recommendation_line(found: Gathered) -> RecommendationLine:
    stated: set[str] = set()
    read: set[str] = set()
    addressees: list[Ref] = []
    for row in found.rows:
        if row.term("addressee") is not None:
            addressees.append(row.ref("addressee"))
        if row.term("link") is not None:
            is_stated = row.text("basis") == concept("bases", "stated")
            (stated if is_stated else read).add(row.text("link"))
    return RecommendationLine(
        found.line, tuple(dict.fromkeys(addressees)), len(stated), len(read)
    )


def _actor_lines(rows: list[Row]) -> list[ActorLine]:
    return [
        ActorLine(row.ref("actor", "name"), _actor_kind(row), row.number("statements"))
        for row in rows
    ]


def _actor_kind(row: Row) -> str:
    if row.is_true("unnamed"):
        return "one person, not named"
    if row.is_true("organisation"):
        return "organisation"
    return "group" if row.is_true("group") else "person"


def _themes() -> str:
    asker = new_asker()
    rows = asker.rows("themes")
    view = ListView(
        lines=_theme_tree(rows),
        total=f"{len({row.text('theme') for row in rows}):,}",
        next_href="",
        is_first=True,
    )
    return page(
        "themes.html",
        view,
        title="Themes",
        files=downloads(asker.asked),
        asked=asker.asked,
    )


def _flat_themes(rows: list[Row]) -> tuple[ThemeLine, ...]:
    lines = {
        row.text("theme"): ThemeLine(
            row.ref("theme", "name"), row.number("statements"), ()
        )
        for row in rows
    }
    return tuple(lines.values())


def _theme_tree(rows: list[Row]) -> tuple[ThemeLine, ...]:
    """Hang every theme below its broader ones; a circle in the data ends at its second round."""
    below: dict[str, list[Row]] = {}
    for row in rows:
        below.setdefault(row.text("broader"), []).append(row)

    def lines(parent: str, above: frozenset[str]) -> tuple[ThemeLine, ...]:
        return tuple(
            ThemeLine(
                row.ref("theme", "name"),
                row.number("statements"),
                lines(row.text("theme"), above | {row.text("theme")}),
            )
            for row in below.get(parent, [])
            if row.text("theme") not in above
        )

    return lines("", frozenset())
