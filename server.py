"""Serve the corpus: `python server.py`, or `server:app` under any WSGI server."""

from policygraph.cli.serving import application
from policygraph.web import serve

app = application()

if __name__ == "__main__":
    serve(app, announce=lambda url: print(f"Serving {url}", flush=True))
