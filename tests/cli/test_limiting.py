from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from policygraph.cli import limiting, main
from policygraph.engine import open_store
from policygraph.errors import UsageError
from policygraph.isolated import MEGABYTE, InProcess, Limits, Question

DATA = Path(__file__).parent.parent / "web" / "data.trig"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ("TIMEOUT", "MEMORY", "NESTING", "BODY", "ROWS", "WORKERS")
    for name in (*numbers, "RATE_LIMIT", "TRUSTED_PROXIES", "ROOT_PATH"):
        monkeypatch.delenv(f"POLICYGRAPH_{name}", raising=False)


def limits() -> Limits:
    return limiting.limits_of(limiting.options_of_the_environment())


def test_the_limits_are_the_documented_ones_where_nothing_is_said() -> None:
    assert limits() == Limits()


def test_the_environment_sets_every_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "TIMEOUT": "2.5",
        "MEMORY": "64",
        "NESTING": "16",
        "BODY": "8",
        "ROWS": "7",
        "WORKERS": "3",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"POLICYGRAPH_{name}", value)

    assert limits() == Limits(
        timeout_s=2.5,
        memory_bytes=64 * MEGABYTE,
        nesting=16,
        body_bytes=8 * 1024,
        limit_rows=7,
        workers=3,
    )


def test_the_environment_sets_the_place_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = limiting.place_of(limiting.options_of_the_environment())
    monkeypatch.setenv("POLICYGRAPH_RATE_LIMIT", "60/minute")
    monkeypatch.setenv("POLICYGRAPH_TRUSTED_PROXIES", "2")
    monkeypatch.setenv("POLICYGRAPH_ROOT_PATH", "graph/")

    after = limiting.place_of(limiting.options_of_the_environment())

    assert before == limiting.Place(root="", rate=None, trusted_proxies=0)
    assert (after.root, str(after.rate)) == ("/graph", "60 queries per minute")
    assert after.trusted_proxies == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [("--rate-limit", "often"), ("--trusted-proxies", "-1"), ("--root-path", "/a b")],
)
def test_an_option_that_cannot_be_is_told_before_anything_is_built(
    empty_folder: Path, option: str, value: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serve", "--port", "0", option, value])

    assert caught.value.code == 2
    assert list(empty_folder.iterdir()) == []


@pytest.mark.parametrize("value", ["soon", "-1", "0"])
def test_a_variable_that_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("POLICYGRAPH_TIMEOUT", value)

    with pytest.raises(UsageError, match="timeout"):
        limits()


def test_the_depth_of_nesting_can_be_set() -> None:
    store = open_store([(DATA, None)])
    options = limiting.options_of_the_environment() | {"is_unsafe": True, "nesting": 8}

    strangers = limiting.open_strangers([(DATA, None)], store, options)

    assert isinstance(strangers, InProcess)
    with closing(strangers), pytest.raises(UsageError, match="nested too deep"):
        strangers.ask(Question("ASK " + "{" * 9 + "}" * 9))


def test_where_nothing_can_be_isolated_strangers_are_not_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("policygraph.isolated.is_isolation_possible", lambda: False)
    options = limiting.options_of_the_environment()
    files = [(DATA, None)]

    assert limiting.open_strangers(files, open_store(files), options) is None
    assert "--unsafe-queries-in-process" in capsys.readouterr().err
