"""`python -m policygraph.isolated`: the process in which a zygote loads its own store."""

import sys

from policygraph.isolated.zygote import run_spawned

run_spawned(sys.argv[1])
