# Two commands: `make serve` and `make test`. The rest serves whoever works on policygraph.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
READY := $(VENV)/.ready

.PHONY: serve test check bench bench-large clients optional clean

serve: $(READY) optional ## Build the corpus, check it and serve it
	@$(BIN)/policygraph serve --port $(PORT)

test: $(READY) optional ## Run all tests
	@$(BIN)/python -m pytest -n auto

check: $(READY) ## Format, lint, types, layers, Turtle layout, the corpus itself
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/turtlefmt --check $$(find ontology -name '*.ttl')
	@git ls-files -z | xargs -0 $(BIN)/codespell
	@$(BIN)/policygraph check

bench: $(READY) ## Measure, and print ratios to an anchor run beside
	@$(BIN)/python -m benchmarks.commands
	@$(BIN)/python -m benchmarks.anchoring
	@$(BIN)/python -m benchmarks.isolation
	@$(BIN)/python -m benchmarks.corpus

bench-large: $(READY) ## The same with 50,000 reports: hours, and some 30 GB of disk
	@$(BIN)/python -m benchmarks.corpus --reports 50000

clients: ## Install the clients by others that tests ask through: Comunica, 113 MB, by npm
	@cd tests/clients && npm install --no-package-lock --silent

# What an absent optional part costs, one line each; nothing is asked of the network.
optional:
	@command -v java >/dev/null || echo "Java is absent: 'policygraph check --owl-dl' and the tests of OWL DL are left out." >&2
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo "Chromium is absent: the test of the pages in a browser is left out." >&2
	@command -v node >/dev/null || echo "Node is absent: Comunica is left out of the tests of clients." >&2
	@test -f ../shared/reports/socitm-casa-smart-places/source.txt || test -f corpus/socitm-casa-smart-places/source.txt || echo "The text of the Socitm report is absent: its quotations are matched by digest, and the tests that need the text are left out." >&2

# uv makes the environment where it is present, the standard library elsewhere.
$(READY): pyproject.toml constraints.txt
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
	rm -rf $(VENV) releases dist build
