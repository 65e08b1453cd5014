"""A server that waits for nobody longer than a second: run by tests of slow clients."""

import sys
from pathlib import Path

from policygraph.engine import open_store
from policygraph.iris import Iris
from policygraph.isolated import Limits, start_isolation
from policygraph.web import Source, create_app, serve


def main(data: Path) -> None:
    files = [(data, None)]
    store = open_store(files)
    strangers = start_isolation(files, Limits(timeout_s=3.0, workers=2), store=store)
    app = create_app(Source(store, Iris(), "d1gest", "Impatient", strangers=strangers))
    serve(
        app,
        port=0,
        announce=lambda url: print(url, flush=True),  # noqa: T201
        receive_within_s=1.0,
        send_within_s=1.0,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
