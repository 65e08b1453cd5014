"""L6: a catalogue by DCAT, complete and typed as DCAT-AP wants it, and each file of the size and digest told.

Source: DCAT-AP 3.0.1: what is mandatory, and what is recommended and can be said of any dataset.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from policygraph.audit.dataset import DCAT, DCTERMS, Described
from policygraph.audit.reading import Graph, plain, typed, values
from policygraph.audit.scoring import Check, not_checked, tallied
from policygraph.engine import Literal, Term

_SPDX: Final = "http://spdx.org/rdf/terms#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TITLED: Final = (DCTERMS + "title", DCTERMS + "description")
_REQUIRED: Final = {
    "Catalog": (*_TITLED, DCTERMS + "publisher", DCAT + "dataset"),
    "Dataset": (
        *_TITLED,
        DCTERMS + "license",
        DCTERMS + "publisher",
        DCTERMS + "identifier",
        DCTERMS + "language",
        DCTERMS + "modified",
        DCTERMS + "accrualPeriodicity",
        DCAT + "contactPoint",
        DCAT + "distribution",
        DCAT + "keyword",
        DCAT + "theme",
        DCAT + "version",
    ),
    "Distribution": (
        DCAT + "accessURL",
        DCAT + "downloadURL",
        DCAT + "mediaType",
        DCAT + "byteSize",
        DCTERMS + "license",
        _SPDX + "checksum",
    ),
    "DataService": (
        DCTERMS + "title",
        DCAT + "endpointURL",
        DCAT + "endpointDescription",
        DCAT + "servesDataset",
    ),
}
_CLASSES: Final = {
    DCTERMS + "publisher": _FOAF + "Agent",
    DCTERMS + "creator": _FOAF + "Agent",
    DCTERMS + "license": DCTERMS + "LicenseDocument",
    DCTERMS + "language": DCTERMS + "LinguisticSystem",
    DCTERMS + "accessRights": DCTERMS + "RightsStatement",
    DCTERMS + "accrualPeriodicity": DCTERMS + "Frequency",
    DCTERMS + "conformsTo": DCTERMS + "Standard",
    DCTERMS + "temporal": DCTERMS + "PeriodOfTime",
    DCTERMS + "format": DCTERMS + "MediaTypeOrExtent",
    DCAT + "mediaType": DCTERMS + "MediaType",
    DCAT + "compressFormat": DCTERMS + "MediaType",
    DCAT + "dataset": DCAT + "Dataset",
    DCAT + "service": DCAT + "DataService",
    DCAT + "servesDataset": DCAT + "Dataset",
    DCAT + "distribution": DCAT + "Distribution",
    DCAT + "contactPoint": "http://www.w3.org/2006/vcard/ns#Kind",
    DCAT + "theme": _SKOS + "Concept",
    DCAT + "themeTaxonomy": _SKOS + "ConceptScheme",
    DCAT + "landingPage": _FOAF + "Document",
    _SPDX + "checksum": _SPDX + "Checksum",
    _SPDX + "algorithm": _SPDX + "ChecksumAlgorithm",
}
_DATATYPES: Final = {
    DCAT + "byteSize": (_XSD + "nonNegativeInteger",),
    _SPDX + "checksumValue": (_XSD + "hexBinary",),
    DCTERMS + "modified": (_XSD + "date", _XSD + "dateTime"),
}


def check_catalogue(described: Described) -> Iterator[Check]:
    """L6: what a catalogue says, of what kind that is, and whether the files are as it says."""
    graph = described.catalogue
    for letter, (kind, required) in zip("abcd", _REQUIRED.items(), strict=True):
        yield tallied(
            f"L6{letter}",
            f"dcat:{kind} says what it must",
            (
                (f"{plain(one)} {name}", bool(values(graph, one, name)))
                for one in typed(graph, DCAT + kind)
                for name in required
            ),
        )
    yield from _file_checks(described)
    yield tallied("L6g", "what is named is of the class wanted", _classes(graph))
    yield tallied("L6h", "literals are of the datatype wanted", _datatypes(graph))
    yield not_checked("L6i", "DCAT-AP's own shapes", "not offline: they are elsewhere")


def _file_checks(described: Described) -> Iterator[Check]:
    graph = described.catalogue
    files = {dump.url: dump for dump in described.dumps}
    sizes, digests = [], []
    for one in typed(graph, DCAT + "Distribution"):
        for url in (plain(u) for u in values(graph, one, DCAT + "downloadURL")):
            data = files[url].data if url in files else b""
            told = [plain(size) for size in values(graph, one, DCAT + "byteSize")]
            sizes.append((url, told == [str(len(data))]))
            digest = hashlib.sha256(data).hexdigest()
            digests.append((url, digest in _checksums(graph, one)))
    yield tallied("L6e", "files have the size told", sizes)
    yield tallied("L6f", "files have the SHA-256 told", digests)


def _checksums(graph: Graph, distribution: Term) -> set[str]:
    return {
        plain(value).lower()
        for checksum in values(graph, distribution, _SPDX + "checksum")
        for value in values(graph, checksum, _SPDX + "checksumValue")
        if isinstance(value, Literal)
    }


def _classes(graph: Graph) -> Iterator[tuple[str, bool]]:
    members = {kind: set(typed(graph, kind)) for kind in set(_CLASSES.values())}
    for quad in graph:
        wanted = _CLASSES.get(quad.predicate)
        if wanted is not None:
            yield f"{plain(quad.object)} {wanted}", quad.object in members[wanted]


def _datatypes(graph: Graph) -> Iterator[tuple[str, bool]]:
    for quad in graph:
        wanted = _DATATYPES.get(quad.predicate)
        if wanted is not None:
            value = quad.object
            right = isinstance(value, Literal) and value.datatype in wanted
            yield f"{plain(quad.subject)} {quad.predicate}", right
