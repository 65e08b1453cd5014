"""Serve the corpus: `python server.py`, or `server:app` under any WSGI server."""

import sys

from policygraph.cli import application, main

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
else:
    app = application()
