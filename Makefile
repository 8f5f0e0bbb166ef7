# Every command a contributor needs; `make` alone lists them. CI runs `make test` and nothing else.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
LOCKED := $(PIP) install --require-hashes --requirement
PROJECT := $(PIP) install --no-build-isolation --no-deps --editable .
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml

# One environment: the runtime part is all that the demo needs, the development part comes on top.
RUNTIME := .venv/runtime.stamp
DEV := .venv/dev.stamp

$(RUNTIME): lock/runtime.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(LOCKED) lock/runtime.txt
	$(PROJECT)
	touch $@

$(DEV): lock/dev.txt $(RUNTIME)
	$(LOCKED) lock/dev.txt
	touch $@

.PHONY: help
help: ## list the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: lock
lock: $(DEV) ## resolve the dependencies again and write lock/
	$(COMPILE) --group build --upgrade --output-file lock/runtime.txt
	$(COMPILE) --group dev --constraint lock/runtime.txt --upgrade --output-file lock/dev.txt
	$(COMPILE) --group mutants --constraint lock/dev.txt --upgrade --output-file lock/mutants.txt
