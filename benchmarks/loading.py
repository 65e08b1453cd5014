"""Turns a server and a list of addresses into requests a second, with wrk, which Debian has.

A load generator in Python would cost more than some of the servers measured.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

START_WITHIN_S = 600
SCRIPT = Path(__file__).with_name("requests.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: requests a second, times in milliseconds, how many failed."""

    requests_per_s: float
    p50_ms: float
    p95_ms: float
    failed: int
    bytes_per_request: float


def load(
    address: str,
    paths: Sequence[str],
    *,
    accept: str = "*/*",
    clients: int = 8,
    seconds: int = 5,
) -> Load:
    """Ask for some paths of a server in turn, over and over, with so many connections at once.

    Raises:
        SystemExit: wrk is absent, or every request failed.
    """
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is absent: apt-get install wrk, then measure again")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(paths) + "\n")
        listed.flush()
        command = [program, "--threads", "1", "--connections", str(clients)]
        command += ["--duration", f"{seconds}s", "--timeout", "30s"]
        command += ["--latency", "--script", str(SCRIPT), address]
        command += ["--", listed.name, accept]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"wrk failed at {address}:\n{done.stderr or done.stdout}")
    facts = json.loads(done.stdout.strip().splitlines()[-1])
    if not facts["requests"]:
        raise SystemExit(f"{address} answered nothing:\n{done.stdout}")
    return Load(
        facts["requests"] / facts["seconds"],
        facts["p50_ms"],
        facts["p95_ms"],
        facts["failed"],
        facts["bytes"] / facts["requests"],
    )


@contextmanager
def running(
    command: Sequence[str], probe: str, *, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Run a server while the block runs, from when `probe` answers; yields its process id.

    Raises:
        SystemExit: it ended, or did not answer in time; with its last words.
    """
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(command, stdout=words, stderr=words, env=environment)
        try:
            _wait_until_it_answers(process, probe, command)
            yield process.pid
        except SystemExit:
            words.seek(0)
            print(words.read()[-2_000:])
            raise
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(
    process: subprocess.Popen[str], probe: str, command: Sequence[str]
) -> None:
    end_s = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end_s:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(probe, timeout=5):
                return
        except HTTPError:
            return  # it answers, if not kindly
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{' '.join(command)} does not answer at {probe}")
