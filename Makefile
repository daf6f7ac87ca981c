# `make` alone prints the commands.
PYTHON ?= python3
BIN := .venv/bin
SITE ?=
OUT ?= schedule
RELEASE ?=
STORE ?= file:data
PORT ?= 8001
KILLS ?= 1000
COUNT ?= 100000
START ?= 0
# Words that other programs have in the environment too: from make's command line only.
URL =
COUNTRY =
LIMIT =
SINCE =
UNTIL =
BACKFILL =
DRY_RUN =

.DEFAULT_GOAL := help
.PHONY: help install install-dev crawl schedule browse test tools check bench quality dedupe torture fuzz format dist readers cluster lock bench-scale

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.installed ## Make the virtual environment (.venv) with the locked dependencies

# Addresses are taken from the shell's environment, where make puts what is named on its command line: `&` and
# `?` mean nothing there.
ARGUMENTS = $(if $(LIMIT),-a limit=$(LIMIT)) $(if $(SINCE),-a since=$(SINCE)) $(if $(UNTIL),-a until=$(UNTIL)) \
	$(if $(filter-out 0,$(BACKFILL)),-a backfill=1) $(if $(filter-out 0,$(DRY_RUN)),--dry-run)

crawl: install ## Crawl the sample paper, or sites: make crawl SITE=tengrinews_kz LIMIT=5 DRY_RUN=1; COUNTRY=KZ; URL=https://...
ifneq ($(URL),)
	@$(BIN)/scrapy crawl $(if $(SITE),$(SITE) -a "url=$$URL","$$URL") $(ARGUMENTS) --show 1
else ifneq ($(COUNTRY)$(word 2,$(SITE)),)
	@$(BIN)/scrapy crawlall $(SITE) $(if $(COUNTRY),--country $(COUNTRY)) $(ARGUMENTS) --show 1
else ifneq ($(SITE),)
	@$(BIN)/scrapy crawl "$(SITE)" $(ARGUMENTS) --show 3
else ifneq ($(strip $(ARGUMENTS)),)
	@echo "make crawl: name what to crawl: SITE=tengrinews_kz, COUNTRY=KZ or URL=https://..." >&2; exit 2
else
	@$(BIN)/python -m sample_paper crawl
endif

schedule: install ## Write a crontab fragment, systemd units and a Kubernetes manifest into OUT (schedule)
	@$(BIN)/scrapy schedule --out $(OUT)

browse: install-dev ## Show a release in a browser, the newest unless named: make browse RELEASE=2026.11
	@$(BIN)/python -m pipelines.browse --store $(STORE) --release "$(RELEASE)" --port $(PORT)

test: check tools readers ## Check, then run all tests (installs what they need)
	@$(BIN)/python -m pytest -q -n 3 --dist loadscope --no-loadscope-reorder

tools: ## Install a browser and cron for the tests (Debian, as root)
	@.ci/tools

check: install-dev ## Lint, format check, types, import arrows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: install ## Measure how fast it is, beside other extractors (.venv-bench; ten minutes)
	@$(BIN)/python -m benchmarks.peers
	@$(BIN)/python -m benchmarks.crawl

quality: install-dev ## Measure how clean the text is: real pages (../shared/gold), modelled pages of the region
	@$(BIN)/python benchmarks/quality.py
	@$(BIN)/python -m benchmarks.region build .quality
	@$(BIN)/python benchmarks/quality.py --gold .quality --as-sites --out .quality/predictions.jsonl
	@$(BIN)/python -m benchmarks.region check .quality .quality/predictions.jsonl --learned || true

dedupe: install-dev ## Measure near-duplicates: recall and precision by kind, then speed and memory
	@$(BIN)/python -m benchmarks.dedupe quality
	@$(BIN)/python -m benchmarks.dedupe scale 10000 100000 --peer 10000

bench-scale: install-dev ## Measure ingest and reextract on 1 and 2 processors and on Ray (a quarter of an hour)
	@$(BIN)/python -m benchmarks.scale

torture: install-dev ## Kill crawls KILLS times (1000 take over an hour), see that nothing is lost or doubled
	@$(BIN)/python -m benchmarks.torture --kills $(KILLS)

fuzz: install-dev ## Give COUNT mutated pages, from number START on, to workers (100000 take hours)
	@$(BIN)/python -m benchmarks.fuzz --count $(COUNT) --start $(START)

format: install-dev ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

dist: install-dev ## Build sdist and wheel into dist/
	@$(BIN)/python .ci/dist.py dist

readers: install-dev ## Install other readers of the dataset for the tests (.venv-readers)
	@.ci/readers

cluster: .venv/.installed-cluster ## Add Ray to .venv, for --engine ray on several machines

install-dev: .venv/.installed-dev

lock: install-dev ## Resolve the dependencies anew (needs uv: pip install uv)
	uv pip compile -q pyproject.toml --extra crawl --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --upgrade -o requirements.lock
	uv pip compile -q pyproject.toml --extra crawl --group dev -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --upgrade -o requirements-dev.lock
	uv pip compile -q pyproject.toml --extra cluster -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --upgrade -o requirements-cluster.lock
	uv pip compile -q --group readers --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --upgrade -o requirements-readers.lock

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "steppewire needs Python 3.11 to 3.13; name one with: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing; install it with: apt-get install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv --clear .venv

.venv/.installed: requirements.lock | .venv/bin/pip
	@echo "Installing the locked dependencies into .venv ..."
	@$(BIN)/pip install -q --disable-pip-version-check --use-pep517 --require-hashes -r requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@echo "Installing the locked development dependencies into .venv ..."
	@$(BIN)/pip install -q --disable-pip-version-check --use-pep517 --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.installed-cluster: requirements-cluster.lock .venv/.installed
	@echo "Installing the locked dependencies of a cluster into .venv ..."
	@$(BIN)/pip install -q --disable-pip-version-check --use-pep517 --require-hashes -r requirements-cluster.lock
	@touch $@
