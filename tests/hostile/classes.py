"""The 80 classes of hostile input, by number: what each sends, and which cannot touch what exists.

Every case of a test carries its class in its id, `class-25-cross-product-...`, so that
`test_classes.py` can count what is covered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

CLASSES = {
    1: "service",
    2: "service-silent",
    3: "service-after-comment",
    4: "service-in-not-exists",
    5: "service-in-sub-select",
    6: "service-at-variable",
    7: "service-escaped",
    8: "harmless-words",
    9: "from-http",
    10: "from-named-http",
    11: "from-file",
    12: "graph-parameter",
    13: "load",
    14: "insert-data",
    15: "clear-all",
    16: "drop",
    17: "query-and-update",
    18: "update-from-another-site",
    19: "parentheses",
    20: "braces",
    21: "negations",
    22: "optionals",
    23: "path-groups",
    24: "triple-terms",
    25: "cross-product",
    26: "endless-rows",
    27: "group-concat",
    28: "order-by",
    29: "distinct-offset",
    30: "concat-growth",
    31: "replace-growth",
    32: "free-path",
    33: "regex-backtracking",
    34: "regex-size",
    35: "long-values",
    36: "too-long",
    37: "slow-client",
    38: "many-slow-queries",
    39: "client-leaves",
    40: "compressed-body",
    41: "ranges",
    42: "encodings",
    43: "odd-characters",
    44: "markup-in-texts",
    45: "running-iris",
    46: "iri-in-address",
    47: "reflected-markup",
    48: "callback",
    49: "line-breaks",
    50: "host-header",
    51: "open-redirect",
    52: "path-traversal",
    53: "accept",
    54: "conditions",
    55: "formula-cells",
    56: "parameters",
    57: "hostile-report",
    58: "hostile-names",
    59: "xml-entity",
    60: "xml-bomb",
    61: "json-ld-context",
    62: "deep-json",
    63: "large-turtle",
    64: "bad-terms",
    65: "blank-nodes",
    66: "graph-names",
    67: "hostile-shapes",
    68: "archives",
    69: "xml-in-archive",
    70: "tables",
    71: "reconciliation",
    72: "reconciliation-preview",
    73: "search",
    74: "paging",
    75: "methods",
    76: "many-addresses",
    77: "log-forging",
    78: "secrets-in-log",
    79: "data-directory",
    80: "lying-endpoint",
}
DOES_NOT_APPLY = {
    67: "shapes are part of the package; nobody else's are read",
    69: "no project file of coding software is read; XML in a DOCX is class 60",
    70: "no codebook is imported: a record is one YAML file",
    71: "there is no reconciliation service",
    72: "there is no reconciliation service",
}


@dataclass(frozen=True, slots=True)
class Case:
    """Something hostile: its class, what is special about it, and what is sent."""

    number: int
    name: str
    text: str

    @property
    def id(self) -> str:
        return case_id(self.number, self.name)


def case_id(number: int, name: str) -> str:
    """The id of a case, led by its class."""
    return f"class-{number:02}-{CLASSES[number]}-{name.replace(' ', '-')}"


def params(cases: Iterable[Case]) -> list[object]:
    """The cases, for `parametrize`, each under its id."""
    return [pytest.param(case, id=case.id) for case in cases]


def rows(number: int, table: dict[str, object | tuple[object, ...]]) -> list[object]:
    """Rows of a table by their names, for `parametrize`, each under the id of its class."""
    return [
        pytest.param(
            *(row if isinstance(row, tuple) else (row,)), id=case_id(number, name)
        )
        for name, row in table.items()
    ]
