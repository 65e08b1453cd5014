"""From counts and links to pictures: where every box, bar and line of text stands, in user units.

A module makes one kind of picture as plain values; `templates/macros/charts.html` writes them as SVG
with the same figures as a table beside. Same values, same picture: nothing is random or measured in
a browser.
"""

from policygraph.web.drawing.bars import Amount, BarChart, draw_bars
from policygraph.web.drawing.matrix import Cell, Matrix, draw_matrix
from policygraph.web.drawing.neighbourhood import (
    Neighbour,
    Neighbourhood,
    draw_neighbourhood,
)
from policygraph.web.drawing.strip import Strip, draw_strip
from policygraph.web.drawing.timeline import Dated, Timeline, draw_timeline

__all__ = [
    "Amount",
    "BarChart",
    "Cell",
    "Dated",
    "Matrix",
    "Neighbour",
    "Neighbourhood",
    "Strip",
    "Timeline",
    "draw_bars",
    "draw_matrix",
    "draw_neighbourhood",
    "draw_strip",
    "draw_timeline",
]
