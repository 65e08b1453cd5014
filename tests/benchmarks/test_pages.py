"""The addresses that the benchmark of pages asks for: of every kind, none twice, all there."""

from __future__ import annotations

from benchmarks.pages import Asked, page_paths, percentile
from tests.web.reading import BROWSER

from policygraph.engine import ReleaseStore
from policygraph.web import create_app, source_of


def test_every_address_of_the_benchmark_is_a_page(
    release: ReleaseStore,
) -> None:
    paths = page_paths(release)
    web = create_app(source_of(release)).test_client()

    found = {path: web.get(path, headers=BROWSER).status_code for path in paths}

    assert len(paths) > 40
    assert len(set(paths)) == len(paths)
    assert {path: status for path, status in found.items() if status != 200} == {}


def test_a_percentile_is_what_so_many_took_at_most() -> None:
    found = [Asked("/", float(number), 200) for number in range(101)]

    assert percentile(found, 95) == 95
