"""The engine: from RDF bytes and `.rq` files to a loaded store, bound queries, answers, dumped bytes.

The only package that knows pyoxigraph; its terms never leave it.
"""

from policygraph.engine.answers import (
    PREFIXES,
    Answer,
    Graph,
    Rows,
    Truth,
    answer_from_bytes,
)
from policygraph.engine.formats import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    Format,
    graph_format,
    row_format,
)
from policygraph.engine.query_file import (
    Parameter,
    QueryFile,
    find_query,
    read_query_file,
)
from policygraph.engine.release_store import (
    Manifest,
    ReleaseStore,
    find_release,
    open_release,
    read_manifest,
    verify_release,
)
from policygraph.engine.scan import query_form
from policygraph.engine.store import (
    Store,
    merge_sorted_lines,
    open_store,
    parse_quads,
    sorted_nquads,
)
from policygraph.engine.terms import Blank, Literal, Quad, Term, is_iri, written

__all__ = [
    "GRAPH_FORMATS",
    "PREFIXES",
    "ROW_FORMATS",
    "Answer",
    "Blank",
    "Format",
    "Graph",
    "Literal",
    "Manifest",
    "Parameter",
    "Quad",
    "QueryFile",
    "ReleaseStore",
    "Rows",
    "Store",
    "Term",
    "Truth",
    "answer_from_bytes",
    "find_query",
    "find_release",
    "graph_format",
    "is_iri",
    "merge_sorted_lines",
    "open_release",
    "open_store",
    "parse_quads",
    "query_form",
    "read_manifest",
    "read_query_file",
    "row_format",
    "sorted_nquads",
    "verify_release",
    "written",
]
