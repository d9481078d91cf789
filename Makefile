# make demo   the whole portal with made-up cases on http://127.0.0.1:8000 (PORT=8010 make demo for another port)
# make test   the whole test suite
# make check  style, types, templates, migrations, production settings, import direction
# make bench  measured figures beside their budgets (SCALE=100000 make bench: the search at that many documents)
# Each sets up .venv from the pinned requirements first and skips that when they have not changed.

PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python

.PHONY: demo test check bench
.DEFAULT_GOAL := demo

demo: .venv/base.stamp
	@$(RUN) manage.py demo --port $(PORT)

test: .venv/dev.stamp
	@.venv/bin/pytest -n 2 --dist loadfile --durations=25 -m "not postgres"
	@$(RUN) -m tests.servers .venv/bin/pytest -m postgres

check: .venv/dev.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/djlint --lint --quiet .
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py makemigrations --check
	@$(RUN) -m tests.deployment
	@.venv/bin/pytest -q tests/test_repository.py

bench: .venv/dev.stamp
	@$(RUN) -m benchmarks $(if $(SCALE),--scale $(SCALE))

.venv/base.stamp: requirements/base.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	@test -x $(RUN) || $(PYTHON) -m venv .venv
	@echo "Installing the pinned packages into .venv …"
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev.stamp: .venv/base.stamp requirements/dev.txt
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
