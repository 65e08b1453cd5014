"""From a loaded store to findings of the rules that span the whole dataset.

Each rule is written once, as `sh:select` in `ontology/shapes.ttl`: here the engine answers it for all at
once, and in a test pySHACL runs the same text and has to agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.check.findings import (
    SPARQL_COMPONENT,
    Finding,
    Severity,
    fill_message,
    severity_of,
    sort_findings,
)
from policygraph.engine import Literal, Store, Term, find_query, open_store
from policygraph.iris import Iri
from policygraph.resources import vocabulary_files


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over the whole dataset: its name, how grave it is, what to say, and its query."""

    iri: Iri
    severity: Severity
    message: str
    query: str


def read_rules() -> tuple[Rule, ...]:
    """Read the rules out of the shapes, with the prefixes that these declare, sorted by IRI."""
    shapes = open_store([(vocabulary_files()["shapes"], None)])
    prefixes = "".join(
        f"PREFIX {_text(row['prefix'])}: <{_text(row['namespace'])}>\n"
        for row in shapes.rows(find_query("rule-prefixes", "checks").text)
    )
    return tuple(
        Rule(
            iri=Iri(_text(row["rule"])),
            severity=severity_of(_text(row["severity"])),
            message=_text(row["message"]),
            query=prefixes + _text(row["select"]),
        )
        for row in shapes.rows(find_query("rules", "checks").text)
    )


def run_rules(store: Store) -> tuple[Finding, ...]:
    """Run every rule over a store that holds the data, the schemes and the description, in order."""
    return sort_findings(
        finding for rule in read_rules() for finding in run_rule(store, rule)
    )


def run_rule(store: Store, rule: Rule) -> Iterator[Finding]:
    """Run one rule; one finding a row."""
    for row in store.rows(rule.query):
        values = {name: _term(value) for name, value in row.items()}
        culprit = values.get("value")
        yield Finding(
            severity=rule.severity,
            message=fill_message(rule.message, values),
            focus=Iri(culprit) if isinstance(culprit, str) else None,
            shape=rule.iri,
            value=culprit,
            component=SPARQL_COMPONENT,
        )


def _term(value: object) -> Term | None:
    return value if isinstance(value, str | Literal) else None  # type: ignore[return-value]


def _text(value: object) -> str:
    return value.value if isinstance(value, Literal) else str(value)
