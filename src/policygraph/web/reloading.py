"""From a new release on the disk to a server that serves it, without a request that fails.

The new release is verified and loaded beside the old one; then one assignment switches. A request
keeps the source that it began with, so no page mixes two releases. A release that is damaged is
logged and passed over, and the one before keeps serving.
"""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policygraph.engine.release_store import CURRENT, find_release
from policygraph.errors import PolicygraphError
from policygraph.web.source import Source

_LOG: Final = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Switched:
    """How it stands with releases: how many were switched to, how many refused, and the last refusal.

    `refused` is the name of the release that cannot be served, empty where all is well.
    """

    switches: int = 0
    refusals: int = 0
    refused: str = ""


class Reloader:
    """Watches the `current` of a folder of releases and gives each new source to `switch`.

    `open_source` gets the folder, and verifies; whatever it needs besides, a process of its own for
    strangers' queries say, it makes before it returns. `on_switch` functions get the old and the new
    source, once the new one serves and no request reads the old one any more.
    """

    def __init__(
        self,
        releases: Path,
        *,
        open_source: Callable[[Path], Source],
        switch: Callable[[Source], Source],
        every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._releases = releases
        self._open_source = open_source
        self._switch = switch
        self._every_s = every_s
        self._seen = self._look()
        self._woken = threading.Event()
        self._is_asked = False
        self._is_over = False
        self._thread: threading.Thread | None = None
        self.state = Switched()
        self.on_switch: list[Callable[[Source, Source], None]] = []

    def start(self) -> None:
        """Watch from now on, in a thread that ends with the process, and in each copy of the process."""
        self._begin()
        if hasattr(os, "register_at_fork"):
            # a fork, as of a server that loads first, takes no thread along
            begin = weakref.WeakMethod(self._begin)
            os.register_at_fork(after_in_child=lambda: (begin() or _nothing)())

    def _begin(self) -> None:
        if self._is_over:
            return
        self._woken = threading.Event()
        self._thread = threading.Thread(
            target=self._watch, name="reloader", daemon=True
        )
        self._thread.start()

    def ask(self) -> None:
        """Look at once, and open the current release even where nothing seems to have changed."""
        self._is_asked = True
        self._woken.set()

    def stop(self) -> None:
        """Watch no more; a release that is being opened is opened to its end."""
        self._is_over = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._is_over:
            self._woken.wait(self._every_s)
            self._woken.clear()
            if not self._is_over:
                self.look()

    def look(self) -> None:
        """Switch if there is something new, or if it was asked for."""
        seen = self._look()
        is_asked, self._is_asked = self._is_asked, False
        if not is_asked and seen in (self._seen, None):
            return
        # noted before the release is read: a change meanwhile is seen the next time
        self._seen = seen
        try:
            self._take(self._open_source(self._releases))
        except Exception as error:
            # whatever is wrong with a release, what serves now goes on
            self._refuse(error)

    def _take(self, source: Source) -> None:
        old = self._switch(source)
        before = self.state
        is_new = old.digest != source.digest
        self.state = Switched(before.switches + is_new, before.refusals)
        if is_new:
            _LOG.info(
                "Switched to another release",
                extra={"facts": {"from": old.digest, "to": source.digest}},
            )
        for told in self.on_switch:
            told(old, source)

    def _refuse(self, error: Exception) -> None:
        name = self._name()
        self.state = Switched(self.state.switches, self.state.refusals + 1, name)
        known = isinstance(error, PolicygraphError)
        _LOG.error(
            "The new release cannot be served; the one before keeps serving. %s",
            error,
            exc_info=None if known else error,
            extra={"facts": {"release": name}},
        )

    def _name(self) -> str:
        try:
            return find_release(self._releases).name
        except (PolicygraphError, OSError, ValueError):
            return "none"

    def _look(self) -> tuple[int, int, int] | None:
        """Return what changes with each switch of `current`; None while there is none."""
        try:
            facts = (self._releases / CURRENT).stat()
        except OSError:
            return None
        return facts.st_ino, facts.st_mtime_ns, facts.st_size


def _nothing() -> None:
    """Do nothing: what was to begin again is there no more."""
