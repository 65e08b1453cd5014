"""The release named by `BENCHMARK_RELEASE`, as an application for the WSGI servers that are measured."""

import os
from pathlib import Path

from policygraph.cli import application

app = application(Path(os.environ["BENCHMARK_RELEASE"]))
