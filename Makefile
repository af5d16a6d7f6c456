# Two commands do everything: make run, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test test-long fuzz check install lab sample bench coverage figures codebook lock clean

run: $(STAMP)  ## build data/raw into data/processed and print what was found
	$(BIN)/dj-analysis build --raw data/raw --out data/processed

test: $(STAMP) check  ## the whole default suite, notebooks included
	$(BIN)/python -m pytest -q --numprocesses 2 --dist loadgroup
	$(BIN)/dj-analysis build --raw data/raw --out build/notebook-tables
	DJ_TABLES=$(CURDIR)/build/notebook-tables $(BIN)/python -m pytest -q --numprocesses 2 --nbmake --nbmake-timeout=300 notebooks

test-long: $(STAMP)  ## what takes minutes
	$(BIN)/python -m pytest -q -m long

fuzz: $(STAMP)  ## a minute of fuzzing for every target; findings are left in build/fuzz
	$(BIN)/python tests/fuzz/run.py all 60 build/fuzz

check: $(STAMP)  ## style, types, import rules, stripped notebooks
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/ruff format --check src tests scripts
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb

install: $(STAMP)

lab: $(STAMP)  ## open the notebooks
	$(BIN)/jupyter lab --ip 127.0.0.1 --notebook-dir notebooks --KernelManager.transport_encryption=auto \
	  $(if $(filter 0,$(shell id -u)),--allow-root)

sample: $(STAMP)  ## write the sample articles in data/raw anew
	$(BIN)/python tests/samples/spoil.py

bench: $(STAMP)  ## measure speed, memory and re-runs; writes benchmarks/results.md
	$(BIN)/python benchmarks/measure.py

coverage: $(STAMP)  ## simulate the coverage of bootstrap intervals; writes the table of docs/methods.md
	$(BIN)/python benchmarks/coverage.py

figures: run  ## draw the pictures of the README anew
	$(BIN)/python scripts/make_figures.py data/processed docs/figures

codebook: $(STAMP)  ## write docs/codebook.md and the lists of data/README.md from the package
	$(BIN)/python -m dj_analysis.codebook > docs/codebook.md
	$(BIN)/python -m dj_analysis.lexicon_guide data/README.md

lock:  ## compile requirements.lock anew (needs uv)
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 \
	  --extra briefing --extra charts --extra cluster --extra fast --extra notebook --extra office --extra dev pyproject.toml -o requirements.lock

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(STAMP)

clean:
	rm -rf build $(VENV) data/processed
