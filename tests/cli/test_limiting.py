from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from policygraph.cli import limiting
from policygraph.engine import open_store
from policygraph.errors import UsageError
from policygraph.isolated import MEGABYTE, InProcess, Limits, Question

DATA = Path(__file__).parent.parent / "web" / "data.trig"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIMEOUT", "MEMORY", "NESTING", "BODY", "ROWS", "WORKERS"):
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
