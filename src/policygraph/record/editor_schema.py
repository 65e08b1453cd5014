"""The model of a record into the JSON Schema that editors complete and check by.

`python -m policygraph.record.editor_schema > corpus/record.schema.json` renews the committed file.
"""

from __future__ import annotations

import json
import sys

from policygraph.record.model import model_schema

SCHEMA_NAME = "record.schema.json"


def schema_json() -> str:
    """Return the text of the committed file."""
    return json.dumps(model_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_json())
