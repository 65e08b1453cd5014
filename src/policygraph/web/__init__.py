"""The web: from requests to pages, documents and protocol answers, all of them answers to `.rq` files."""

from flask import Flask as Application

from policygraph.web.app import create_app
from policygraph.web.limiting import Rate, read_rate
from policygraph.web.logs import log_to_standard_error
from policygraph.web.operation import reloader_of, switch_source, watch_releases
from policygraph.web.reloading import Reloader
from policygraph.web.rooting import read_root
from policygraph.web.serving import serve
from policygraph.web.source import Answering, Source, find_fictional, source_of

__all__ = [
    "Answering",
    "Application",
    "Rate",
    "Reloader",
    "Source",
    "create_app",
    "find_fictional",
    "log_to_standard_error",
    "read_rate",
    "read_root",
    "reloader_of",
    "serve",
    "source_of",
    "switch_source",
    "watch_releases",
]
