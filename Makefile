# Every command a contributor needs; `make` alone lists them. CI runs `make test` and nothing else.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP = $(BIN)/python -m pip -qq --disable-pip-version-check
LOCKED = $(PIP) install --no-deps --require-hashes --requirement
PROJECT = $(PIP) install --no-build-isolation --no-deps --editable .
RESOLVE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock"
# A worker that dies ends the run: xdist can wait for ever for the tests it handed to one.
PYTEST := $(BIN)/pytest -n 2 --dist loadscope --max-worker-restart 0

# One environment: the runtime part is all that the demo needs, development comes on top of it.
RUNTIME := .venv/runtime.stamp
DEV := .venv/dev.stamp
MUTATION := .venv/mutants.stamp

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(RUNTIME): lock/runtime.txt pyproject.toml
	@echo "Preparing .venv from lock/runtime.txt"
	@test -x $(BIN)/python || scripts/make-venv $(PYTHON)
	@$(LOCKED) lock/runtime.txt
	@$(PROJECT)
	@touch $@

$(DEV): lock/dev.txt $(RUNTIME)
	@echo "Preparing .venv from lock/dev.txt"
	@$(LOCKED) lock/dev.txt
	@touch $@

$(MUTATION): lock/mutants.txt $(DEV)
	@$(LOCKED) lock/mutants.txt
	@touch $@

# What tests start beside Python; on a machine without apt they must be there already.
.PHONY: tools
tools:
	@scripts/tools strace openssl

# An environment of its own: the libraries of the extras are large, and no other check needs them.
INTEGRATIONS := .venv/integrations/ready.stamp
$(INTEGRATIONS): BIN := .venv/integrations/bin
$(INTEGRATIONS): lock/integrations.txt lock/torch.txt lock/torch-cpu.txt pyproject.toml
	@echo "Preparing .venv/integrations from lock/integrations.txt"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv/integrations
	@$(LOCKED) lock/integrations.txt
	@$(LOCKED) lock/torch-cpu.txt 2>/dev/null || $(LOCKED) lock/torch.txt
	@$(PROJECT)
	@touch $@

.PHONY: demo
demo: $(RUNTIME) ## write a ledger of invented models into demo/ and ask it the first questions
	@rm -rf demo && mkdir demo
	@cd demo && ../$(BIN)/lifecycle demo

.PHONY: test
test: tools static ## all that CI runs: the quick part and the whole test suite with its coverage
	$(BIN)/coverage erase
	$(PYTEST) -m "not soak" --cov --cov-report=
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 --include='src/lifecycle/law/*'

.PHONY: check
check: static ## the quick part: format, lint, types, contracts, unit tests, docs, wheel contents
	$(PYTEST) -m "not slow and not soak"

.PHONY: static
static: $(DEV)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/basedpyright
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: $(DEV) ## format the code and mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: docs
docs: $(DEV) ## write the generated pages, run what the documentation shows, follow its links
	$(BIN)/python scripts/rules_doc.py
	$(BIN)/pytest tests/docs

.PHONY: integrations
integrations: $(INTEGRATIONS) ## try the extras with transformers and MLflow themselves
	.venv/integrations/bin/python -m pytest tests/integrations

.PHONY: bench
bench: $(DEV) ## measure the speed as ratios taken side by side
	$(BIN)/python -m bench

.PHONY: soak
soak: tools $(DEV) ## try faults by the hundred, and the laws of the machine on thousands of examples
	$(PYTEST) -o faulthandler_timeout=7200 --hypothesis-profile=soak tests

.PHONY: mutants
mutants: $(MUTATION) ## change the law in small ways and list what no test notices (MODULE=file)
	scripts/mutants $(MODULE)

.PHONY: lock
lock: $(DEV) ## resolve the dependencies again and write lock/
	$(RESOLVE) pyproject.toml --group build --output-file lock/runtime.txt
	$(RESOLVE) pyproject.toml --group dev --constraint lock/runtime.txt --output-file lock/dev.txt
	$(RESOLVE) pyproject.toml --group mutants --constraint lock/dev.txt --output-file lock/mutants.txt
	$(RESOLVE) pyproject.toml --extra mlflow --extra transformers --group integrations \
		--constraint lock/dev.txt --output-file .venv/integrations.lock
	@awk '/^[a-z]/ {torch = /^(torch|triton|cuda-|nvidia-)/} \
		{print > (torch && !/^#/ ? "lock/torch.txt" : "lock/integrations.txt")}' .venv/integrations.lock

.PHONY: clean
clean: ## remove the environment, the demo and everything else that was made here
	rm -rf .venv build demo dist .coverage* .hypothesis .import_linter_cache .*_cache
	find src projections cli tests bench -name __pycache__ -prune -exec rm -rf {} +
