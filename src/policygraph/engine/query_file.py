"""A shipped `.rq` file, turned into a question with a title and parameters, and bound to values.

The one mechanism for parameters: each is a line `VALUES ?theme { UNDEF }`, whose UNDEF is replaced by
terms that the engine has written. Unreplaced, the file runs as it stands and answers for all values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policygraph.engine.terms import XSD, Blank, Literal, Term, written
from policygraph.errors import NotFoundError, OutsideError, UsageError
from policygraph.iris import Iri, Iris
from policygraph.resources import query_files

_HEADER_LINE = re.compile(r"#\s*(\w+):\s*(.*)")
_GAP = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_PARAMETER = re.compile(r"([\w-]+)\s*\((IRI|text|number)\)")

_KIND_OF_PARAMETER = {
    "actor": "actors",
    "addressee": "stakeholder-types",
    "agreement": "agreements",
    "format": "discussion-formats",
    "instrument": "instruments",
    "level": "place-levels",
    "modality": "modalities",
    "place": "places",
    "recommendation": "reports",
    "report": "reports",
    "role": "roles",
    "stage": "stages",
    "stakeholder": "stakeholder-types",
    "statement": "reports",
    "technology": "technologies",
    "theme": "themes",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A gap in a question: its name, and whether an IRI, a text or a number fills it."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A question: its name, the words of its header, and SPARQL that runs as it stands."""

    name: str
    folder: str
    title: str
    answers: str
    returns: str
    parameters: tuple[Parameter, ...]
    text: str
    tags: tuple[str, ...] = ()

    def bind(self, values: Mapping[str, Term | Sequence[Term]]) -> str:
        """Fill the gaps.

        Raises:
            UsageError: the question has no such gap.
        """
        known = {parameter.name for parameter in self.parameters}
        filled = {}
        for name, value in values.items():
            if name not in known:
                raise self._no_such_parameter(name)
            filled[name] = " ".join(written(one) for one in _several(value))

        def fill(gap: re.Match[str]) -> str:
            name = gap[1]
            return f"VALUES ?{name} {{ {filled[name]} }}" if name in filled else gap[0]

        # in one pass, so that no value is taken for the gap of another
        return _GAP.sub(fill, self.text)

    def terms(self, name: str, words: Sequence[str], iris: Iris) -> list[Term]:
        """Make the terms that typed words stand for, by the kind of the parameter.

        A thing may be given as its IRI, as its path (`themes/ai`), or by its name alone where the
        parameter says what it is: `theme` takes `ai`, `statement` takes `my-report/s07`.

        Raises:
            UsageError: the question has no such parameter.
        """
        kind = next((one.kind for one in self.parameters if one.name == name), None)
        if kind is None:
            raise self._no_such_parameter(name)
        if kind == "number":
            return [Literal(word, None, Iri(f"{XSD}decimal")) for word in words]
        if kind == "text":
            return [Literal(word) for word in words]
        return [
            Iri(word) if ":" in word else iris.of_path(_path(name, word))
            for word in words
        ]

    def _no_such_parameter(self, name: str) -> UsageError:
        known = ", ".join(parameter.name for parameter in self.parameters) or "none"
        return UsageError(
            f"The question {self.name} has no parameter {name!r}.",
            hint=f"it takes {known}",
        )


def _path(name: str, word: str) -> str:
    """Complete a word to a path, by the name of the parameter that it is given for."""
    kind = _KIND_OF_PARAMETER.get(name)
    if kind is None or word.startswith(f"{kind}/"):
        return word
    return f"{kind}/{word}" if kind == "reports" or "/" not in word else word


def _several(value: Term | Sequence[Term]) -> Sequence[Term]:
    if isinstance(value, str):
        return [Iri(value)]
    return [value] if isinstance(value, Literal | Blank) else value


def read_query_file(path: Path) -> QueryFile:
    """Read a `.rq` file; keys missing from its header stay empty.

    Raises:
        NotFoundError: there is no such file.
        OutsideError: it cannot be read as UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no file {path}.", hint="check the path"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(
            f"{path} cannot be read as UTF-8 text.",
            hint="a query is a text file, saved as UTF-8",
        ) from error
    header: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found = _HEADER_LINE.match(line)
        if found:
            last = found[1]
            header[last] = found[2].strip()
        elif last:
            header[last] += " " + line.lstrip("# ").strip()
    parameters = tuple(
        Parameter(name, kind)
        for name, kind in _PARAMETER.findall(header.get("params", ""))
    )
    return QueryFile(
        name=path.stem,
        folder=path.parent.name,
        title=header.get("title", path.stem),
        answers=header.get("answers", ""),
        returns=header.get("returns", ""),
        parameters=parameters,
        text=text,
        tags=tuple(one.strip() for one in header.get("tags", "").split(",") if one),
    )


def find_query(name: str, folder: str = "") -> QueryFile:
    """Find a shipped question by its name, without the `.rq`.

    Raises:
        NotFoundError: no question has that name; the hint offers near ones.
    """
    import difflib

    files = {path.stem: path for path in query_files(folder)}
    if name not in files:
        near = difflib.get_close_matches(name, files, n=3, cutoff=0.4)
        raise NotFoundError(
            f"There is no question named {name!r}.",
            hint=f"did you mean {', '.join(near)}?"
            if near
            else "see: policygraph query --list",
        )
    return read_query_file(files[name])
