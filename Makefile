# Two commands do it all: `make demo` and `make test`. They need Python 3.11+, make and a network, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint check soak bench bench-scale bench-animatic bench-overhead gallery lock clean

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Paddock needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once, under a minute)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

PROMPT := A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train slowly passes through, dotted with tiny lights illuminating the path ahead.

demo: $(READY)  ## make a video from the contract's own example prompt
	@mkdir -p demo
	@$(BIN)/paddock generate "$(PROMPT)" --seed 42 -o demo/cardboard-city.mp4

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest -n 2

lint: $(READY)  ## style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

soak: $(READY)  ## the long fault and load runs
	$(BIN)/python -m pytest -m soak

bench: $(READY)  ## ratios against the physical limit, measured now
	$(BIN)/python bench/serve.py

bench-scale: $(READY)  ## speed with a million tasks against an empty database
	$(BIN)/python bench/scale.py

gallery: $(READY)  ## contact sheets of what the embedded engine draws, in build/gallery
	$(BIN)/python bench/gallery.py build/gallery

bench-animatic: $(READY)  ## the embedded engine's speed against the encoder's own
	$(BIN)/python bench/animatic.py

bench-overhead: $(READY)  ## what is added to an engine's own time
	$(BIN)/python bench/overhead.py

lock:  ## resolve requirements.lock anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade -o requirements.lock

clean:
	rm -rf $(VENV) demo build dist
