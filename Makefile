# The commands of Hòa Nhập. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test bench accessibility-report requirements translations wheel clean

PORT ?= 8000

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-21s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install everything into .venv/ and static/vendor/; does nothing when nothing changed
	@bash tools/setup.sh

run: setup ## Set up, load the demo data and serve http://127.0.0.1:8000 (PORT= to change)
	@.venv/bin/hoanhap migrate
	@.venv/bin/hoanhap demo
	@PORT=$(PORT) exec .venv/bin/hoanhap serve

test: ## Set up, with a browser and a screen reader, and run every check
	@bash tools/setup.sh tests
	@bash tools/in_memory.sh bash tools/checks.sh

bench: setup ## Measure, and compare with the bare database engine
	@.venv/bin/python -m bench

accessibility-report: ## Look at every page, listen to every story, and write down what was found
	@bash tools/setup.sh tests
	@PATH="$$PWD/.venv/bin:$$PATH" bash tools/in_memory.sh python tools/accessibility_report.py

requirements: setup ## Compile the pinned requirements again, at the newest versions that fit
	@bash tools/requirements.sh

translations: setup ## Bring the English catalogue up to date with the Vietnamese source text
	@.venv/bin/python tools/translations.py

wheel: setup ## Build dist/*.whl, with templates and static files inside
	@.venv/bin/hatchling build -t wheel

clean: ## Remove what was built, but not the state in var/
	rm -rf .venv node_modules static/vendor dist test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests e2e bench tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
