"""The words a person types, turned into calls of the package: the top, which knows both halves.

Data goes to stdout, everything else to stderr. Exit codes: 0 fine, 1 the data is wrong, 2 the command
is wrong, 3 something outside failed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from policygraph.cli.asking import export, query
from policygraph.cli.auditing import audit
from policygraph.cli.building import build, check, new, source, verify
from policygraph.cli.collecting import gc
from policygraph.cli.serving import application, serve
from policygraph.errors import PolicygraphError

if TYPE_CHECKING:
    from collections.abc import Callable


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policygraph", message="policygraph %(version)s")
def policygraph() -> None:
    """Turn reports of policy discussions into a graph that can be cited, checked and queried.

    \b
    Code a report:  new, source add, check
    Publish it:     build, verify, export, gc
    Use it:         serve, query, audit
    """  # noqa: D301


for _command in (new, source, check, build, verify, query, serve, export, gc, audit):
    policygraph.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; a user never sees a traceback."""
    sys.exit(_exit_code(lambda: policygraph.main(arguments, standalone_mode=False)))


def _exit_code(run: Callable[[], object]) -> int:
    try:
        result = run()
    except PolicygraphError as error:
        click.echo(f"{error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except BrokenPipeError:  # the reader, head or less, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"{error.filename or 'The system'}: {error.strerror}.", err=True)
        return 3
    except Exception as error:
        if os.environ.get("POLICYGRAPH_DEBUG"):
            raise
        kind = type(error).__name__
        click.echo(f"This is a fault of policygraph itself: {kind}: {error}", err=True)
        click.echo("  hint: POLICYGRAPH_DEBUG=1 shows where it happened", err=True)
        return 3
    return result if isinstance(result, int) else 0


__all__ = ["application", "main", "policygraph"]
