"""Pages read as a person does: by heading, text and link, never by a stretch of markup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@dataclass
class Page:
    response: TestResponse

    @cached_property
    def tree(self) -> HtmlElement:
        return html.document_fromstring(self.response.get_data(as_text=True))

    def texts(self, path: str) -> list[str]:
        return [_plain(element) for element in self.tree.xpath(path)]

    @property
    def text(self) -> str:
        return _plain(self.tree.xpath("//main")[0])

    @property
    def hrefs(self) -> list[str]:
        return [str(href) for href in self.tree.xpath("//@href")]

    def href(self, words: str) -> str:
        """Return where the first link with these words leads."""
        found = self.tree.xpath("//a[normalize-space()=$words]/@href", words=words)
        return str(found[0])

    def section(self, heading: str) -> str:
        """Return the text of the section with this heading; empty if there is none."""
        found = self.tree.xpath(
            "//section[h2[normalize-space()=$heading]]", heading=heading
        )
        return _plain(found[0]) if found else ""

    def fact(self, words: str) -> list[str]:
        """Return the values of a fact by its words."""
        found = self.tree.xpath(
            "//dl/div[dt[normalize-space()=$words]]/dd", words=words
        )
        return [_plain(element) for element in found]


def _plain(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
