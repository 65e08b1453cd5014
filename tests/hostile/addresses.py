"""Addresses and headers that nobody honest sends, class by class."""

from __future__ import annotations

from urllib.parse import quote

from tests.hostile.classes import Case

_WAYS = {
    (52, "dots"): "../../etc/passwd",
    (52, "escaped dots"): "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    (52, "escaped twice"): "%252e%252e%252fetc%252fpasswd",
    (52, "backslash"): "..%5c..%5cetc%5cpasswd",
    (52, "nul"): "%00",
    (52, "nul in name"): "x%00.ttl",
    (52, "absolute"): "%2fetc%2fpasswd",
    (52, "overlong dots"): "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    (52, "dots and semicolon"): "..;/..;/etc/passwd",
    (51, "other host"): "//evil.example/",
    (51, "other host escaped"): "%2f%2fevil.example%2f",
    (51, "backslash host"): "%5c%5cevil.example",
    (51, "user"): "@evil.example/",
    (49, "line break"): "%0d%0aSet-Cookie:%20a=b",
    (49, "line feed"): "x%0aSet-Cookie:%20a=b",
    (49, "wide line break"): "%e5%98%8a%e5%98%8dSet-Cookie:a=b",
    (47, "script"): quote("<script>alert(1)</script>"),
    (46, "end of iri"): quote("> } ; CLEAR ALL #"),
    (46, "quotes"): quote("a\"b'c d"),
    (46, "braces"): quote("x{y}|^`"),
    (47, "image"): quote('"><svg onload=alert(1)>'),
    (45, "running"): quote("javascript:alert(1)"),
    (45, "data"): quote("data:text/html,<script>alert(1)</script>"),
    (42, "no utf-8"): "%ff%fe",
    (42, "surrogate"): "%ed%a0%80",
    (42, "direction"): quote("a\u202egnp.exe"),
    (36, "long"): "a" * 5_000,
    (36, "many parts"): "a/" * 2_000,
    (52, "broken escape"): "%zz%",
}
PATHS = tuple(
    Case(number, f"{name} below /{start}", f"/{start}{way}")
    for start in ("", "id/", "reports/", "static/", "ontology/", "query/", "dumps/")
    for (number, name), way in _WAYS.items()
)
ACCEPTS = tuple(
    Case(53, name, text)
    for name, text in {
        "long": "x" * 8_000,
        "thousand ranges": ",".join(["text/turtle;q=0.1"] * 1_000),
        "semicolons": ";" * 5_000,
        "commas": "," * 5_000,
        "not a number": "text/turtle;q=NaN",
        "above one": "text/turtle;q=2",
        "negative": "text/turtle;q=-1",
        "no weight": "text/turtle;q=",
        "infinite": "text/turtle;q=1e999",
        "digits": "text/turtle;q=0." + "9" * 7_000,
        "exponent": "text/turtle;q=1e-400",
        "underscored": "text/turtle;q=1_0",
        "slash": "/",
        "star": "*",
        "tiny": "text/*;q=0.0000000001",
        "control": "\x7f",
        "parameters": "text/html;" + "a=b;" * 1_000,
        "quotes": 'text/html;x="' + '\\"' * 2_000,
        "stars": "*/*," * 2_000,
        "all refused": "*/*;q=0",
        "latin": "text/\xfc",
        "template": "{{7*7}}/${7*7}",
    }.items()
)
CONDITIONS = tuple(
    Case(54, name, text)
    for name, text in {
        "ten thousand tags": ", ".join(f'"{one}"' for one in range(10_000)),
        "star": "*",
        "open quote": '"',
        "weak": "W/",
        "control": "\x7f",
        "no tag": "no tag",
        "commas": "," * 10_000,
        "quotes": '"' * 10_000,
        "backslashes": '"\\' * 3_000,
    }.items()
)
DATES = tuple(
    Case(54, f"date {name}", text)
    for name, text in {
        "none": "x",
        "empty": "",
        "day": "Mon, 99 Foo 2020 99:99:99 GMT",
        "year": "Mon, 01 Jan 99999 00:00:00 GMT",
        "negative": "Mon, 01 Jan -001 00:00:00 GMT",
        "zone": "Mon, 01 Jan 2020 00:00:00 +99999999",
        "long": "Mon, 01 Jan 2020 00:00:00 GMT" * 300,
        "seconds": "1577836800",
    }.items()
)
