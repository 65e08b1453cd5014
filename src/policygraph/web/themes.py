"""From themes one below the other to a page: as a tree with what falls under each, or by alphabet."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request

from policygraph.errors import UsageError
from policygraph.web.asking import Row
from policygraph.web.documents import downloads, new_asker, page, respond
from policygraph.web.links import Ref
from policygraph.web.negotiation import HTML, choose_or_refuse

blueprint = Blueprint("themes", __name__)
_VIEWS = ("", "alphabet")


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme and what lies below it.

    `statements` name the theme itself, `under` name it or one below it, each counted once.
    """

    theme: Ref
    statements: int
    under: int
    below: tuple[ThemeLine, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The themes whose names begin with one letter."""

    letter: str
    themes: tuple[ThemeLine, ...]


@dataclass(frozen=True, slots=True)
class ThemesView:
    """All themes, in one of the two views; the other is empty."""

    total: int
    tree: tuple[ThemeLine, ...]
    letters: tuple[Letter, ...]


@blueprint.get("/themes")
def themes() -> Response:
    """List all themes, one below the other or by alphabet.

    Raises:
        UsageError: there is no such view.
    """
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    offer = choose_or_refuse(accept, (HTML,), named)
    by = request.args.get("view", "")
    if by not in _VIEWS:
        raise UsageError(
            f"Themes are not shown by {by[:60]!r}.", hint="leave it out, or: alphabet"
        )
    return respond(offer, lambda: _page(by))


def _page(by: str) -> str:
    asker = new_asker()
    rows = asker.rows("themes")
    flat = {row.text("theme"): _line(row, ()) for row in rows}
    view = ThemesView(
        total=len(flat),
        tree=() if by else hang(rows),
        letters=_letters(list(flat.values())) if by else (),
    )
    return page(
        "themes.html",
        view,
        title="Themes",
        files=downloads(asker.asked),
        asked=asker.asked,
    )


def _line(row: Row, below: tuple[ThemeLine, ...]) -> ThemeLine:
    own, under = row.number("statements"), row.number("under")
    # where nothing is derived, the tree still tells what names the theme itself
    return ThemeLine(row.ref("theme", "name"), own, max(own, under), below)


def _letters(lines: list[ThemeLine]) -> tuple[Letter, ...]:
    by_letter: dict[str, list[ThemeLine]] = {}
    for line in sorted(lines, key=lambda one: one.theme.label.lower()):
        by_letter.setdefault(line.theme.label[:1].upper(), []).append(line)
    return tuple(Letter(letter, tuple(found)) for letter, found in by_letter.items())


def hang(rows: list[Row]) -> tuple[ThemeLine, ...]:
    """Hang every theme below its broader ones; a circle in the data ends at its second round."""
    below: dict[str, list[Row]] = {}
    for row in rows:
        below.setdefault(row.text("broader"), []).append(row)

    def lines(parent: str, above: frozenset[str]) -> tuple[ThemeLine, ...]:
        return tuple(
            _line(row, lines(row.text("theme"), above | {row.text("theme")}))
            for row in below.get(parent, [])
            if row.text("theme") not in above
        )

    return lines("", frozenset())
