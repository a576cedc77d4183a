# IO-CORE dashboard. `make run` and `make test` do all their own set-up.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
READY := .venv/.ready
FAST := tests/unit/analytics tests/house tests/policy

.PHONY: help run test check bench simulations validation screenshots clean

help:
	@echo "make run          serve the dashboard on http://127.0.0.1:$(PORT)"
	@echo "make test         set up and run every test but the simulations"
	@echo "make check        format, lint, types, contracts and the fast tests, about a minute"
	@echo "make bench        speed ratios"
	@echo "make simulations  coverage and error rates, ten minutes"
	@echo "make validation   run the reference tests and renew docs/validation.md"
	@echo "make screenshots  renew the pictures of the README from the demo"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make run PYTHON=python3.11"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

run: $(READY)
	@$(BIN)/iocore serve --port $(PORT)

test: $(READY)
	@sh .ci/services
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadgroup -m "not slow"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadgroup -m "not postgres and not slow" -q $(FAST)

bench: $(READY)
	@for file in tests/bench/bench_*.py; do $(BIN)/python $$file; done

simulations: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 -m slow

validation: $(READY)
	$(BIN)/python docs/validation.py

screenshots: $(READY)
	@sh .ci/services
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache
