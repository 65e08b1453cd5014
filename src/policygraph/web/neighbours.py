"""From what a thing names and what names it to a picture of both, one step each way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policygraph.web.drawing import Neighbour, Neighbourhood, draw_neighbourhood
from policygraph.web.links import Ref

_MOST = 24


def draw_around(
    this: Ref,
    *,
    names: Iterable[tuple[str, Sequence[Ref]]],
    named_by: Iterable[tuple[str, Sequence[Ref]]],
) -> Neighbourhood:
    """Draw things that stand in the graph themselves: values, foreign things and not-said do not.

    Both are given by the words for how they are linked; what is linked both ways stands once, among
    what the thing names.
    """
    after = _neighbours(names)
    known = {one.what.iri for one in after}
    return draw_neighbourhood(
        this,
        [one for one in _neighbours(named_by) if one.what.iri not in known],
        after,
        key="around",
        caption="One step around it",
        most=_MOST,
    )


def _neighbours(found: Iterable[tuple[str, Sequence[Ref]]]) -> list[Neighbour]:
    return [
        Neighbour(ref, words)
        for words, refs in found
        for ref in refs
        if ref.iri and ref.href and not ref.is_outside and not ref.is_not_said
    ]
