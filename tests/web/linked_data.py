"""What the tests of linked data share: the links of an answer, read as a machine reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.test import TestResponse

_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[a-z-]+=\"[^\"]*\")*)")


@dataclass(frozen=True)
class Link:
    relation: str
    href: str
    media_type: str = ""


def links_of(response: TestResponse) -> set[Link]:
    found = set()
    for header in response.headers.getlist("Link"):
        for href, told in _LINK.findall(header):
            parameters = dict(re.findall(r'([a-z-]+)="([^"]*)"', told))
            found.add(Link(parameters["rel"], href, parameters.get("type", "")))
    return found


def targets(response: TestResponse, relation: str) -> set[str]:
    return {one.href for one in links_of(response) if one.relation == relation}
