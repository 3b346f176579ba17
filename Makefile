# Gendan 跟单. Two commands are all that a user needs: `make run` and `make test`.
#
# They ask for Python 3.11 or later and a package registry, which pip and uv find as this machine has them configured;
# PostgreSQL comes with the packages. PORT, GENDAN_DATA, DATABASE_URL and the rest are in docs/operators.md.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup .by-pip run components area-words test lint types check bench

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# What is given to pytest: TEST_ARGUMENTS="tests/core -x" runs some, one after the other.
TEST_ARGUMENTS ?= -n auto --dist loadfile --no-loadscope-reorder
# What this machine trusts, uv trusts as well: behind a company's proxy its own list of authorities is of no use.
export UV_SYSTEM_CERTS ?= true
# The newest of these that is there; `make setup PYTHON=…` chooses another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

help:
	@echo "make run    启动跟单 | run Gendan at http://127.0.0.1:$(PORT)"
	@echo "make test   运行测试 | run the tests"
	@echo "make bench  测速 | measure against raw twins and peers (ONLY=\"step http\", QUICK=1)"
	@echo "make check  测试、格式、类型、依赖方向 | tests, lint, types, import contract"

setup: $(VENV)/.set-up $(VENV)/.built

# The stamp is as old as the last set-up; it is made again when the project's own declarations change.
$(VENV)/.set-up: pyproject.toml uv.lock
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本。 | Python 3.11 or later is needed." >&2; exit 1; }
	@echo "正在准备运行环境…… | Setting up the environment …"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) || { \
		echo "无法建立虚拟环境；在 Debian 或 Ubuntu 上请先 apt install python3-venv。" >&2; \
		echo "No virtual environment could be made; on Debian or Ubuntu: apt install python3-venv." >&2; exit 1; }
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/python -m uv sync --frozen --inexact --quiet --all-groups --python $(BIN)/python || $(MAKE) --no-print-directory .by-pip
	@touch $@

# What the pages take from others, built again only when frontend/ changes. Where it can't be built, the pages say so and work.
$(VENV)/.built: $(wildcard frontend/*.json frontend/*.mjs frontend/*.py frontend/src/*.js) | $(VENV)/.set-up
	@echo "正在构建图表组件…… | Building the charts …"
	@$(BIN)/python frontend/build.py && touch $@ || true

# Where the lock's own addresses can't be reached, pip takes the same versions, hashes checked, from wherever it is configured to.
.by-pip:
	@echo "改用 pip 安装…… | Trying pip instead …"
	@$(BIN)/python -m uv export --frozen --offline --quiet --all-groups --no-emit-project --output-file $(VENV)/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(VENV)/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .

run: setup
	@exec $(BIN)/gendan serve --demo --port "$(PORT)"

test: setup
	@$(BIN)/pytest $(TEST_ARGUMENTS)

# Writes docs/components.html and docs/components.zh.html from the templates.
components: setup
	@$(BIN)/python -m tests.web.components

area-words: setup
	@$(BIN)/python -m tests.packs.area_words

lint: setup
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: setup
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint types test

# ONLY names some of them, SERVER one database (embedded, postgresql_15); QUICK=1 sees that they run, and keeps no result.
bench: setup
	@GENDAN_DATA="$${GENDAN_DATA:-.gendan/bench}" $(BIN)/python -m bench $(ONLY) $(if $(SERVER),--server $(SERVER)) $(if $(QUICK),--quick)
