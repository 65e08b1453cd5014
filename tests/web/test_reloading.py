from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.engine import Store
from policygraph.errors import DataError
from policygraph.iris import Iris
from policygraph.web import Reloader, Source


class Shelf:
    """A folder of releases of which only the names matter, and what serves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: set[str] = set()
        self.point_to("one")
        self.served = self.open(folder)

    def point_to(self, name: str) -> None:
        (self.folder / "new").write_text(name)
        (self.folder / "new").replace(self.folder / "current")

    def open(self, folder: Path) -> Source:
        name = (folder / "current").read_text()
        if name in self.damaged:
            raise DataError("The release is damaged.")
        return Source(store=Store(), iris=Iris(), digest=name, title=name)

    def switch(self, source: Source) -> Source:
        before, self.served = self.served, source
        return before


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def reloader(shelf: Shelf) -> Reloader:
    return Reloader(shelf.folder, open_source=shelf.open, switch=shelf.switch)


def test_nothing_is_opened_while_nothing_changes(
    shelf: Shelf, reloader: Reloader
) -> None:
    before = shelf.served

    reloader.look()

    assert shelf.served is before


def test_a_new_release_is_served(shelf: Shelf, reloader: Reloader) -> None:
    told = []
    reloader.on_switch.append(lambda old, new: told.append((old.digest, new.digest)))
    shelf.point_to("two")

    reloader.look()

    assert shelf.served.digest == "two"
    assert reloader.state.switches == 1
    assert told == [("one", "two")]


def test_a_damaged_release_is_told_once_and_not_served(
    shelf: Shelf, reloader: Reloader, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.damaged.add("two")
    shelf.point_to("two")

    reloader.look()
    reloader.look()

    assert shelf.served.digest == "one"
    assert reloader.state.refusals == 1
    assert reloader.state.refused
    assert len(caplog.records) == 1


def test_a_whole_release_after_a_damaged_one_is_served(
    shelf: Shelf, reloader: Reloader
) -> None:
    shelf.damaged.add("two")
    shelf.point_to("two")
    reloader.look()
    shelf.point_to("three")

    reloader.look()

    assert shelf.served.digest == "three"
    assert not reloader.state.refused


def test_who_asks_is_given_a_fresh_opening(shelf: Shelf, reloader: Reloader) -> None:
    before = shelf.served

    reloader.ask()
    reloader.look()

    assert shelf.served is not before
    assert reloader.state.switches == 0


def test_a_folder_that_is_gone_changes_nothing(
    shelf: Shelf, reloader: Reloader
) -> None:
    (shelf.folder / "current").unlink()

    reloader.look()

    assert shelf.served.digest == "one"
    assert not reloader.state.refused
