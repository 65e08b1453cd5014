"""The `.rq` files that pages and readers ask with, read once when the server starts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from policygraph.engine import QueryFile, read_query_file
from policygraph.errors import NotFoundError
from policygraph.resources import query_files
from policygraph.web.editor import Editor, read_editor


@dataclass(frozen=True, slots=True)
class Shelf:
    """Queries by name: those behind pages, and the questions that readers may ask.

    `edition` changes when a query, a template or the style sheet does, so that no reader is told
    that a page is unchanged when it looks different. `editor` is None where none was built.
    """

    pages: Mapping[str, QueryFile]
    questions: Mapping[str, QueryFile]
    edition: str
    editor: Editor | None = None

    def question(self, name: str) -> QueryFile:
        """Return a saved question.

        Raises:
            NotFoundError: no question has that name.
        """
        found = self.questions.get(name)
        if found is None:
            raise NotFoundError(
                f"There is no saved question named {name!r}.",
                hint="the front page lists all of them",
            )
        return found


def read_shelf() -> Shelf:
    """Read the shipped queries.

    Raises:
        OutsideError: a file of the package cannot be read.
    """
    pages, questions = _folder("pages"), _folder("questions")
    digest = hashlib.sha256()
    for query in pages.values():
        digest.update(query.text.encode())
    for query in questions.values():
        digest.update(query.text.encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("static/**/*.*"), *here.glob("templates/**/*.*")]):
        digest.update(path.read_bytes())
    edition = digest.hexdigest()[:16]
    return Shelf(pages, questions, edition, read_editor(here / "static" / "dist"))


def _folder(name: str) -> Mapping[str, QueryFile]:
    found = (read_query_file(path) for path in query_files(name))
    return MappingProxyType({query.name: query for query in found})
