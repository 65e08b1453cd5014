"""IRIs, both ways: from the names people give to IRIs, and from IRIs to paths of documents.

The only place that knows a base. A thing is `{base}id/` and the path of its document.
Terms, schemes and concepts belong to the vocabulary and keep its base everywhere; what a corpus
describes takes the base of the corpus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType
from urllib.parse import quote

Iri = NewType("Iri", str)

VOCABULARY_BASE = "https://w3id.org/policygraph/"
ONTOLOGY = Iri(VOCABULARY_BASE + "ontology")
SHAPES = Iri(VOCABULARY_BASE + "shapes")
THEMES = Iri(VOCABULARY_BASE + "id/themes/")
NOT_SAID = "not-said"

SCHEMES = (
    "agreements",
    "bases",
    "claim-kinds",
    "commitment-states",
    "date-statuses",
    "discussion-formats",
    "link-types",
    "modalities",
    "place-levels",
    "review-states",
    "roles",
    "stages",
    "stakeholder-types",
    "technologies",
    "themes",
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_IN_REPORT = re.compile(r"/id/reports/(?:[^/]+/)?([^/]+)\Z")
_SHARED = re.compile(r"/id/([^/]+/[^/]+)\Z")
_VOCABULARY_PATH = re.compile(
    rf"(?:schemes|{'|'.join(SCHEMES)})/[^/]+\Z|(?:actors|places)/{NOT_SAID}\Z"
)


def is_slug(text: str) -> bool:
    """Tell whether a text may stand in an IRI as it is: lower-case letters, digits, hyphens.

    >>> is_slug("public-trust"), is_slug("> } ; DROP"), is_slug("Public")
    (True, False, False)
    """
    return len(text) <= 80 and _SLUG.match(text) is not None


def term(name: str) -> Iri:
    """Return the IRI of an ontology term, `term("Claim")`."""
    return Iri(f"{ONTOLOGY}#{name}")


def concept(scheme: str, slug: str) -> Iri:
    """Return the IRI of a concept, `concept("themes", "public-trust")`."""
    return Iri(f"{VOCABULARY_BASE}id/{scheme}/{slug}")


def concept_scheme(scheme: str) -> Iri:
    """Return the IRI of a concept scheme, `concept_scheme("themes")`."""
    return concept("schemes", scheme)


def vocabulary_document(name: str) -> Iri:
    """Return the IRI of a vocabulary as a whole, `vocabulary_document("shapes")`."""
    return Iri(f"{VOCABULARY_BASE}{name}")


def file_iri(name: str) -> Iri:
    """Return what relative IRIs in a file are read against."""
    return Iri(f"{VOCABULARY_BASE}files/{quote(name)}")


def short_name(iri: str) -> str:
    """Call a thing as a curator does, whatever its base: by its local id, or by its path.

    Terms and shapes go by their names; what is not ours stays an IRI.

    >>> short_name("https://w3id.org/policygraph/id/reports/harbourfield/s07")
    's07'
    >>> short_name("https://example.org/id/themes/ai")
    'themes/ai'
    >>> short_name("https://w3id.org/policygraph/ontology#Claim")
    'Claim'
    """
    found = _IN_REPORT.search(iri) or _SHARED.search(iri)
    if found:
        return found[1]
    for own in (ONTOLOGY, SHAPES):
        if iri.startswith(f"{own}#"):
            return iri.removeprefix(f"{own}#")
    return iri


def concept_slug(scheme: str, iri: str) -> str:
    """Return the slug of a concept of a scheme; empty for anything else.

    >>> concept_slug("bases", concept("bases", "stated"))
    'stated'
    """
    start = concept(scheme, "")
    return iri.removeprefix(start) if iri.startswith(start) else ""


def is_not_said(iri: str) -> bool:
    """Tell whether an IRI stands for what a report does not say, in whatever list.

    >>> is_not_said(ACTOR_NOT_SAID), is_not_said(concept("stages", "agenda"))
    (True, False)
    """
    return iri.endswith(f"/{NOT_SAID}")


ACTOR_NOT_SAID = concept("actors", NOT_SAID)


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of one corpus and leads them back to paths.

    >>> iris = Iris()
    >>> iris.in_report("socitm-casa-smart-places", "s07")
    'https://w3id.org/policygraph/id/reports/socitm-casa-smart-places/s07'
    >>> iris.path_of(iris.shared("actors", "socitm"))
    'actors/socitm'
    """

    base: str = VOCABULARY_BASE

    def document(self, path: str = "") -> Iri:
        """Return the address of a page, a file or a service; without a path, of the front page.

        >>> Iris().document("catalog")
        'https://w3id.org/policygraph/catalog'
        """
        return Iri(self.base + path)

    def path_of_document(self, iri: str) -> str | None:
        """Return the path of an address below the base, or None for one that is not.

        >>> Iris().path_of_document(Iris().graph("derived"))
        'graphs/derived'
        """
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def endpoint(self) -> Iri:
        """Return the address of the SPARQL endpoint."""
        return self.document("sparql")

    def space(self) -> str:
        """Return what the IRI of every thing of the corpus begins with."""
        return f"{self.base}id/"

    def dataset(self) -> Iri:
        """Return the IRI of the dataset itself."""
        return Iri(f"{self.space()}dataset")

    def report(self, report: str) -> Iri:
        """Return the IRI of a report."""
        return Iri(f"{self.space()}reports/{report}")

    def in_report(self, report: str, local_id: str) -> Iri:
        """Return the IRI of something that lives in one report."""
        return Iri(f"{self.space()}reports/{report}/{local_id}")

    def shared(self, kind: str, slug: str) -> Iri:
        """Return the IRI of something that reports share: an actor, a place, an instrument."""
        return self.of_path(f"{kind}/{slug}")

    def graph(self, name: str) -> Iri:
        """Return the IRI of a named graph: `ontology`, `shared`, `derived`, `reports/{report}`."""
        return self.document(f"graphs/{name}")

    def of_path(self, path: str) -> Iri:
        """Return the IRI of the thing whose document has this path, `themes/ai`."""
        base = VOCABULARY_BASE if _VOCABULARY_PATH.match(path) else self.base
        return Iri(f"{base}id/{path}")

    def path_of(self, iri: str) -> str | None:
        """Return the path of the document about a thing, or None for an IRI that is not ours."""
        for base in (self.base, VOCABULARY_BASE):
            if iri.startswith(f"{base}id/"):
                path = iri.removeprefix(f"{base}id/")
                return path if self.of_path(path) == iri else None
        return None

    def report_and_local_id(self, iri: str) -> tuple[str, str] | None:
        """Split the IRI of something in a report into the report and its local id ('' for the report)."""
        path = self.path_of(iri)
        if path is None or not path.startswith("reports/"):
            return None
        report, _, local_id = path.removeprefix("reports/").partition("/")
        return report, local_id
