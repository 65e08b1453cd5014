"""Both ways of running a rule over the whole dataset, so that they can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import rdflib
from rdflib import RDF, SH
from rdflib.plugins.sparql import prepareQuery

from policygraph.check.findings import plain_name
from policygraph.check.rules import Rule, run_rule
from policygraph.engine import Store, open_store

HERE = Path(__file__).parent
REPORT = HERE / "valid" / "report.ttl"
# The rule on direct ties goes through all types of links, named in the data or not.
LINK_TYPES = "link-types"

Pairs = set[tuple[str, str]]


class Remembering(rdflib.Graph):
    """A graph that parses each query once: pySHACL asks the same ones of every file."""

    prepare = staticmethod(lru_cache(maxsize=None)(prepareQuery))

    def query(self, query_object, *args, **kwargs):
        return super().query(self.prepare(query_object), *args, **kwargs)


def load_whole(vocabulary: dict[str, list[bytes]], *paths: Path) -> Store:
    """Load files with what they name of the vocabulary: all of it would cost rdflib a second a file."""
    store = open_store([(path, None) for path in paths])
    named = [store.dump("ntriples"), *vocabulary.get(LINK_TYPES, ())]
    seen: set[str] = set()
    while named:
        mentioned = set(re.findall(r"<[^<>]*/id/[^<>]*>", b"".join(named).decode()))
        new = sorted(name for name in mentioned - seen if name in vocabulary)
        seen |= set(new)
        named = [line for name in new for line in vocabulary[name]]
        store.load_bytes(b"".join(named), "ntriples")
    return store


def ask_the_engine(store: Store, rules: tuple[Rule, ...]) -> Pairs:
    """Run the rules set-wise."""
    return {
        (plain_name(rule.iri), plain_name(finding.value))
        for rule in rules
        for finding in run_rule(store, rule)
    }


def ask_pyshacl(store: Store, shapes: rdflib.Graph) -> Pairs:
    """Run the same rules as SHACL does, one focus node at a time."""
    import pyshacl

    data = Remembering().parse(data=store.dump("ntriples"), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        rule = report.value(result, SH.sourceConstraint)
        value = report.value(result, SH.value)
        found.add((plain_name(str(rule)), plain_name(str(value))))
    return found
