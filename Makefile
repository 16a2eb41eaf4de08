# Everything that one does with this checkout. Nothing is needed but Python 3.11 or newer, make and a
# package index; the first call makes .venv.

PYTHON ?= $(shell for each in python3 python3.11 python3.12 python3.13 python; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
# Every package is pinned and checked against its hash; nothing is resolved at installation.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types imports words spelling bench torture lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.* ## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: .venv/run.stamp ## start the bot; without a token, the playground
	@$(BIN)/python main.py serve

test: .venv/dev.stamp ## run all tests and measure their coverage
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=

check: format lint types imports words spelling ## look for everything a machine can see

format: .venv/dev.stamp
	$(BIN)/ruff format --check .

lint: .venv/dev.stamp
	$(BIN)/ruff check .

types: .venv/dev.stamp
	$(BIN)/mypy

imports: .venv/dev.stamp
	$(BIN)/lint-imports

words: .venv/dev.stamp
	$(BIN)/python -m locales.generate --check

spelling: .venv/dev.stamp
	$(BIN)/codespell

bench: .venv/dev.stamp ## compare the speed with that of plain tools
	$(BIN)/python -m tests.bench

torture: .venv/dev.stamp ## let faults strike for MINUTES (30), and count what was lost
	$(BIN)/python -m tests.torture --minutes $(or $(MINUTES),30)

lock: .venv/dev.stamp ## write the requirements anew from pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --output-file requirements-dev.txt

clean: ## remove what was installed and measured; the data folder stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.* htmlcov

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing into .venv, once; it takes about a minute."
	@$(INSTALL) --requirement requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/bin/python
	@echo "Installing into .venv, once; it takes about a minute."
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $@ .venv/run.stamp

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "This Python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }
