"""record.yaml, the one file a curator writes, into a typed record anchored in its text.

The second step of the build half: text -> record. What comes out has no unknown key, no dangling
reference and no quotation that is not in the source.
"""

from policygraph.record.anchors import Anchors, anchor_record
from policygraph.record.corpus import (
    CORPUS_NAME,
    CorpusDescription,
    SharedName,
    find_conflicts,
    find_records,
    read_corpus_description,
    shared_names,
)
from policygraph.record.folder import TEXT_NAME, add_source, load_report
from policygraph.record.model import Quotation, Record, model_schema
from policygraph.record.reading import RECORD_NAME, ReadRecord, read_record
from policygraph.record.skeleton import write_skeleton
from policygraph.record.stored_anchors import (
    ANCHORS_NAME,
    Anchor,
    StoredAnchors,
    anchors_json,
    read_anchors,
    write_anchors,
)
from policygraph.record.vocabulary import Vocabulary, read_vocabulary

__all__ = [
    "ANCHORS_NAME",
    "CORPUS_NAME",
    "RECORD_NAME",
    "TEXT_NAME",
    "Anchor",
    "Anchors",
    "CorpusDescription",
    "Quotation",
    "ReadRecord",
    "Record",
    "SharedName",
    "StoredAnchors",
    "Vocabulary",
    "add_source",
    "anchor_record",
    "anchors_json",
    "find_conflicts",
    "find_records",
    "load_report",
    "model_schema",
    "read_anchors",
    "read_corpus_description",
    "read_record",
    "read_vocabulary",
    "shared_names",
    "write_anchors",
    "write_skeleton",
]
