"""What the graph says of one thing, from rows to values that a page can pick by property."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policygraph.engine import PREFIXES
from policygraph.errors import NotFoundError, UsageError
from policygraph.iris import Iri
from policygraph.web.asking import Asker, Row
from policygraph.web.kinds import Kind, kind_of
from policygraph.web.languages import DEFAULT, rank
from policygraph.web.links import Ref, local_name

# where the label of a property is no word that a reader would use
_WORDS: Final = {
    "dcterms:identifier": "Short name",
    "dcterms:issued": "Published",
    "dcterms:license": "Licence",
    "foaf:name": "Name",
    "oa:hasSelector": "Where its words stand",
    "oa:hasSource": "Text",
    "pgo:dateStatus": "Date",
    "pgo:generatedBy": "Coding",
    "pgo:participation": "Roles",
    "pgo:linkBy": "Read so by",
    "pgo:linkWhy": "Why",
    "pgo:linkSource": "From",
    "pgo:linkTarget": "To",
    "pgo:linkType": "In which way",
    "pgo:sha256": "SHA-256",
    "schema:sameAs": "The same as",
    "schema:startDate": "Date",
    "skos:altLabel": "Also called",
    "skos:broadMatch": "Narrower than, elsewhere",
    "skos:closeMatch": "Close to, elsewhere",
    "skos:editorialNote": "Note of the curator",
    "skos:exactMatch": "The same, elsewhere",
    "skos:inScheme": "List",
    "skos:narrowMatch": "Wider than, elsewhere",
    "skos:relatedMatch": "Related, elsewhere",
}
# said elsewhere on the page, or of use to machines alone
_NOT_IN_TABLES = frozenset({"rdf:type", "rdfs:label", "rdfs:isDefinedBy"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One property of a thing in a reader's words, with all its values."""

    words: str
    href: str | None
    values: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the graph says of one thing."""

    iri: Iri
    path: str
    rows: tuple[Row, ...]
    languages: tuple[str, ...] = DEFAULT

    @property
    def kind(self) -> Kind:
        """What the thing is, in a reader's words, and the template that shows it."""
        types = [row for row in self.rows if row.text("property") == expand("rdf:type")]
        return kind_of({row.text("value"): row.text("valueLabel") for row in types})

    @property
    def title(self) -> Ref:
        """The thing's label; where it has none, the last part of its IRI."""
        found = self.first("rdfs:label") or self.first("dcterms:title")
        return found or Ref(local_name(self.iri))

    def all(self, *names: str) -> tuple[Ref, ...]:
        """Return the values of properties (`pgo:theme`), in order, none twice."""
        wanted = {expand(name) for name in names}
        found = [
            row.ref("value", "valueLabel")
            for row in self.rows
            if row.text("property") in wanted
        ]
        return tuple(dict.fromkeys(found))

    def first(self, name: str) -> Ref | None:
        """Return the first value of a property, of words those in the language wished for, or None."""
        found = self.all(name)
        if any(one.iri for one in found):
            return found[0]
        return min(
            found, key=lambda one: rank(one.language, self.languages), default=None
        )

    def table(self, without: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
        """Return every property with its values, but those that the page shows elsewhere."""
        return fact_table(self.rows, without)


def ask_facts(asker: Asker, path: str) -> Facts:
    """Ask what the graph says of the thing at a path.

    Raises:
        NotFoundError: it says nothing.
    """
    iri = asker.source.iris.of_path(path)
    try:
        rows = asker.rows("facts", thing=iri)
    except UsageError as error:
        # the path cannot be part of an IRI, so no thing has it
        raise nothing_at(path) from error
    if not rows:
        raise nothing_at(path)
    return Facts(iri, path, tuple(rows), asker.languages)


def nothing_at(path: str) -> NotFoundError:
    """Say that the graph knows no such thing, and where to look."""
    return NotFoundError(
        f"Nothing is known under the address /{path}.",
        hint="look for it in the lists of reports, claims, recommendations, actors and themes",
    )


def fact_table(
    rows: tuple[Row, ...], without: frozenset[str] = frozenset()
) -> tuple[Fact, ...]:
    """Turn rows of property and value into one fact a property, by its words."""
    skipped = {expand(name) for name in _NOT_IN_TABLES | without}
    words = {expand(name): word for name, word in _WORDS.items()}
    values: dict[str, list[Ref]] = {}
    properties: dict[str, Ref] = {}
    for row in rows:
        name = row.text("property")
        if name in skipped:
            continue
        label = row.text("propertyLabel") or local_name(name)
        properties.setdefault(name, Ref(label, row.ref("property").href))
        value = row.ref("value", "valueLabel")
        if value not in values.setdefault(name, []):
            values[name].append(value)
    facts = [
        Fact(words.get(name) or sentence_case(one.label), one.href, tuple(values[name]))
        for name, one in properties.items()
    ]
    return tuple(sorted(facts, key=lambda fact: fact.words))


def sentence_case(words: str) -> str:
    """Begin with a capital and leave the rest alone."""
    return words[:1].upper() + words[1:]


def expand(name: str) -> str:
    """Write a prefixed name out.

    >>> expand("rdfs:label")
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
