# Two commands: `make demo` shows Zhixi, `make test` proves it. Both need Python 3.11 or later and a package registry.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export ZHIXI_HOME ?= $(CURDIR)/var
PORT   ?= 8000

.PHONY: demo test test-postgres lint web clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.run web
	@$(BIN)/zhixi models install
	@$(BIN)/zhixi migrate --verbosity 0
	@ZHIXI_DEMO=1 $(BIN)/zhixi seed --demo
ifdef ONCE
	@ZHIXI_DEMO=1 $(BIN)/zhixi demo
else
	@ZHIXI_DEMO=1 $(BIN)/zhixi serve --demo --port $(PORT)
endif

# The tests of whole processes and browsers mostly wait, so the others run beside them; not the other way round, since
# what a shell runs in the background is deaf to SIGINT.
test: $(VENV)/.test web lint
	@$(BIN)/zhixi models install
	@beside=$$(mktemp); $(BIN)/python -m pytest src >$$beside 2>&1 & waiting=$$!; \
	$(BIN)/python -m pytest tests; code=$$?; wait $$waiting || code=$$?; cat $$beside; rm -f $$beside; exit $$code
	@$(BIN)/python hatch_build.py --test

# The office's tests once more where a PostgreSQL answers whose user may make databases; each run makes its own.
POSTGRES ?= postgresql://postgres@127.0.0.1:5432/postgres
test-postgres: $(VENV)/.test
	@if $(BIN)/python -c 'import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=2).close()' "$(POSTGRES)" 2>/dev/null; \
	then ZHIXI_DATABASE="$(POSTGRES)" $(BIN)/python -m pytest src/zhixi/hotline; \
	else echo "no PostgreSQL answers at $(POSTGRES): the office's tests ran on SQLite alone"; fi

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

web: $(VENV)/.run
	@$(BIN)/python hatch_build.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Zhixi needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing (Debian: apt install python3-venv)"; rm -rf $(VENV); exit 2; }

# The packages are pinned, and checked by hash, in requirements/.
$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@ZHIXI_SKIP_WEB=1 $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

clean:
	rm -rf $(VENV) src/zhixi/web frontend/node_modules
