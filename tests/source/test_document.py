from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest

from policygraph.errors import DataError, NotFoundError, OutsideError, UsageError
from policygraph.source import read_document
from policygraph.source.fetching import fetch

PARAGRAPH = (
    "Lamps were discussed for a whole evening, and everybody who spoke said that they burn "
    "for too long. The forum will meet again when the council has answered its letter."
)
PAGE = f"""<!doctype html><html><head><title>Lamps</title></head><body>
<nav><a href="/">Home</a> <a href="/join">Join us today</a></nav>
<main><h1>Lamps at night</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH[::-1]}</p></main>
<footer>Cookies and more</footer></body></html>"""


def pdf_with(text: str) -> bytes:
    """Return a PDF of one page with one line of text."""
    stream = f"BT /F1 9 Tf 20 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def docx_with(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "in a table"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_text_is_kept_byte_for_byte(tmp_path: Path) -> None:
    data = "\ufeffa\u00a0“b”\r\ncafe\u0301 \r\n\n".encode()
    path = tmp_path / "report.txt"
    path.write_bytes(data)

    document = read_document(str(path))

    assert document.text.encode() == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_the_socitm_text_has_the_digest_its_anchors_were_made_from(
    socitm_text: Path,
) -> None:
    document = read_document(str(socitm_text))

    assert len(document.text) == 6535
    assert document.sha256.startswith("eaf5223e")


@pytest.mark.parametrize(
    ("name", "data", "loader"),
    [
        pytest.param("a.html", PAGE.encode(), "trafilatura", id="html"),
        pytest.param("a.PDF", pdf_with(PARAGRAPH), "pypdf", id="pdf"),
        pytest.param("a.docx", docx_with("One", PARAGRAPH), "python-docx", id="docx"),
        pytest.param(
            "a.md", f"# Lamps\n\n{PARAGRAPH}\n".encode(), "text", id="markdown"
        ),
    ],
)
def test_each_kind_of_document_gives_its_running_text(
    tmp_path: Path, name: str, data: bytes, loader: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    document = read_document(str(path))

    assert PARAGRAPH in document.text
    assert "Join us today" not in document.text
    assert "\r" not in document.text
    assert document.loader == loader


def test_tables_of_a_docx_are_read_with_its_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_with(PARAGRAPH))

    document = read_document(str(path))

    assert "in a table" in document.text


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        pytest.param("a.txt", b"a\0b", "binary", id="binary"),
        pytest.param("a.txt", "Lamps".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param("a.txt", b"abc\xe9", "not UTF-8 (byte 3)", id="latin-1"),
        pytest.param("a.txt", b" \n", "no text", id="empty"),
        pytest.param("a.xls", b"x", "kind that is not read", id="unknown kind"),
        pytest.param("a.pdf", b"%PDF-1.4 broken", "as a PDF", id="broken pdf"),
        pytest.param("a.docx", b"PK broken", "as a DOCX", id="broken docx"),
        pytest.param("a.html", b"\0<html>", "binary", id="binary html"),
        pytest.param("a.html", b"<html></html>", "no text", id="empty html"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(DataError) as raised:
        read_document(str(path))

    assert told in raised.value.message
    assert "\n" not in raised.value.message


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_document(str(tmp_path / "none.txt"))


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()

    with pytest.raises(OutsideError):
        read_document(str(tmp_path / "a.txt"))


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/gone":
            self.send_error(404)
            return
        self.send_response(200)
        kind = "text/html" if self.path == "/lamps" else "text/plain"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode() if self.path == "/lamps" else b"x" * 5000)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A web server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_an_address_is_read_by_the_media_type_its_server_gives(site: str) -> None:
    document = read_document(f"{site}/lamps")

    assert PARAGRAPH in document.text
    assert document.media_type == "text/html"


def test_an_error_of_the_server_is_told(site: str) -> None:
    with pytest.raises(OutsideError, match="404"):
        read_document(f"{site}/gone")


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(OutsideError, match="cannot be fetched"):
        read_document("http://127.0.0.1:1/lamps")


def test_a_download_stops_at_its_limit(site: str) -> None:
    with pytest.raises(DataError, match="larger than"):
        fetch(f"{site}/long.txt", max_bytes=1000)


def test_a_file_is_read_up_to_a_limit_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with path.open("wb") as file:
        file.truncate(20_000_001)

    with pytest.raises(DataError, match="larger than 20 MB") as caught:
        read_document(str(path))

    assert str(caught.value).startswith(f"{path}: ")
    assert "the report alone" in caught.value.hint


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/a.txt"])
def test_only_web_addresses_are_fetched(address: str) -> None:
    with pytest.raises(UsageError):
        fetch(address, max_bytes=1000)
