"""From what the endpoint can do, and what was counted in its release, to a description for programs.

A release has its figures in its catalogue, so nothing is counted while somebody waits; bare files and
endpoints elsewhere are counted when they are asked.
"""

from __future__ import annotations

from policygraph.engine import Graph, Store
from policygraph.engine.release_store import CATALOG
from policygraph.errors import PolicygraphError
from policygraph.web.documents import new_asker
from policygraph.web.files import release_file
from policygraph.web.sites import site


def describe_service(wanted: str) -> bytes:
    """Describe the endpoint in a format of RDF, by its name, with how many triples each graph has.

    Source: SPARQL 1.1 Service Description, section 3.
    """
    asker = new_asker()
    iris = asker.source.iris
    endpoint = iris.endpoint()
    about = iris.document("about")
    parts = [asker.graph("service-description", endpoint=endpoint, about=about)]
    if asker.source.release is None:
        parts.append(asker.graph("service-counts", endpoint=endpoint))
    else:
        parts.append(_figures())
    described = Store()
    for part in parts:
        described.load_bytes(part.write("ntriples"), "ntriples")
    return described.dump(wanted)


def _figures() -> Graph:
    """Ask the catalogue of the release, which is no graph that the endpoint sees."""
    here = site()
    catalogue = Store()
    catalogue.load_file(release_file(CATALOG))
    query = here.shelf.pages["service-figures"]
    answer = catalogue.answer(query.bind({"endpoint": here.source.iris.endpoint()}))
    if not isinstance(answer, Graph):
        raise PolicygraphError(f"The query {query.name} gives no graph.")
    return answer
