"""The commands of whoever asks: query and export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policygraph.cli.output import counted, show_rows, write_bytes
from policygraph.cli.places import RELEASES, open_target
from policygraph.errors import UsageError
from policygraph.writing import write_whole

if TYPE_CHECKING:
    from policygraph.engine import Answer, QueryFile, ReleaseStore, Term
    from policygraph.iris import Iris

_PATHS = (
    "things go by the paths of their pages: themes/ai, reports/SLUG, reports/SLUG/s01"
)
_RELEASE = click.option(
    "--release",
    type=click.Path(path_type=Path),
    help="A release, a folder of releases, or a corpus; the current release unless told.",
)


@click.command()
@click.argument("name", metavar="[NAME|FILE]", required=False)
@click.option(
    "--list", "lists", is_flag=True, help="List the questions that come with it."
)
@click.option(
    "--param",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="Fill a gap of the question: theme=public-trust. May be repeated.",
)
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint elsewhere.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(
        ["table", "csv", "tsv", "json", "xml", "turtle", "jsonld", "ntriples", "rdfxml"]
    ),
    default=None,
    help="Table on a terminal, CSV in a pipe; Turtle for graphs.",
)
@_RELEASE
def query(
    name: str | None,
    lists: bool,
    parameters: tuple[str, ...],
    endpoint: str | None,
    output_format: str | None,
    release: Path | None,
) -> None:
    """Ask a question that comes with it, or a .rq file of your own.

    Without a name, the questions are listed.
    """
    from policygraph.iris import Iris

    if lists or not name:
        _list_questions()
        return
    question = _find(name)
    if endpoint:
        from policygraph.remote import ask_endpoint

        text = question.bind(_values(question, parameters, Iris()))
        _show(ask_endpoint(endpoint, text), output_format, Iris())
        return
    opened = open_target(release, RELEASES)
    values = _values(question, parameters, opened.iris)
    _refuse_unknown_things(opened, values)
    text = question.bind(values)
    _show(opened.store.answer(text), output_format, opened.iris)


def _find(name: str) -> QueryFile:
    from policygraph.engine import find_query, read_query_file

    path = Path(name)
    if path.suffix == ".rq" or path.is_file():
        return read_query_file(path)
    return find_query(name, "questions")


def _list_questions() -> None:
    from policygraph.engine import read_query_file
    from policygraph.resources import query_files

    for path in query_files("questions"):
        question = read_query_file(path)
        gaps = "".join(f" [{gap.name}=…]" for gap in question.parameters)
        click.echo(f"{question.name}{gaps}\n    {question.answers}")
    click.echo(
        "Ask one: policygraph query NAME; fill what is in brackets by --param.",
        err=True,
    )


def _values(
    question: QueryFile, parameters: tuple[str, ...], iris: Iris
) -> dict[str, list[Term]]:
    values: dict[str, list[Term]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals or not value:
            raise UsageError(
                f"--param {parameter!r} is not NAME=VALUE.",
                hint="for example: --param theme=public-trust",
            )
        values.setdefault(name, []).extend(question.terms(name, [value], iris))
    return values


def _refuse_unknown_things(opened: ReleaseStore, values: dict[str, list[Term]]) -> None:
    """Say that a thing is not there, and what is, instead of answering with nothing."""
    import difflib

    from policygraph.engine import Truth, find_query
    from policygraph.errors import NotFoundError

    known = find_query("is-known", "pages")
    for term in (term for terms in values.values() for term in terms):
        path = opened.iris.path_of(term) if isinstance(term, str) else None
        answer = opened.store.answer(known.bind({"thing": term}))
        if path is None or answer == Truth(value=True):
            continue
        rows = opened.store.rows(find_query("names", "release").text)
        paths = {opened.iris.path_of(str(row["thing"])) or "" for row in rows}
        near = difflib.get_close_matches(path, paths, n=3, cutoff=0.6)
        raise NotFoundError(
            f"There is nothing called {path} in this release.",
            hint=f"did you mean {', '.join(near)}?" if near else _PATHS,
        )


def _show(answer: Answer, output_format: str | None, iris: Iris) -> None:
    from policygraph.engine import Graph, Rows

    terminal = sys.stdout.isatty()
    if isinstance(answer, Graph):
        wanted = output_format or "turtle"
        write_bytes(answer.write(wanted))
        return
    wanted = output_format or ("table" if terminal else "csv")
    if wanted != "table":
        write_bytes(answer.write(wanted))
        return
    if isinstance(answer, Rows):
        count = show_rows(answer, iris)
        click.echo(counted(count, "row"), err=True)
    else:
        click.echo("yes" if answer.value else "no")


@click.command()
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["nquads", "trig", "turtle", "jsonld", "ntriples", "rdfxml"]),
    default="nquads",
    show_default=True,
    help="N-Quads, TriG and JSON-LD keep the named graphs; the others merge them.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; stdout unless told.",
)
@click.option("--vocabulary", is_flag=True, help="Put ontology, shapes and schemes in.")
@_RELEASE
def export(
    output_format: str, output: Path | None, vocabulary: bool, release: Path | None
) -> None:
    """Write the graph as one file, for other tools."""
    from policygraph.engine import open_store
    from policygraph.engine.release_store import DATA

    opened = open_target(release, RELEASES)
    store = opened.store if vocabulary else open_store([(opened.path / DATA, None)])
    data = store.dump(output_format)
    if output is None:
        write_bytes(data)
        return
    write_whole(output, data)
    click.echo(f"{output}: {len(data)} bytes", err=True)
