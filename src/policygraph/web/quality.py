"""From the findings of a release's checks to a page in plain words: what was checked, and what was found.

A finding leads to the thing it speaks of and names the line of the record, and each rule leads to
what it demands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypedDict

from flask import Blueprint, Response, request

from policygraph.errors import NotFoundError
from policygraph.iris import SHAPES, Iri
from policygraph.web.asking import Asker, Row
from policygraph.web.documents import Alternate, new_asker, page, respond
from policygraph.web.facts import sentence_case
from policygraph.web.files import release_file
from policygraph.web.links import Ref, href_of, local_name
from policygraph.web.negotiation import HTML, Offer, choose_or_refuse, split_ending
from policygraph.web.sites import site
from policygraph.web.source import FINDINGS

blueprint = Blueprint("quality", __name__)
OF_EACH_RULE: Final = 5
OF_ONE_RULE: Final = 50
_OFFERS: Final = (
    HTML,
    Offer("turtle", "text/turtle", "ttl", "Turtle"),
    Offer("json", "application/json", "json", "JSON"),
)
_ALTERNATES: Final = tuple(
    Alternate(one.label, f"/validation.{one.ending}", one.media_type)
    for one in _OFFERS
    if one != HTML
)
# the word of the file, the word of a reader, what it means, what there is where there is nothing
_DEGREES: Final = (
    (
        "violation",
        "must",
        "Wrong, or not to be cited.",
        "No rule of this kind is broken. A release that broke one would not have been made.",
    ),
    ("warning", "should", "Poorer than it should be.", "Nothing was found."),
    ("info", "advice", "Worth a look.", "Nothing was found."),
)
_PAGE: Final = re.compile(r"[1-9][0-9]{0,5}\Z")
_BY_AXIOM: Final = "Derived-"


class Told(TypedDict):
    """A finding as the release tells it; `line` is 0 where the whole file is meant."""

    severity: str
    message: str
    file: str
    line: int
    focus: str | None
    shape: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the thing, what is the matter with it, and where its record says so."""

    thing: Ref | None
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule, what it demands, and those findings about it that are shown; `count` is of all."""

    anchor: str
    name: Ref
    demand: Ref | None
    count: int
    findings: tuple[Finding, ...]
    all_href: str
    next_href: str


@dataclass(frozen=True, slots=True)
class Degree:
    """The findings of one severity, by rule."""

    word: str
    meaning: str
    when_empty: str
    count: int
    rules: tuple[BrokenRule, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """All that the page shows; `rule` is the only one shown, or empty; `checked` counts rules."""

    degrees: tuple[Degree, ...]
    checked: int
    kinds: int
    quotations: str
    rule: str


@blueprint.get("/validation", defaults={"ending": ""})
@blueprint.get("/validation.<ending>")
def show_validation(ending: str) -> Response:
    """Show what the checks of the release found, or send their report as it is."""
    by_ending = split_ending(f"validation.{ending}", _OFFERS)[1] if ending else None
    if ending and by_ending is None:
        raise NotFoundError(
            f"The findings are not to be had as .{ending}.",
            hint="on offer are " + ", ".join(f".{one.ending}" for one in _OFFERS),
        )
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = by_ending or choose_or_refuse(accept, _OFFERS, named)
    return respond(
        offer,
        _page
        if offer == HTML
        else release_file(f"validation.{offer.ending}").read_bytes,
        alternates=_ALTERNATES,
        place="" if by_ending else f"/validation.{offer.ending}",
    )


def _page() -> str:
    rule = request.args.get("rule", "")
    by_rule = _by_rule(json.loads(release_file(FINDINGS).read_bytes()))
    shown = _shown(by_rule, rule)
    asker = new_asker()
    rules = asker.rows("shapes")
    words = {_anchor(row.text("rule")): row for row in rules}
    names = _names(asker, shown.values())
    broken = [
        (
            by_rule[name][0]["severity"],
            _broken(name, words.get(name), len(by_rule[name]), found, names, rule),
        )
        for name, found in shown.items()
    ]
    view = QualityView(
        degrees=tuple(
            _degree(degree, [one for severity, one in broken if severity == degree[0]])
            for degree in _DEGREES
        ),
        checked=len(words),
        kinds=len({row.text("class") for row in rules} - {""}),
        quotations=f"{site().source.counts.get('passages', 0):,}",
        rule=rule,
    )
    return page(
        "validation.html",
        view,
        title="Quality",
        alternates=_ALTERNATES,
        asked=asker.asked,
    )


def _shown(by_rule: dict[str, list[Told]], rule: str) -> dict[str, list[Told]]:
    """Return the findings that the page shows: the first of each rule, or one page of one rule.

    Raises:
        NotFoundError: nothing was found about the rule, or less than that.
    """
    if not rule:
        return {name: found[:OF_EACH_RULE] for name, found in by_rule.items()}
    if rule not in by_rule:
        raise NotFoundError(
            f"No finding is about a rule named {rule[:80]!r}.",
            hint="/validation lists all that were found",
        )
    first = (_wished_page() - 1) * OF_ONE_RULE
    found = by_rule[rule][first : first + OF_ONE_RULE]
    if not found:
        raise NotFoundError(
            "This list is not as long as that.", hint="begin at its first page"
        )
    return {rule: found}


def _wished_page() -> int:
    """Return the number of the page that is wished for.

    Raises:
        NotFoundError: it is no number of a page.
    """
    text = request.args.get("page", "1")
    if not _PAGE.match(text):
        raise NotFoundError(
            "There is no such page of this list.", hint="pages are counted from 1"
        )
    return int(text)


def _by_rule(told: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(_anchor(one["shape"] or ""), []).append(one)
    return found


def _names(asker: Asker, shown: Iterable[list[Told]]) -> dict[str, Ref]:
    """Ask the names of all things at once."""
    things = {one["focus"] for found in shown for one in found if one["focus"]}
    if not things:
        return {}
    rows = asker.rows("names", thing=[Iri(one) for one in sorted(things)])
    return {row.text("thing"): row.ref("thing", "name") for row in rows}


def _broken(
    name: str,
    words: Row | None,
    count: int,
    found: list[Told],
    names: dict[str, Ref],
    rule: str,
) -> BrokenRule:
    number = _wished_page() if rule else 1
    called = (words.optional_ref("ruleName") if words else None) or _unnamed(name)
    has_more = rule and number * OF_ONE_RULE < count
    return BrokenRule(
        anchor=name if words else "",
        name=replace(called, label=sentence_case(called.label)),
        demand=words.optional_ref("demand") if words else None,
        count=count,
        findings=tuple(_finding(one, names) for one in found),
        all_href=f"/validation?rule={name}" if not rule and count > len(found) else "",
        next_href=f"/validation?rule={name}&page={number + 1}" if has_more else "",
    )


def _unnamed(anchor: str) -> Ref:
    """Name a rule that no shape holds: what the axioms of the ontology say of a term."""
    if not anchor.startswith(_BY_AXIOM):
        return Ref("Other findings")
    term, _, axiom = anchor.removeprefix(_BY_AXIOM).rpartition("-")
    return Ref(f"What the ontology says of “{local_name(term)}”: {axiom}")


def _finding(told: Told, names: dict[str, Ref]) -> Finding:
    focus = told["focus"]
    place = f"{told['file']}, line {told['line']}" if told["line"] else told["file"]
    thing = None
    if focus:
        href = href_of(focus, site().source.iris)
        thing = names.get(focus) or Ref(local_name(focus), href)
    return Finding(thing, told["message"], place)


def _degree(words: tuple[str, str, str, str], rules: list[BrokenRule]) -> Degree:
    ordered = sorted(rules, key=lambda one: (-one.count, one.anchor))
    count = sum(one.count for one in rules)
    return Degree(words[1], words[2], words[3], count, tuple(ordered))


def _anchor(iri: str) -> str:
    return iri.removeprefix(f"{SHAPES}#")
