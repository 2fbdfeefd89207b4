# Everything a contributor or a user needs: `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BANK := cards/financial-service-etiquette

PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo sample test lint bench soak lock schemas golden clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.ready ## set up, then build the shipped bank into exports/
	@$(BIN)/drill build $(BANK) -o exports

sample: $(VENV)/.ready-dev ## a slide deck to try `drill import` with, into exports/
	@$(BIN)/python -m samples exports/parcel-counter.pptx

test: $(VENV)/.ready-dev ## set up, then run the test suite
	@$(BIN)/python -m pytest

lint: $(VENV)/.ready-dev ## ruff, mypy strict, the house's import rules, the shipped bank
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/drill check $(BANK)

bench: $(VENV)/.ready-dev ## measure against peers; see docs/benchmarks.md
	@$(BIN)/python -m benchmarks

soak: $(VENV)/.ready-dev ## the slow tests that `make test` leaves out
	@$(BIN)/python -m pytest -m soak

golden: $(VENV)/.ready-dev ## rewrite the golden files the tests compare with
	@$(BIN)/python -m pytest --update-golden -m golden

schemas: $(VENV)/.ready ## rewrite the JSON Schemas of the shipped bank from the model
	@$(BIN)/drill bank schema $(BANK)

# Maintainers only: resolves pyproject.toml again (needs uv on the PATH).
lock: ## resolve the dependencies again into the lock files
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
	  --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
	  --python-version 3.11 --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and all output
	rm -rf $(VENV) build dist
	find exports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=python3.11 demo" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The build backend comes from the lock too, so the project itself installs without build isolation.
$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
