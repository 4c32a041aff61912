# Each target sets up .venv by itself and does it again only when the pinned versions change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)/bench
TRAIN := $(VENV)/train
LOWEST := $(VENV)/lowest
# The core's own tests, without those of the sources, the documents and the processes.
CORE = $(filter-out $(addprefix tests/test_,architecture.py docs.py lowest_pins.py prose.py readme.py), \
	$(wildcard tests/test_*.py))

.DEFAULT_GOAL := help
.PHONY: help chat run try test browser faults cluster lowest check format record picture transcripts bench data weights wheel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

# Shows what pip does, a line a package at most, and all of it where it fails; ends as pip did.
SHOWN := awk '{ all = all $$0 "\n" } \
	/^Collecting / { sub(/[^A-Za-z0-9._-].*/, "", $$2); print "  " $$2; fflush() } \
	/^Installing collected/ { print "  installing them …"; fflush() } \
	/^ended [0-9]+$$/ { if ($$2) printf "%s", all; exit $$2 }' >&2

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || { echo 'Setting up $(VENV): Python …' >&2; $(PYTHON) -m venv $(VENV); }
	@echo 'Setting up $(VENV): packages, which takes some minutes the first time …' >&2
	@{ PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --progress-bar off \
		--disable-pip-version-check --no-input -e '.[dev]' </dev/null 2>&1; echo "ended $$?"; } \
		| $(SHOWN)
	@touch $@

chat: $(READY) ## talk to the bot in the terminal, over the sample reports
	@$(BIN)/rapporteur chat

try: $(READY) ## try the bot in a browser, without a token
	@$(BIN)/rapporteur try

run: $(READY) ## start the Telegram bot; needs TELEGRAM_BOT_TOKEN
	@$(BIN)/rapporteur run

# More at once than there may be cores, for tests of the running bot mostly wait for it; the files that
# take longest begin first (tests/conftest.py).
test: check ## everything that has to hold
	@$(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

browser: $(READY) ## use the page of `rapporteur try` in Chromium
	@$(BIN)/pytest -m browser tests/trial/page/browser

faults: $(READY) ## break the running bot in every way; prints what was lost
	@$(BIN)/pytest -m faults tests/faults

cluster: $(READY) ## start what several bots share, break it, and print what was lost
	@$(BIN)/pytest -m cluster -rs -n 3 tests/cluster

$(LOWEST)/.ready: pyproject.toml constraints.txt tests/lowest_pins.py
	@test -x $(LOWEST)/bin/python || $(PYTHON) -m venv $(LOWEST)
	@$(LOWEST)/bin/python tests/lowest_pins.py >$(LOWEST)/pins.txt
	@PIP_CONSTRAINT=$(LOWEST)/pins.txt $(LOWEST)/bin/python -m pip install --quiet \
		--disable-pip-version-check --no-input -e '.[formats,fetch,pictures]' \
		hypothesis pytest pytest-randomly pytest-timeout pytest-xdist </dev/null
	@touch $@

lowest: $(LOWEST)/.ready ## the core's tests with the lowest versions that pyproject.toml allows
	@$(LOWEST)/bin/pytest tests/answering tests/corpus tests/index tests/rendering \
		tests/retrieval tests/store tests/text $(CORE)

check: $(READY) ## format, lint, spelling, prose, types, architecture
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/codespell README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md docs bot tests training/README.md
	@$(BIN)/pytest -q tests/test_prose.py
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## fix what can be fixed automatically
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

record: $(READY) ## keep today's figures as those that must not drop
	@$(BIN)/rapporteur eval --corpus corpus --record tests/quality/recorded.json \
		tests/quality/questions.jsonl

picture: $(READY) ## draw the README's picture anew
	@$(BIN)/python docs/picture.py

transcripts: $(READY) ## write docs/transcripts.md anew: what people see in Telegram
	@PYTHONPATH=tests $(BIN)/python docs/transcripts.py

$(BENCH)/.ready: pyproject.toml constraints.txt
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@PIP_CONSTRAINT=constraints.txt $(BENCH)/bin/python -m pip install --quiet \
		--disable-pip-version-check --no-input -e '.[bench]' </dev/null
	@touch $@

bench: $(BENCH)/.ready ## measure the index beside its peers, 20 minutes; writes docs/benchmarks.*
	@$(BENCH)/bin/python -m bench

data: $(READY) ## check the marked training reports and print their counts
	@$(BIN)/python -m training.marks

$(TRAIN)/.ready: pyproject.toml
	@test -x $(TRAIN)/bin/python || $(PYTHON) -m venv $(TRAIN)
	@$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
		-e '.[train]' </dev/null
	@touch $@

weights: $(TRAIN)/.ready ## train the reader anew, some five hours on two cores; PUBLIC=folder of public questions
	@$(TRAIN)/bin/python -m training.weights --public $(PUBLIC)

wheel: $(READY) ## build the wheel of this version into dist/
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip wheel --quiet --disable-pip-version-check \
		--no-deps --wheel-dir dist .

clean: ## remove what was built
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
