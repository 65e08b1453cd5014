"""From the files of a release to distributions: what each holds, how large it is, and its checksum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS, VOID, XSD

from policygraph.graph.description import Publication
from policygraph.graph.names import date_literal
from policygraph.iris import Iris

SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
SHA256: Final = SPDX.checksumAlgorithm_sha256
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES: Final = "http://publications.europa.eu/resource/authority/file-type/"
# Source: file types, an authority table of the Publications Office of the European Union.
_FORMATS: Final = {
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "text/turtle": "RDF_TURTLE",
    "application/ld+json": "JSON_LD",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole dataset; sizes in bytes, the checksum in hexadecimal."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    is_packed: bool


def add_download(
    graph: Graph, node: URIRef, download: Download, publication: Publication, iris: Iris
) -> None:
    """Say of one file where it is, what it holds, how large it is and what its checksum must be.

    Source: DCAT 3, section 6.8 (Distribution); DCAT-AP 3.0.1; SPDX for checksums.
    """
    document = iris.document("catalog")
    file = URIRef(iris.document(f"dump/{download.name}"))
    part = URIRef(f"{document}#{download.name}")
    graph.add((node, VOID.dataDump, file))
    graph.add((node, DCAT.distribution, part))
    graph.add((part, RDF.type, DCAT.Distribution))
    graph.add((part, DCTERMS.title, Literal(download.name)))
    graph.add((part, RDFS.label, Literal(download.name)))
    packing = ", packed with gzip" if download.is_packed else ""
    words = f"The whole dataset as {download.media_type}{packing}."
    graph.add((part, DCTERMS.description, Literal(words, lang="en")))
    graph.add((part, DCAT.downloadURL, file))
    graph.add((part, DCAT.accessURL, URIRef(document)))
    _add_format(graph, part, download)
    graph.add((part, DCTERMS.license, URIRef(publication.licence)))
    if publication.modified:
        graph.add((part, DCTERMS.modified, date_literal(publication.modified)))
    size = Literal(str(download.size_bytes), datatype=XSD.nonNegativeInteger)
    graph.add((part, DCAT.byteSize, size))
    checksum = URIRef(f"{part}-sha256")
    graph.add((part, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SHA256))
    value = Literal(download.sha256, datatype=XSD.hexBinary)
    graph.add((checksum, SPDX.checksumValue, value))


def _add_format(graph: Graph, part: URIRef, download: Download) -> None:
    media_type = URIRef(_MEDIA_TYPES + download.media_type)
    graph.add((part, DCAT.mediaType, media_type))
    graph.add((media_type, RDF.type, DCTERMS.MediaType))
    name = _FORMATS.get(download.media_type)
    if name is not None:
        wanted = URIRef(_FILE_TYPES + name)
        graph.add((part, DCTERMS["format"], wanted))
        graph.add((wanted, RDF.type, DCTERMS.MediaTypeOrExtent))
    if download.is_packed:
        gzip = URIRef(f"{_MEDIA_TYPES}application/gzip")
        graph.add((part, DCAT.compressFormat, gzip))
        graph.add((gzip, RDF.type, DCTERMS.MediaType))
