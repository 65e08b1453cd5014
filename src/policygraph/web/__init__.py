"""The web: from requests to pages, documents and protocol answers, all of them answers to `.rq` files."""

from flask import Flask as Application

from policygraph.web.app import create_app
from policygraph.web.serving import serve
from policygraph.web.source import Answering, Source

__all__ = ["Answering", "Application", "Source", "create_app", "serve"]
