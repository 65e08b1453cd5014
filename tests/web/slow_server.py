"""A server of which one answer waits until a file appears: run by tests of how a server stops."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Response

from policygraph.engine import Store
from policygraph.iris import Iris
from policygraph.web import Source, create_app, serve


def main(folder: Path) -> None:
    app = create_app(Source(store=Store(), iris=Iris(), digest="d1gest", title="Slow"))
    for name, answer in _answers(folder).items():
        app.add_url_rule(f"/{name}", name, answer)
    serve(
        app,
        port=0,
        announce=lambda url: print(url, flush=True),  # noqa: T201
        receive_within_s=1.0,
    )


def _answers(folder: Path) -> dict[str, Callable[[], str | bytes | Response]]:
    def slow() -> str:
        (folder / "begun").touch()
        for _ in range(2000):
            if (folder / "go").exists():
                break
            time.sleep(0.01)
        return "done"

    def long() -> bytes:
        (folder / "begun").touch()
        return b"x" * 20_000_000

    def streamed() -> Response:
        return Response(str(number) * 1000 for number in range(10))

    return {"slow": slow, "long": long, "streamed": streamed}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
