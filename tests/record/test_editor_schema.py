from __future__ import annotations

from pathlib import Path

from policygraph.record.editor_schema import SCHEMA_NAME, schema_json
from policygraph.record.model import model_schema


def test_the_schema_that_editors_read_is_that_of_the_model(project: Path) -> None:
    """Renew it by `python -m policygraph.record.editor_schema > corpus/record.schema.json`."""
    committed = (project / "corpus" / SCHEMA_NAME).read_text("utf-8")

    assert committed == schema_json()


def test_an_editor_accepts_a_quotation_of_words_alone() -> None:
    quote = model_schema()["$defs"]["Statement"]["properties"]["quote"]

    kinds = [kind.get("type") for kind in quote["anyOf"]]

    assert kinds == ["string", None, "array"]
