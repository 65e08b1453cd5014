"""From what the build of the frontend left behind to the query editor that pages load; or none.

The editor improves the text area of the query page and nothing else; without it everything works.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

_NAME: Final = re.compile(r"editor-[A-Za-z0-9]+\.js")
NOT_BUILT: Final = (
    "a plain text area: no editor was built with this copy, which takes Node 18 or later "
    "and its packages from npm when policygraph is installed"
)


@dataclass(frozen=True, slots=True)
class Editor:
    """The one script that we serve: its address, its size, and the packages in it with their versions."""

    href: str
    size_bytes: int
    packages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read_editor(folder: Path) -> Editor | None:
    """Read what was built; None where nothing was, or where it is not whole."""
    try:
        facts = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        name, packages = str(facts["script"]), dict(facts["packages"])
        size_bytes = (folder / name).stat().st_size
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not _NAME.fullmatch(name):
        return None
    return Editor(f"/static/dist/{name}", size_bytes, MappingProxyType(packages))


def describe_editor(editor: Editor | None) -> str:
    """Say in words which editor the query page has.

    >>> describe_editor(Editor("/static/dist/editor-a.js", 1, {"@codemirror/view": "6.1.0"}))
    'CodeMirror (@codemirror/view 6.1.0)'
    """
    if editor is None:
        return NOT_BUILT
    names = (
        f"{name} {version}"
        for name, version in editor.packages.items()
        if name.endswith(("/view", "-sparql"))
    )
    return f"CodeMirror ({', '.join(names)})"
