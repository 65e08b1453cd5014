"""What a thing is called on the screen, where its list is, and which template shows it.

The most telling class of a thing decides; the words are a reader's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policygraph.engine import PREFIXES
from policygraph.iris import term


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its word, the template of its page, and the list it stands in."""

    word: str
    template: str = "thing.html"
    list_name: str = ""

    @property
    def list_href(self) -> str:
        """The address of the list; empty where there is none."""
        return f"/{self.list_name.lower()}" if self.list_name else ""


# The first class that a thing has decides: own classes before those they stand on.
_KINDS: Final = (
    (
        term("Recommendation"),
        Kind("Recommendation", "statement.html", "Recommendations"),
    ),
    (term("Claim"), Kind("Claim", "statement.html", "Claims")),
    (term("Question"), Kind("Question", "statement.html")),
    (term("Commitment"), Kind("Commitment", "statement.html")),
    (term("Report"), Kind("Report", "report.html", "Reports")),
    (term("Theme"), Kind("Theme", "theme.html", "Themes")),
    (term("UnnamedPerson"), Kind("Person, not named", "actor.html", "Actors")),
    (term("ParticipantGroup"), Kind("Group", "actor.html", "Actors")),
    (PREFIXES["foaf"] + "Person", Kind("Person", "actor.html", "Actors")),
    (PREFIXES["org"] + "Organization", Kind("Organisation", "actor.html", "Actors")),
    (term("Actor"), Kind("Actor", "actor.html", "Actors")),
    (term("Discussion"), Kind("Discussion")),
    (term("Programme"), Kind("Programme")),
    (term("Section"), Kind("Section of a report")),
    (term("Passage"), Kind("Passage")),
    (term("TextVersion"), Kind("Text of a report")),
    (term("Boilerplate"), Kind("Words that are not the report")),
    (term("Challenge"), Kind("Challenge")),
    (term("Opportunity"), Kind("Opportunity")),
    (term("PolicyInstrument"), Kind("Policy instrument")),
    (term("Place"), Kind("Place")),
    (term("Participation"), Kind("Role in a discussion")),
    (PREFIXES["org"] + "Membership", Kind("Role in an organisation")),
    (term("Attribution"), Kind("Who said it")),
    (term("StatementLink"), Kind("Link between two statements", "link.html")),
    (term("ExtractionRun"), Kind("Coding of a report")),
    (PREFIXES["void"] + "Dataset", Kind("Dataset", "dataset.html")),
    (PREFIXES["skos"] + "ConceptScheme", Kind("List of terms")),
    (PREFIXES["skos"] + "Concept", Kind("Term", "concept.html")),
)


def kind_of(types: Mapping[str, str]) -> Kind:
    """Return the kind of a thing from its classes and their labels."""
    for iri, kind in _KINDS:
        if iri in types:
            return kind
    labels = sorted(label for label in types.values() if label)
    return Kind(labels[0] if labels else "Thing")


def word_for(iri: str) -> str:
    """Return the word for a class."""
    return kind_of({iri: ""}).word
