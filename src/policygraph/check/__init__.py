"""From the bytes that would be released to findings in plain words, tied to the lines of records.

Shapes are run by pySHACL, rules over the whole dataset by the engine; axioms are read by owlready2.
"""

from policygraph.check.corpus import (
    CheckedCorpus,
    Progress,
    check_corpus,
    no_progress,
)
from policygraph.check.findings import Finding, findings_as_json, findings_as_ttl
from policygraph.check.owl_dl import find_contradictions

__all__ = [
    "CheckedCorpus",
    "Finding",
    "Progress",
    "check_corpus",
    "find_contradictions",
    "findings_as_json",
    "findings_as_ttl",
    "no_progress",
]
