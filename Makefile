# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Needs make and a Python. Everything else goes into .venv and .cache, both inside this folder.

PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 5000
# Tests wait as much as they work, so two workers share a core, and one is over; each needs some hundred megabytes.
JOBS   ?= $(shell $(PYTHON) -c "import os; print(min(16, 2 * os.cpu_count() + 1))")
# Tests that share what is expensive to start are in a group, which one worker runs.
IN_PARALLEL := -n $(JOBS) --dist loadgroup

SEQUENCES ?= 200

# For the benchmark. Which ansible is the newest depends on the Python.
PEER        ?= .venv-peer
PEER_PYTHON ?= $(PYTHON)

BIN  := $(VENV)/bin
DEMO := $(VENV)/.demo-installed
DEV  := $(VENV)/.dev-installed
PAIR := $(PEER)/.peer-installed

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What follows one of these runs where this clone is the collection classic.elb, whatever its folder is called.
WITH_CLONE := PYTHONPATH=tests $(BIN)/python -m support
IN_COPY    := $(WITH_CLONE) --copy

PLUGINS := ansible_collections.classic.elb.plugins
MODULES := $(patsubst plugins/modules/%.py,classic.elb.%,$(wildcard plugins/modules/*.py))

CHECKS  := lint types reuse changelog-check docs-check docs ansible-lint sanity

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo picture emulator shell test test-fast checks lint format types reuse changelog-check docs-check docs ansible-lint sanity \
        pytest unit emulator-tests integration fire breakages bench floor gates changelog build clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r target text; \
	  do printf '  %-16s %s\n' "$$target" "$$text"; done

##  See it work

demo: $(DEMO) ## Six short acts on the built-in emulator: what this collection promises, and what AWS sees of it
	@$(WITH_CLONE) python tests/demo/run.py

picture: $(DEV) ## Draw docs/demo.svg, the picture of a run of the demo in the README
	$(WITH_CLONE) python tests/demo/picture.py

emulator: $(DEMO) ## Serve the emulator on PORT (5000) until Ctrl-C
	@$(WITH_CLONE) python -m emulator --port $(PORT)

shell: $(DEMO) ## A shell in which this clone is installed, and the emulator on PORT takes the place of AWS
	@echo "classic.elb is installed in this shell, and AWS is http://127.0.0.1:$(PORT), where make emulator has to run. Leave with exit."
	@$(WITH_CLONE) env AWS_ENDPOINT_URL=http://127.0.0.1:$(PORT) AWS_REGION=us-east-1 \
	  AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator "$${SHELL:-sh}" || true

##  Test it

test: $(DEV) ## Everything that has to pass before a change lands
	@MAKE="$(MAKE)" $(BIN)/python tests/beside.py pytest $(CHECKS)

test-fast: lint ## The style and the quick tests: less than a minute
	$(BIN)/pytest -n auto -m "not slow" -k "not stock_moto" tests/unit tests/emulator/tests

checks: $(CHECKS) ## Everything of it that is not pytest

lint: $(DEV) ## Style of the Python code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(DEV) ## Mend the style of the Python code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(DEV) ## Types of the plugins, the emulator and the test tools
	$(IN_COPY) sh -c 'MYPYPATH=$$ANSIBLE_COLLECTIONS_PATH mypy --cache-dir "$(CURDIR)/.cache/mypy" -p $(PLUGINS)'
	MYPYPATH=tests $(BIN)/mypy tests/emulator tests/support tests/demo tests/benchmark tests/*.py conftest.py

reuse: $(DEV) ## The licence of every file
	@$(BIN)/reuse lint --lines

# Where it finds Sphinx, it makes an application of it for each line of each fragment. Ansible's own check has none.
changelog-check: $(DEV) ## The changelog fragments
	$(IN_COPY) python -c 'import sys; sys.modules["sphinx"] = None; from antsibull_changelog.cli import main; sys.exit(main())' lint

docs-check: $(DEV) ## The modules' documentation
	$(IN_COPY) antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self .
	$(if $(MODULES),$(WITH_CLONE) ansible-doc --json --type module $(MODULES) >/dev/null)

docs: $(DEV) ## The documentation as a site, in .cache/docs; offline, and any warning is an error
	$(IN_COPY) python tests/docsite.py "$(CURDIR)/.cache/docs"

ansible-lint: $(DEV) ## The playbooks and the collection's metadata, by the rules of Automation Hub
	$(IN_COPY) ansible-lint

sanity: $(DEV) ## ansible-test sanity, without any ignore entry
	$(BIN)/python tests/sanity.py

pytest: $(DEV) ## The unit, emulator and integration tests
	$(BIN)/pytest $(IN_PARALLEL)

unit: $(DEV) ## Planning, predicting, reading answers; nothing leaves the process
	$(BIN)/pytest tests/unit

emulator-tests: $(DEV) ## The emulator against the facts it rests on
	$(BIN)/pytest $(IN_PARALLEL) tests/emulator/tests

integration: $(DEV) ## The modules and playbooks on the emulator, also under fire
	$(BIN)/pytest $(IN_PARALLEL) tests/integration

fire: $(DEV) ## The modules under fire for long: every value, every campaign, SEQUENCES (200) sequences of tasks
	FIRE_EXAMPLES=$(SEQUENCES) FIRE_STEPS=30 $(BIN)/pytest $(IN_PARALLEL) --hypothesis-profile=explore tests/integration/fire

breakages: $(DEV) ## Break the product in each way of tests/breakages.toml: a test has to turn red. ONLY=words of a name
	$(BIN)/python tests/breakages.py $(if $(ONLY),"$(ONLY)")

floor: ## All tests of pytest with the oldest boto3 that the collection promises to work with
	$(MAKE) pytest VENV=.venv-floor CONSTRAINTS=tests/constraints-floor.txt

bench: $(DEMO) $(PAIR) ## This collection and amazon.aws side by side: CASES, LATENCIES (ms), ROUNDS
	@PYTHONPATH=tests $(BIN)/python -m benchmark --peer $(PEER) \
	  $(if $(CASES),--cases $(CASES)) $(if $(LATENCIES),--latencies $(LATENCIES)) $(if $(ROUNDS),--rounds $(ROUNDS))

gates: $(DEV) $(PAIR) floor ## What a release has to pass beside `make test`: each ansible-core at hand, Galaxy's checks, amazon.aws, the floor
	$(BIN)/python tests/gates.py

##  Ship it

changelog: $(DEV) ## Turn the fragments into the changelog of the version in galaxy.yml
	$(WITH_CLONE) antsibull-changelog release

build: $(DEMO) ## The installable archive, in build/
	@$(BIN)/python tests/release.py
	$(IN_COPY) ansible-galaxy collection build --force --output-path "$(CURDIR)/build"

clean: ## Remove all that make has made, but not .venv
	rm -rf .cache build tests/output

##  The environment

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "$(PYTHON) is too old: it takes Python 3.11 or newer, as in: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(DEMO): tests/requirements-demo.txt requirements.txt | $(BIN)/python
	@$(BIN)/python tests/install.py -r $< $(addprefix -c ,$(CONSTRAINTS))
	@touch $@

# It brings what the demo needs, so a fresh clone asks pip once.
$(DEV): tests/requirements.txt tests/requirements-demo.txt requirements.txt | $(BIN)/python
	@$(BIN)/python tests/install.py -r $< $(addprefix -c ,$(CONSTRAINTS))
	@touch $(DEMO) $@

$(PAIR): tests/requirements-peer.txt
	$(PEER_PYTHON) -m venv $(PEER)
	@$(PEER)/bin/python tests/install.py --upgrade -r $<
	@touch $@
