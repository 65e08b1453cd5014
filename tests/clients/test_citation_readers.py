"""Our citations, read by libraries of reference managers: title, author and address come through, and no date
that no report says.
"""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from policygraph.engine import ReleaseStore

pytestmark = pytest.mark.engine
ENDINGS = ("bib", "ris", "csl.json")
IRI = "https://w3id.org/policygraph/id/"
REPORT = "reports/socitm-casa-smart-places"


@dataclass(frozen=True)
class Work:
    """What must come through. The year is that of the latest coding, or empty where a report says none."""

    path: str
    title: str
    author: str
    is_dated: bool = False
    published: str = ""

    @property
    def address(self) -> str:
        return self.published or IRI + self.path


WORKS = (
    Work(REPORT, "Smart cities roundtable, report", "Socitm"),
    Work(
        f"{REPORT}/s33",
        "“Planning, as a function, needs to be broader, shared, integrated and modernised for smart places to thrive”",
        "Socitm",
        published="https://socitm.net/blog/smart-cities-roundtable-report/",
    ),
    Work("dataset", "Reports of policy discussions", "policygraph editors", True),
)


@pytest.fixture(scope="module")
def year(release: ReleaseStore) -> str:
    """The year that a citation of the dataset has."""
    return release.manifest.about["modified"][:4]


def fetch(server: str, work: Work, ending: str) -> str:
    address = f"{server}{work.path}.{ending}"
    with urllib.request.urlopen(address, timeout=30) as reply:
        return bytes(reply.read()).decode()


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.path)
def test_bibtexparser_reads_a_citation(server: str, work: Work, year: str) -> None:
    bibtexparser = pytest.importorskip(
        "bibtexparser", reason="bibtexparser is not installed"
    )

    library = bibtexparser.parse_string(fetch(server, work, "bib"))

    assert library.failed_blocks == []
    (entry,) = library.entries
    fields = {field.key: field.value.strip("{}") for field in entry.fields}
    assert fields["title"] == work.title
    assert fields["author"] == work.author
    assert fields.get("year", "") == (year if work.is_dated else "")
    assert fields["url"] == work.address


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.path)
def test_rispy_reads_a_citation(server: str, work: Work, year: str) -> None:
    rispy = pytest.importorskip("rispy", reason="rispy is not installed")

    (entry,) = rispy.loads(fetch(server, work, "ris"))

    assert entry["title"] == work.title
    # the comma keeps a body's name from being split into names
    assert entry["authors"] == [f"{work.author},"]
    assert entry.get("year", "") == (year if work.is_dated else "")
    assert entry["urls"] == [work.address]


@pytest.mark.filterwarnings("ignore:The following arguments for Reference")
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.path)
def test_citeproc_writes_a_bibliography_from_a_citation(
    server: str, work: Work, year: str
) -> None:
    citeproc = pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    source = pytest.importorskip("citeproc.source.json")
    items = json.loads(fetch(server, work, "csl.json"))

    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(
        style, source.CiteProcJSON(items), citeproc.formatter.plain
    )
    bibliography.register(citeproc.Citation([citeproc.CitationItem(items[0]["id"])]))

    (line,) = [str(one) for one in bibliography.bibliography()]
    assert work.author in line
    # a style may change the case of letters
    assert work.title.rstrip(".").lower() in line.lower()
    assert (year if work.is_dated else "not-said") in line


def test_citation_js_reads_every_format_as_the_same_work(
    server: str, year: str, script: Callable[[str, str], list[str]]
) -> None:
    sent = {
        f"{work.path}.{ending}": fetch(server, work, ending)
        for work in WORKS
        for ending in ENDINGS
    }

    done = subprocess.run(
        script("@citation-js/core", "cite.mjs"),
        input=json.dumps(sent),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    for work in WORKS:
        for ending in ENDINGS:
            (item,) = read[f"{work.path}.{ending}"]
            (author,) = item["author"]
            parts = item.get("issued", {}).get("date-parts", [[""]])
            assert item["title"] == work.title
            assert author.get("literal", author.get("family")) == work.author
            assert str(parts[0][0]) == (year if work.is_dated else "")
            assert item["URL"] == work.address
