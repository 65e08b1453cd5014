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
from policygraph.engine.dumping import (
    DUMP_FORMATS,
    DUMPS,
    Dump,
    rewrite_rdf,
    rewrite_vocabulary,
    write_dumps,
)
from policygraph.engine.formats import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    Format,
    graph_format,
    row_format,
)
from policygraph.engine.layout import lay_out
from policygraph.engine.mistakes import excerpt
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
    release_files,
    verify_release,
)
from policygraph.engine.scan import may_answer_anew, query_form, undeclared_prefixes
from policygraph.engine.store import (
    Store,
    merge_sorted_lines,
    open_store,
    parse_quads,
    sorted_nquads,
)
from policygraph.engine.terms import Blank, Literal, Quad, Term, is_iri, written

__all__ = [
    "DUMPS",
    "DUMP_FORMATS",
    "GRAPH_FORMATS",
    "PREFIXES",
    "ROW_FORMATS",
    "Answer",
    "Blank",
    "Dump",
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
    "excerpt",
    "find_query",
    "find_release",
    "graph_format",
    "is_iri",
    "lay_out",
    "may_answer_anew",
    "merge_graphs",
    "merge_sorted_lines",
    "open_release",
    "open_store",
    "parse_quads",
    "query_form",
    "read_manifest",
    "read_query_file",
    "release_files",
    "rewrite_rdf",
    "rewrite_turtle",
    "rewrite_vocabulary",
    "row_format",
    "sorted_nquads",
    "undeclared_prefixes",
    "verify_release",
    "write_dumps",
    "written",
]
