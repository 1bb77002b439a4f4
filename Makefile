# Everything Branda does on one machine. `make help` lists it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
ARGS   ?=

.PHONY: help install lock demo up test test-code test-servers test-long lint bench schemas clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v=sys.version_info; sys.exit(0 if v>=(3,11) else "Branda needs Python 3.11 or newer; this is %d.%d" % v[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP) ## the virtual environment, from the hashed lock

lock: ## pin every package anew (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock" --no-emit-package branda -o requirements.lock
	uv pip compile pyproject.toml --extra intake --extra scoring --extra notifier --generate-hashes --python-version 3.11 \
	  --constraint requirements.lock --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --no-emit-package branda -o requirements.production.lock

lint: $(STAMP) ## ruff, mypy strict, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(STAMP) ## everything that must hold, on real servers (at most 12 minutes); ARGS=… runs a part of it, without lint
ifeq ($(strip $(ARGS)),)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line test-code test-servers
else
	$(BIN)/pytest -m "not long" $(ARGS)
endif

test-code: lint # what needs one core beside what waits for servers; pages are looked at in Chromium, in process
	$(BIN)/pytest -m "not long" tests/unit tests/browser

test-servers: $(STAMP) # one Kafka and one MongoDB for all of it
	$(BIN)/pytest -m "not long" tests/contract tests/integration tests/e2e

test-long: $(STAMP) ## full matrices and random kills (at most 60 minutes)
	$(BIN)/pytest -m "long" --timeout 1800 $(ARGS)

schemas: $(STAMP) ## write the JSON Schemas of the events and their pages anew
	$(BIN)/python -m shared.contracts.schemas

up: $(STAMP) ## Kafka, MongoDB, a mail catcher and the four processes, until Ctrl-C
	$(BIN)/branda up $(ARGS)

demo: $(STAMP) ## the same with demo data; ARGS=--exit checks everything and stops
	$(BIN)/branda demo $(ARGS)

bench: $(STAMP) ## speed against the same work done bare
	$(BIN)/python -m tests.benchmarks

clean: ## remove the virtual environment and every cache of this folder
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
