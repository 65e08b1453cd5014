"""Every kind of page there is, by a representative address: the one list that all gates go through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

SOCITM: Final = "/reports/socitm-casa-smart-places"
HARBOURFIELD: Final = "/reports/harbourfield-roundtable"


@dataclass(frozen=True, slots=True)
class Visited:
    """One page: what it is, where it stands, what status it has, and whether it holds the query editor."""

    name: str
    path: str
    status: int = 200
    has_editor: bool = False


def _query(text: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": text, **more})


# more rows than an answer shows at once
_ROWS: Final = (
    "PREFIX pgo: <https://w3id.org/policygraph/ontology#>\n"
    "SELECT ?statement ?text ?theme\n"
    "WHERE { ?statement pgo:statementText ?text ; pgo:theme ?theme }\n"
    "ORDER BY ?statement ?theme\nLIMIT 40"
)

PAGES: Final = (
    Visited("home", "/"),
    Visited("reports", "/reports"),
    Visited("report", SOCITM),
    Visited("report whose text is shipped", HARBOURFIELD),
    Visited("reading view without text", f"{SOCITM}/read"),
    Visited("reading view with text", f"{HARBOURFIELD}/read"),
    Visited("claims", "/claims"),
    Visited("claims, filtered", "/claims?agreement=not-said&stage=discussion"),
    Visited("claims, none found", "/claims?q=zyzzogeton"),
    Visited("claims, sorted", "/claims?sort=wording"),
    Visited("claim", f"{SOCITM}/s12"),
    Visited("claim of an attendee", f"{HARBOURFIELD}/s07"),
    Visited("recommendations", "/recommendations"),
    Visited("recommendation and its trace", f"{SOCITM}/s33"),
    Visited("recommendation with stated support", f"{HARBOURFIELD}/s10"),
    Visited("actors", "/actors"),
    Visited("actor", "/actors/socitm"),
    Visited("actor not said", "/actors/not-said"),
    Visited("unnamed actor", f"{SOCITM}/attendee-1"),
    Visited("discussion", f"{SOCITM}/discussion"),
    Visited("themes", "/themes"),
    Visited("theme", "/themes/citizens-and-communities"),
    Visited("place", "/places/london"),
    Visited("value of a scheme", "/agreements/consensus"),
    Visited("search, empty", "/search"),
    Visited("search, hits", "/search?q=planning+function"),
    Visited("search, phrase", "/search?q=%22smart+city%22"),
    Visited("search, none found", "/search?q=zyzzogeton"),
    Visited("workbench", "/sparql", has_editor=True),
    Visited("workbench with a table", _query(_ROWS), has_editor=True),
    Visited("workbench with a truth", _query("ASK { ?a ?b ?c }"), has_editor=True),
    Visited(
        "workbench with an error",
        _query("SELECT ?a WHERE { ?a foo:bar }"),
        400,
        has_editor=True,
    ),
    Visited("workbench, checked", _query(_ROWS, check="yes"), has_editor=True),
    Visited("workbench, formatted", _query(_ROWS, tidy="yes"), has_editor=True),
    Visited("saved question", "/query/recommendations-concluded"),
    Visited("saved question with fields", "/query/statements-under-a-theme"),
    Visited("ontology", "/ontology"),
    Visited("shapes", "/shapes"),
    Visited("dataset", "/dataset"),
    Visited("catalogue", "/catalog"),
    Visited("downloads", "/downloads"),
    Visited("validation", "/validation"),
    Visited("what is not said", "/not-said"),
    Visited("about", "/about"),
    Visited("problems", "/problems"),
    Visited("problem", "/problems/not-found"),
    Visited("no such page", "/no/such/page", 404),
    Visited("no such report", "/reports/no-such-report", 404),
    Visited("page that cannot be", "/claims?page=-1", 400),
)

# those that `make screenshots` takes
MAIN: Final = (
    "home",
    "reports",
    "report",
    "reading view with text",
    "reading view without text",
    "claims",
    "claim",
    "recommendation and its trace",
    "actors",
    "actor",
    "theme",
    "themes",
    "search, hits",
    "workbench with a table",
    "dataset",
    "validation",
    "no such page",
)


def named(name: str) -> Visited:
    """Return the page of that name."""
    return next(one for one in PAGES if one.name == name)
