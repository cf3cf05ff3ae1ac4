# `make` lists what there is. Needs Python 3.11 or newer; everything else is installed into .venv.
.DEFAULT_GOAL := help
.PHONY: help run dev test quick lint check test-js test-postgres test-sqlite test-browser test-clocks trials bench lock sbom audit secrets
.NOTPARALLEL:

PORT ?= 8000
WORKERS ?= 2
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
# One lock for every Python and machine; what it says comes from the readable file alone, not from whose machine it is.
LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links
MANAGE := $(BIN)/python manage.py
POSTGRES := $(BIN)/python tests/cluster.py --
COUNT_DAYS := tests/patients tests/hhtclinic tests/test_pages.py tests/test_access.py
# The tests bring their own surroundings, whatever the shell has set.
CLEAN := env -u DATABASE_URL -u ENVIRONMENT -u SECRET_KEY -u VAR_DIR

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

run: .venv/run  ## the site with a demo clinic on http://localhost:8000 (PORT=8001 changes it)
	@PORT=$(PORT) deploy/run.sh

dev: .venv/test  ## the same, restarting at every change, with debug pages
	@ENVIRONMENT=dev $(BIN)/python -m deploy.prepare
	ENVIRONMENT=dev $(MANAGE) run_due --loop & trap "kill $$!" EXIT; ENVIRONMENT=dev $(MANAGE) runserver localhost:$(PORT)

test: lint check test-js test-postgres test-sqlite test-browser  ## everything that must hold before a change is shared

quick: lint test-js  ## what needs no database
	$(CLEAN) $(BIN)/pytest -q -n $(WORKERS) --database=spared --ignore=tests/architecture

lint: .venv/test  ## style, import order, types, and the house rules that are read from the sources
	$(BIN)/ruff check .
	$(CLEAN) $(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(CLEAN) $(BIN)/pytest -q tests/architecture

check: .venv/test  ## Django's checks, missing migrations, static files that cannot be collected
	$(CLEAN) $(MANAGE) check
	$(CLEAN) $(MANAGE) makemigrations --check --dry-run
	$(CLEAN) $(MANAGE) collectstatic --noinput --verbosity 0

test-js: .venv/test  ## the scripts alone, in node
	$(BIN)/python tests/node.py
	node --test $(wildcard tests/js/*.test.js tests/js/*/*.test.js)

test-postgres: .venv/test  ## the suite but for what lint ran, on a throwaway PostgreSQL; counts the branches that it reaches
	$(BIN)/python tests/pango.py
	rm -f .coverage .coverage.*
	$(CLEAN) $(POSTGRES) $(BIN)/coverage run -m pytest -n $(WORKERS) --ignore=tests/architecture
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report

test-sqlite: .venv/test  ## the suite on SQLite, without what needs no database and tables of words, which ran already
	$(BIN)/python tests/pango.py
	$(CLEAN) $(BIN)/pytest -n $(WORKERS) --database=needed

test-browser: .venv/test  ## the journeys in Chromium, on a throwaway PostgreSQL
	$(BIN)/python tests/chromium.py
	$(CLEAN) $(POSTGRES) $(BIN)/pytest -n $(WORKERS) tests/browser

# Where the day of the patient and the day in UTC differ, and where clocks are about to change.
test-clocks: .venv/test  ## what counts days, at the three times that are worst for it
	@for at in 2026-06-01T23:20Z 2026-03-29T00:40Z 2026-10-25T00:30Z; do echo "$$at"; \
		$(CLEAN) CLOCK=$$at $(BIN)/pytest -q -n $(WORKERS) $(COUNT_DAYS) || exit 1; done

trials: .venv/test  ## what is too long for every commit; writes docs/figures.md
	$(CLEAN) HYPOTHESIS_PROFILE=trials FIGURES_FILE=docs/figures.md $(POSTGRES) $(BIN)/pytest tests/trials

bench: .venv/test  ## what each page and post takes, beside a bare Django site; WHOLE=1 fills 5 million sets and docs/
	@$(CLEAN) $(BIN)/python -m tests.bench $(if $(WHOLE),,--quick)

# The file there is already keeps its versions: `make lock UPGRADE=--upgrade` takes the newest of what others need in turn.
lock: | .venv/made  ## requirements*.lock anew, after a change in requirements*.txt
	$(PIP) $$(grep -o '^uv==[0-9.]*' requirements-dev.txt)
	$(LOCK) $(UPGRADE) requirements.txt --output-file requirements.lock
	$(LOCK) $(UPGRADE) --constraint requirements.lock requirements-dev.txt --output-file requirements-dev.lock

sbom: .venv/test  ## docs/sbom.cdx.json anew: what the site is made of, after a change in requirements.lock or static/vendor
	$(BIN)/python -m tests.supply.bom

# Both end with 3 where they could not ask or read, and never say then that all is well.
audit: .venv/test  ## whether holes are known in what the site is made of; asks OSV or PyPI, and npm
	@$(BIN)/python -m tests.supply.audit

secrets: .venv/test  ## whether a key or a password stands anywhere in the history; takes two minutes
	@$(BIN)/python -m tests.supply.secrets

# The first Python that is new enough makes .venv; the stamps make the next start quick.
.venv/made:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making .venv with $$($$python --version)"; \
		$$python -m venv .venv && touch $@; exit; \
	done; echo 'Python 3.11 or newer is missing. Type: sudo apt-get install -y python3 python3-venv' >&2; exit 1

.venv/run: requirements.lock | .venv/made
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/test: requirements.lock requirements-dev.lock | .venv/made
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run
