"""What machines find in our pages and headers, told by extractors that others wrote."""

from __future__ import annotations

import urllib.request

import pytest

pytestmark = pytest.mark.engine
REPORT = "reports/socitm-casa-smart-places"
IRI = "https://w3id.org/policygraph/id/"
KINDS = {
    "": "Dataset",
    "dataset": "Dataset",
    "catalog": "Dataset",
    REPORT: "Report",
    f"{REPORT}/s33": "CreativeWork",
    "themes/public-trust": "DefinedTerm",
    "schemes/stages": "DefinedTermSet",
    "actors/socitm": "Organization",
}
OF_A_DATASET = (
    "name",
    "description",
    "license",
    "creator",
    "identifier",
    "keywords",
    "distribution",
    "temporalCoverage",
)


def page(server: str, path: str) -> str:
    request = urllib.request.Request(server + path, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return bytes(reply.read()).decode()


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_extruct_finds_one_thing_of_schema_org_in_a_page(
    server: str, path: str, kind: str
) -> None:
    extruct = pytest.importorskip("extruct", reason="extruct is not installed")

    found = extruct.extract(page(server, path), server + path, syntaxes=["json-ld"])

    (item,) = found["json-ld"]
    assert item["@context"] == "https://schema.org"
    assert item["@type"] == kind
    assert item["name"]
    assert item["url"].startswith("https://w3id.org/policygraph/")
    assert item["@id"].startswith(IRI)


@pytest.mark.parametrize("path", ["", "dataset", "catalog"])
def test_extruct_finds_all_that_search_engines_ask_of_a_dataset(
    server: str, path: str
) -> None:
    extruct = pytest.importorskip("extruct", reason="extruct is not installed")

    found = extruct.extract(page(server, path), server + path, syntaxes=["json-ld"])

    (item,) = found["json-ld"]
    assert [name for name in OF_A_DATASET if not item.get(name)] == []
    assert 50 <= len(item["description"]) <= 5000
    assert all(one["contentUrl"] for one in item["distribution"])


@pytest.mark.parametrize("path", ["", REPORT, f"{REPORT}/s33", "themes/public-trust"])
def test_signposting_finds_the_way_on_from_a_page(server: str, path: str) -> None:
    signposting = pytest.importorskip(
        "signposting", reason="signposting is not installed: pip install signposting"
    )

    found = signposting.find_signposting_http(server + path)

    assert str(found.citeAs.target).startswith(IRI)
    assert str(found.license.target).startswith("https://creativecommons.org/")
    assert {one.type for one in found.describedBy} >= {"text/turtle"}
    assert "https://schema.org/AboutPage" in {str(one.target) for one in found.types}
    (linkset,) = found.linksets
    assert linkset.type == "application/linkset+json"


@pytest.mark.parametrize("path", ["", REPORT])
def test_signposting_reads_the_linkset(server: str, path: str) -> None:
    signposting = pytest.importorskip(
        "signposting", reason="signposting is not installed: pip install signposting"
    )

    address = f"{server}linkset/{path}".removesuffix("/")
    found = signposting.find_signposting_linkset(address)

    relations = {str(one.rel) for one in found.signposts}
    assert {"cite-as", "describedby", "license", "type"} <= relations
