"""From a query to what asks it from a shell, from Python and from R: quoted so that it runs as pasted."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippets:
    """One query for three languages; the programs around it stand in the template."""

    address: str
    text: str
    is_graph: bool

    @property
    def media_type(self) -> str:
        """What to ask for: rows as CSV, a graph as Turtle."""
        return "text/turtle" if self.is_graph else "text/csv"

    @property
    def shell(self) -> str:
        r"""The query as one word of a shell.

        >>> Snippets("", "ASK {?a ?b 'c'}", False).shell
        '\'ASK {?a ?b \'"\'"\'c\'"\'"\'}\''
        """
        return shlex.quote(self.text)

    @property
    def python(self) -> str:
        """The query as a text of Python, over several lines where nothing in it forbids that."""
        is_plain = self.text.isprintable() or all(
            one.isprintable() or one == "\n" for one in self.text
        )
        if is_plain and '"""' not in self.text and "\\" not in self.text:
            return f'"""\n{self.text.strip()}\n"""'
        return repr(self.text)

    @property
    def r(self) -> str:
        """The query as a raw text of R.

        Source: R 4.0.0, help(Quotes), raw character constants.
        """
        hyphens = "-"
        while f"){hyphens}'" in self.text:
            hyphens += "-"
        return f"r'{hyphens}({self.text.strip()}){hyphens}'"
