"""From what shapes, rules and axioms report to findings in plain words, as text, JSON or RDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from policygraph.engine import Literal, Quad, Store, Term
from policygraph.engine.terms import LANG_STRING
from policygraph.iris import Iri, Iris, short_name

Severity = OneOf["violation", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
SH = "http://www.w3.org/ns/shacl#"
SPARQL_COMPONENT = Iri(SH + "SPARQLConstraintComponent")

RDF_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS_LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")
_XSD_BOOLEAN = Iri("http://www.w3.org/2001/XMLSchema#boolean")
_GAP = re.compile(r"\{[?$](\w+)\}")
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    `focus` is the culprit. `shape` is the property shape or the rule that found it, and `component` the
    kind of constraint. `file` and `line` are those of the record, where it is known; 0 is the file as a
    whole.
    """

    severity: Severity
    message: str
    focus: Iri | None
    shape: Iri | None
    value: Term | None = None
    component: Iri | None = None
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        """Return `file:line: severity: message`."""
        place = f"{self.file}:{self.line}: " if self.file else ""
        return f"{place}{self.severity}: {self.message}"

    def sort_key(self) -> tuple[int, str, int, str, str, str]:
        """Order by severity, worst first, then by place, message, shape and value."""
        rank = SEVERITIES.index(self.severity)
        value = "" if self.value is None else plain_name(self.value)
        return (rank, self.file, self.line, self.message, self.shape or "", value)


def severity_of(iri: str) -> Severity:
    """Return the word for a severity of SHACL, `sh:Warning`."""
    word = iri.rpartition("#")[2].lower()
    return next(one for one in SEVERITIES if one == word)


def plain_name(term: Term) -> str:
    """Call a thing as a curator does: by its local id, its path, or its characters.

    >>> plain_name(Iri("https://w3id.org/policygraph/id/reports/harbourfield/s07"))
    's07'
    >>> plain_name(Iri("https://w3id.org/policygraph/id/themes/ai"))
    'themes/ai'
    """
    if isinstance(term, Literal):
        text = " ".join(term.value.split())
        return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
    if not isinstance(term, str):
        return "something without a name"
    return short_name(term)


def fill_message(message: str, values: Mapping[str, Term | None]) -> str:
    """Put the names of things into the gaps of a message, `{?value} has no label`.

    Source: SHACL, section 5.1.1 (message templates).
    """

    def name_of(gap: re.Match[str]) -> str:
        value = values.get(gap[1])
        return gap[0] if value is None else plain_name(value)

    return _GAP.sub(name_of, message)


def tell_of(message: str, focus: Term, value: Term | None = None) -> str:
    """Let a message that starts with It start with the name of the thing, and name the value at fault.

    >>> tell_of("It has no theme: give one.", Iri("https://example.org/id/reports/harbourfield/s07"))
    's07 has no theme: give one.'
    """
    rest = message.removeprefix("It ")
    told = f"{plain_name(focus)} {rest}" if rest != message else message
    if value is None or value == focus:
        return told
    return f"{told} (given: {plain_name(value)})"


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in order, none twice."""
    return tuple(sorted(set(findings), key=Finding.sort_key))


def findings_as_json(findings: Iterable[Finding]) -> str:
    """Write findings as a JSON list, in order; what is not known is null, and line 0 is the whole file."""
    facts = [
        {
            "severity": finding.severity,
            "message": finding.message,
            "file": finding.file,
            "line": finding.line,
            "focus": finding.focus,
            "shape": finding.shape,
            "value": _characters(finding.value),
        }
        for finding in sort_findings(findings)
    ]
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def findings_as_ttl(findings: Iterable[Finding], *, iris: Iris | None = None) -> bytes:
    """Write findings as a SHACL validation report in Turtle; same findings, same bytes.

    Source: SHACL, section 3.6 (validation report).
    """
    report = (iris or Iris()).graph("validation")
    ordered = sort_findings(findings)
    conforms = Literal("false" if ordered else "true", None, _XSD_BOOLEAN)
    store = Store()
    store.add(
        [
            Quad(report, RDF_TYPE, Iri(SH + "ValidationReport")),
            Quad(report, _RDFS_LABEL, Literal("Validation report", "en", LANG_STRING)),
            Quad(report, Iri(SH + "conforms"), conforms),
        ]
    )
    for number, finding in enumerate(ordered, start=1):
        store.add(_result(report, Iri(f"{report}#result-{number}"), finding))
    return store.dump("turtle")


def _result(report: Iri, result: Iri, finding: Finding) -> Iterator[Quad]:
    yield Quad(report, Iri(SH + "result"), result)
    yield Quad(result, RDF_TYPE, Iri(SH + "ValidationResult"))
    severity = Iri(SH + finding.severity.capitalize())
    message = Literal(finding.message, "en", LANG_STRING)
    facts: dict[str, Term | None] = {
        "resultSeverity": severity,
        "resultMessage": message,
        "focusNode": finding.focus,
        "value": finding.value,
        "sourceConstraintComponent": finding.component,
        "sourceShape": finding.shape,
    }
    if finding.component == SPARQL_COMPONENT and finding.shape:
        facts["sourceConstraint"] = finding.shape
        facts["sourceShape"] = Iri(finding.shape.rpartition("-")[0])
    for name, value in facts.items():
        if value is not None:
            yield Quad(result, Iri(SH + name), value)


def _characters(term: Term | None) -> str | None:
    if term is None or isinstance(term, str):
        return term
    return term.value if isinstance(term, Literal) else term.name
