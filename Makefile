# make demo | test | slow | system | check | bench | bench-arithmetic | bench-interview | bench-batch | eval | calibrate | record MODEL=... | record-authored | record-third-party | lint | format | package | fuzz | faults | soak | soak-cluster | security | patterns | pythons | audit-dependencies | clean: each makes .venv first, if it is not there.

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
CASES := $(addprefix fixtures/cases/,$(addsuffix .jsonl,marketing transcripts injection documents own-pages own-calls phrasings))
# The third of the development cases, by number, that nobody reads misses of.
UNSEEN := ^dev-[mt]-0(03|06|09|12|15|18|21|24|27|30)
# Written by somebody who saw neither rules nor their misses; nobody who writes rules reads the even-numbered.
FRESH := fixtures/cases/fresh-pages.jsonl fixtures/cases/fresh-calls.jsonl
READY := $(VENV)/.ready

.PHONY: demo test slow system check bench bench-arithmetic bench-interview bench-batch eval calibrate lint types format clean record record-authored record-third-party soak-cluster package security audit-dependencies

demo: $(READY)
	$(BIN)/auditor audit fixtures/documents/call-names.txt
	$(BIN)/auditor audit fixtures/documents/overclaim-cpt.md --quiet

test: $(READY)
	$(BIN)/pytest -n auto

slow: $(READY)
	$(BIN)/pytest -n auto -m slow

# Chromium, LibreOffice, Java and poppler must be there; .ci/run installs them.
system: $(READY)
	$(BIN)/python -m pip install --quiet --group system
	$(BIN)/pytest -m system

check: lint types test slow

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY)
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/own_cost.py

# The calls are made up and written to a temporary folder: some 2 GB, and a quarter of an hour on two cores.
bench-batch: $(READY)
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/batch_model.py
	$(BIN)/python benchmarks/batch_kills.py
	$(BIN)/python benchmarks/batch_search.py

bench-arithmetic: $(READY)
	$(BIN)/python benchmarks/arithmetic.py
	$(BIN)/python benchmarks/quantities.py

bench-interview: $(READY)
	$(BIN)/python benchmarks/interview.py
	$(BIN)/python benchmarks/interview.py --fresh

eval: $(READY)
	$(BIN)/auditor eval $(CASES)
	$(BIN)/auditor eval $(CASES) --only '$(UNSEEN)'
	$(BIN)/auditor eval $(FRESH) --only '[13579]$$'
	$(BIN)/auditor eval $(FRESH) --only '[02468]$$'
	$(BIN)/python benchmarks/high_flags.py
	$(BIN)/python benchmarks/haystack.py
	$(BIN)/python benchmarks/authored.py

# Fits anew what calibration.toml holds; run it after a change of rules or weights.
calibrate: $(READY)
	$(BIN)/python benchmarks/calibrate.py

record: $(READY)
	cd tests && ../$(BIN)/python authored.py live $(MODEL)

record-authored: $(READY)
	cd tests && ../$(BIN)/python authored.py record
	cd tests && ../$(BIN)/python authored_jobs.py
	cd tests && ../$(BIN)/python authored_answers.py record

# Start first: llama-server -m SmolLM2-135M-Instruct.Q4_1.gguf --host 127.0.0.1 --port 8091 -c 16384 --jinja
record-third-party: $(READY)
	cd tests && ../$(BIN)/python third_party.py record http://127.0.0.1:8091

# FUZZ_MINUTES are shared among all targets, or those named: make fuzz FUZZ_MINUTES=5 FUZZ_TARGETS="grounding saved".
FUZZ_MINUTES ?= 20

.PHONY: fuzz
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --group fuzz
	FUZZ_MINUTES=$(FUZZ_MINUTES) $(BIN)/python -m fuzz $(FUZZ_TARGETS)

# The tests in which a node of a Ray cluster is lost, 25 times over: some half an hour on two cores.
soak-cluster: $(READY)
	$(BIN)/python -m pip install --quiet --group system
	for run in $$(seq 25); do $(BIN)/pytest -m system tests/batch/test_cluster.py -k lost || exit 1; done

# Builds sdist and wheel, checks them, and installs the wheel into bare environments (needs a package index).
package: $(READY)
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/python tests/installs.py dist/*.whl

# Bombs, keys, patterns, names, terminals, the package's own source, licences; with the slow ones.
security: $(READY)
	$(BIN)/pytest -n auto -m 'slow or not slow' tests/security

# Every repetition that the package's patterns are made of, at two lengths: about an hour on two cores.
.PHONY: patterns
patterns: $(READY)
	PATTERNS_SHARE=1 $(BIN)/pytest -n2 -m slow tests/security/test_patterns.py

# Known vulnerabilities of what is installed. Fails where the package index, whose service says so, cannot be asked.
audit-dependencies: $(READY)
	$(BIN)/python -m pip install --quiet --group security
	$(BIN)/python -m pip check
	$(BIN)/python -m pip freeze --exclude-editable > $(VENV)/frozen.txt
	$(BIN)/pip-audit --strict --disable-pip --no-deps --requirement $(VENV)/frozen.txt

# A batch of SOAK_MINUTES against a server that fails again and again: memory, files, threads and database must stay flat.
SOAK_MINUTES ?= 30
.PHONY: soak
soak: $(READY)
	$(BIN)/python benchmarks/soak.py --minutes $(SOAK_MINUTES) --chart docs/soak.svg

# Full disks, signals, clocks, damaged databases and the like; as root, with libfaketime, for all of them.
.PHONY: faults pythons
faults: $(READY)
	$(BIN)/pytest -n auto tests/faults -m 'slow or not slow'

# The default suite under every Python that is declared and found here, pyenv's included; each has an environment of its own.
pythons:
	@for version in 3.11 3.12 3.13; do \
		python=$$(command -v python$$version || ls -d $$HOME/.pyenv/versions/$$version.*/bin/python 2>/dev/null | tail -1); \
		"$$python" -c '' 2>/dev/null || { python=$$(ls -d $$HOME/.pyenv/versions/$$version.*/bin/python 2>/dev/null | tail -1); }; \
		[ -n "$$python" ] || { echo "Python $$version: not found here"; continue; }; \
		echo "Python $$version: $$python"; \
		$(MAKE) --no-print-directory test VENV=.venv-$$version PYTHON="$$python" || exit 1; \
	done

clean:
	rm -rf $(VENV) .venv-3.* build dist .fuzz .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find auditor tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet -e '.[all]' --group dev
	@touch $(READY)
