"""The dataset as a whole: its catalogue (VoID and DCAT), its dumps, its context, its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, redirect, request

from policygraph.engine import DUMPS, GRAPH_FORMATS, rewrite_rdf
from policygraph.engine.release_store import CATALOG, read_manifest
from policygraph.errors import NotFoundError
from policygraph.exchange import compact_document
from policygraph.web.dataset_page import DumpLine, dump_lines
from policygraph.web.documents import Alternate, licence_ref, page, respond
from policygraph.web.files import (
    context_bytes,
    dumps_of,
    read_release_context,
    release_file,
    stream_dump,
)
from policygraph.web.links import Ref
from policygraph.web.negotiation import (
    GRAPH_OFFERS,
    HTML,
    THING_OFFERS,
    Offer,
    choose_or_refuse,
    split_ending,
)
from policygraph.web.search_engines import describe_dataset
from policygraph.web.signposts import (
    LINKSET,
    WebLink,
    links_of_home,
    links_of_thing,
    write_linkset,
)
from policygraph.web.sites import site
from policygraph.web.versions import mark_version, unchanged

blueprint = Blueprint("dataset", __name__)
_SUMS: Final = "SHA256SUMS"
_JSON_LD: Final = Offer("jsonld", "application/ld+json", "jsonld", "JSON-LD")
_LINKS: Final = Offer("linkset", LINKSET, "json", "Linkset", ("application/json",))
_PLAIN: Final = Offer("text", "text/plain", "txt", "Text")
_GZIP: Final = "application/gzip"


@dataclass(frozen=True, slots=True)
class CatalogView:
    """All that the page of the catalogue shows."""

    description: str
    licence: Ref | None
    modified: str
    dumps: tuple[DumpLine, ...]


@blueprint.get("/catalog", defaults={"ending": ""})
@blueprint.get("/catalog.<ending>")
def show_catalog(ending: str) -> Response:
    """Show the catalogue as a page, or as RDF with every figure and checksum."""
    by_ending = split_ending(f"catalog.{ending}", THING_OFFERS)[1] if ending else None
    if ending and by_ending is None:
        raise NotFoundError(
            f"The catalogue is not to be had as .{ending}.",
            hint="on offer are " + ", ".join(f".{one.ending}" for one in THING_OFFERS),
        )
    offer = by_ending or _wished(THING_OFFERS)
    return _catalog(offer, place="" if by_ending else f"/catalog.{offer.ending}")


@blueprint.get("/.well-known/void")
def show_void() -> Response:
    """Describe the dataset where machines look first; Turtle unless something else is asked for.

    Source: VoID, section 7.2 (discovery by well-known URI).
    """
    offer = _wished(THING_OFFERS[1:])
    return _catalog(offer, place=f"/catalog.{offer.ending}")


def _wished(offers: tuple[Offer, ...]) -> Offer:
    """Return the format that the address names, or the header."""
    accept, named = request.headers.get("Accept", ""), request.args.get("format", "")
    return choose_or_refuse(accept, offers, named)


def _catalog(offer: Offer, *, place: str) -> Response:
    return respond(
        offer,
        _catalog_page if offer == HTML else lambda: catalog_rdf(offer),
        alternates=catalog_alternates(),
        place=place,
        links=home_links(),
    )


def catalog_alternates() -> tuple[Alternate, ...]:
    """Return the catalogue in the formats of RDF; the front page is to be had as these, too."""
    return tuple(
        Alternate(one.label, f"/catalog.{one.ending}", one.media_type)
        for one in THING_OFFERS
        if one != HTML
    )


def catalog_rdf(offer: Offer) -> bytes:
    """Write the catalogue in a format of RDF.

    Raises:
        NotFoundError: what is served is no release, and has none.
    """
    content = release_file(CATALOG).read_bytes()
    if offer.name == "turtle":
        return content
    formats = {one.name: one for one in GRAPH_FORMATS}
    name = "ntriples" if offer.name == "jsonld" else offer.name
    written = rewrite_rdf(content, formats["turtle"], formats[name])
    if offer.name == "jsonld":
        return compact_document(written, read_release_context())
    return written


def _catalog_page() -> str:
    source = site().source
    licence = source.about.get("licence", "")
    view = CatalogView(
        description=source.about.get("description", ""),
        licence=licence_ref(licence) if licence else None,
        modified=source.about.get("modified", ""),
        dumps=dump_lines(read_manifest(source.release)) if source.release else (),
    )
    return page(
        "catalog.html",
        view,
        title="Data to download",
        iri=source.iris.dataset(),
        alternates=catalog_alternates(),
        about=describe_dataset(source, dumps_of(source)),
    )


@blueprint.get("/downloads")
def lead_to_downloads() -> Response:
    """Lead to the page that lists the files."""
    response = redirect("/catalog", 301)
    assert isinstance(response, Response)  # noqa: S101 - redirect is typed for werkzeug's
    return response


@blueprint.get("/dump")
def choose_dump() -> Response:
    """Lead to the whole dataset in the format that a client likes best; people to the catalogue."""
    offers = (HTML, *(one for one in GRAPH_OFFERS if _is_dumped(one)))
    offer = _wished(offers)
    target = "/catalog" if offer == HTML else f"/dump/dataset.{offer.ending}"
    response = redirect(target, 303)
    response.vary.add("Accept")
    assert isinstance(response, Response)  # noqa: S101 - redirect is typed for werkzeug's
    return response


def _is_dumped(offer: Offer) -> bool:
    return offer.media_type in {media for _, media in dumps_of(site().source)}


@blueprint.get("/dump/<name>")
def send_dump(name: str) -> Response:
    """Send a dump, or the list of all checksums."""
    if name == _SUMS:
        return respond(_PLAIN, lambda: release_file(f"{DUMPS}/{_SUMS}").read_bytes())
    media_type = dict(dumps_of(site().source)).get(name)
    if media_type is None:
        raise NotFoundError(
            f"There is no dump {name}.", hint="the catalogue lists all: /catalog"
        )
    response = unchanged(name)
    if response is None:
        response = Response(stream_dump(name), mimetype=media_type)
        if media_type == _GZIP:
            size = release_file(f"{DUMPS}/{name}").stat().st_size
            response.content_length = size
        mark_version(response, name)
    link = WebLink("describedby", "/catalog.ttl", "text/turtle")
    response.headers.add("Link", link.header())
    return response


@blueprint.get("/context.jsonld")
def send_context() -> Response:
    """Send the JSON-LD context that documents are compacted against."""
    return respond(_JSON_LD, context_bytes)


@blueprint.get("/linkset", defaults={"path": ""})
@blueprint.get("/linkset/<path:path>")
def send_linkset(path: str) -> Response:
    """Send the typed links of a document as one JSON document."""
    # imported here: `things` knows what a document is, and is registered last
    from policygraph.web.things import links_to_formats, require_known

    source = site().source
    if not path:
        links, anchor = _links_of_front_page(), source.iris.document()
    else:
        require_known(path)
        licence = source.about.get("licence", "")
        links = links_of_thing(path, iris=source.iris, licence=licence)
        links = (*links_to_formats(path), *links)
        anchor = source.iris.document(path)
    return respond(_LINKS, lambda: write_linkset(anchor, links, source.iris))


def _links_of_front_page() -> tuple[WebLink, ...]:
    if site().source.release is None:
        return home_links()
    formats = tuple(
        WebLink("alternate", one.href, one.media_type) for one in catalog_alternates()
    )
    return (*formats, *home_links())


def home_links() -> tuple[WebLink, ...]:
    """Return the typed links of the front page and of the catalogue, but for other formats."""
    source = site().source
    licence = source.about.get("licence", "")
    return links_of_home(dumps_of(source), iris=source.iris, licence=licence)
