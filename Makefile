# `make help` lists the targets. Everything goes into .venv and instance/.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-long test-fast dev bench bundle lint format translations clean

export UV_PYTHON_DOWNLOADS := never
unexport PYTHONDONTWRITEBYTECODE # each of many processes would compile two thousand modules anew
BIN := .venv/bin
CODE := integrity commitments arrears evaluations jobs wsgi.py tests
CATALOGUES := $(wildcard integrity/translations/*/LC_MESSAGES/*.po)
LOCK := pyproject.toml uv.lock $(CATALOGUES) .ci/venv

# The demonstration has a database, a secret and a queue of its own, whatever the environment says.
DEMO := DEMO=1 DATABASE_URL=sqlite:///$(CURDIR)/instance/demo.sqlite REDIS_URL=
SERVE ?= 1
# Tests that try what hypothesis makes up, on bytes, words, days and amounts.
FUZZED := $(addprefix tests/,test_strangers.py test_jpegs.py test_pdfs.py test_spellings.py \
    test_workdays.py test_lateness.py subjects/test_identifiers.py arrears/test_interest.py \
    commitments/test_round_trip.py credit/test_any_order.py)
# What SQLite does in its own way: tables and their changes, searches, figures, inserts that ignore, files.
ON_SQLITE := $(addprefix tests/,migrations search urging site/test_pages.py desk/test_today.py \
    jobs/test_runner.py test_sqlite.py test_insert_ignore.py test_connections.py test_streams.py)
WHERE = $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

help: ## list the targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/demo ## load the demonstration data and serve it (SERVE=0: only load; PORT=, HOST=)
	@mkdir -p instance
	@[ -e .env ] || printf '%s\n' '# Written by make demo: flask commands use the demonstration. Delete it for real work.' \
	    $(DEMO) > .env
	@$(DEMO) $(BIN)/flask demo
	@[ '$(SERVE)' = 0 ] || exec env $(DEMO) $(BIN)/flask serve $(WHERE)

test: .venv/dev ## install what the tests need; run them all on PostgreSQL, some on SQLite
	tests/setup.sh
	$(BIN)/python -m tests.servers -- $(BIN)/pytest -n 2 -m server --database postgresql
	$(BIN)/python -m tests.servers -- $(BIN)/pytest -n 2 -m 'not server' --database postgresql --later 400
	$(BIN)/pytest -n 2 -m 'not server' --hypothesis-profile fast $(ON_SQLITE)

test-sqlite: .venv/dev ## the tests that need no server on SQLite, with the machine's clock 60 days ahead
	$(BIN)/pytest -n 2 -m 'not server' --later 60

test-long: .venv/dev test-sqlite ## 10,000 wild inputs on PostgreSQL, parsers and rules with many more examples (an hour)
	tests/setup.sh long
	$(BIN)/pytest -n 2 --hypothesis-profile long $(FUZZED)
	WILD_INPUTS=10000 $(BIN)/python -m tests.servers -- $(BIN)/pytest -n 0 --database postgresql \
	    tests/pages/test_wild_input.py
	$(BIN)/python -m tests.servers -- $(BIN)/pytest -n 0 -m long --database postgresql

test-fast: .venv/dev ## rules and verbs without pages: tests that need no server and look at one thing
	@$(BIN)/pytest -n 2 -m 'not server and not slow and not pages' --hypothesis-profile fast

dev: .venv/dev ## serve the demonstration with reload and debugger (PORT=, HOST=)
	@$(DEMO) $(BIN)/flask demo
	@exec env $(DEMO) $(BIN)/flask serve --reload $(WHERE)

bench: .venv/dev ## benchmarks on a private PostgreSQL, ratios side by side
	@tests/setup.sh
	@$(BIN)/python -m tests.servers -- $(BIN)/python -m tests.benchmarks

bundle: .venv/dev ## one archive in dist/ that installs without internet (ARCH=aarch64 for arm64)
	@deploy/bundle.sh

lint: .venv/dev ## ruff, mypy, templates, bandit
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit -q -ll -c pyproject.toml -r integrity commitments arrears evaluations jobs

format: .venv/dev ## let ruff sort imports and format
	$(BIN)/ruff check --fix --select I $(CODE)
	$(BIN)/ruff format $(CODE)

translations: .venv/dev ## collect the messages, bring the catalogues up to date, compile
	$(BIN)/pybabel -q extract -F pyproject.toml -k _l -k lazy_pgettext:1c,2 -k Somebody --no-location --sort-output --no-wrap \
	    --project integrity -o integrity/translations/messages.pot \
	    integrity commitments arrears evaluations jobs templates
	[ -d integrity/translations/en ] || $(BIN)/pybabel -q init -l en \
	    -i integrity/translations/messages.pot -d integrity/translations
	$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-obsolete \
	    -i integrity/translations/messages.pot -d integrity/translations
	$(BIN)/pybabel compile --statistics -d integrity/translations

clean: ## remove .venv, caches and compiled files (never instance/)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -path ./node_modules -prune -o \( -name __pycache__ -o -name '*.mo' \) -exec rm -rf {} +

.venv/demo: $(LOCK)
	@.ci/venv
	@$(BIN)/uv sync -q --locked --inexact --no-dev
	@$(call compile)
	@touch $@

.venv/dev: $(LOCK)
	@.ci/venv
	@$(BIN)/uv sync -q --locked
	@$(call compile)
	@touch $@ .venv/demo

compile = $(if $(CATALOGUES),$(BIN)/pybabel -q compile -d integrity/translations,true)
