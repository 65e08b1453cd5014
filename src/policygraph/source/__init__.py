"""Documents into frozen text, and quotations into places in that text.

The first step of the build half: document -> text. Everything after it counts characters of the
text that this package returns.
"""

from policygraph.source.document import Document, read_document
from policygraph.source.normalising import Normalised, normalise
from policygraph.source.passages import Passage, SourceText, find_passage
from policygraph.source.reanchoring import Reanchored, reanchor

__all__ = [
    "Document",
    "Normalised",
    "Passage",
    "Reanchored",
    "SourceText",
    "find_passage",
    "normalise",
    "read_document",
    "reanchor",
]
