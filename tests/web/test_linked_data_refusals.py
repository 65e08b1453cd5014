"""What a refusal at the endpoint tells, so that the next try is right."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", None])
def test_another_media_type_is_told_which_are_read(
    web: FlaskClient, media_type: str | None
) -> None:
    response = web.post("/sparql", data=b"ASK {}", content_type=media_type)

    assert response.status_code == 415
    assert response.json["type"].endswith("/problems/unsupported-media-type")
    assert "application/sparql-query" in response.headers["Accept-Post"]
    assert "Accept-Encoding" not in response.headers


def test_a_packed_body_is_told_that_the_packing_is_at_fault(web: FlaskClient) -> None:
    response = web.post(
        "/sparql",
        data=b"\x1f\x8b",
        content_type="application/sparql-query",
        headers={"Content-Encoding": "gzip"},
    )

    assert response.status_code == 415
    assert response.headers["Accept-Encoding"] == "identity"
    assert "Accept-Post" not in response.headers
