# The whole set-up and every check. `make test` needs only Python, pip and make; on Debian it brings the rest itself.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

BROWSER = command -v chromium || command -v google-chrome
NGINX   = command -v nginx || command -v /usr/sbin/nginx

# Debian's packages, whether or not their list has been fetched; no server among them is started.
install = (RUNLEVEL=1 apt-get install -y -qq $(1) || { apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq $(1); }) >/dev/null 2>&1

.PHONY: chaos demo start page screens setup tools test check format lint types layers web-check clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(READY)

# What the tests need besides Python: a browser to read books in, Java for epubcheck, the two proxies of
# deploy/, and two programs that speak radio material.
tools:
	@($(BROWSER)) >/dev/null || $(call install,chromium) || \
		{ echo "The tests need a browser. Run: sudo apt-get install chromium"; exit 1; }
	@command -v java >/dev/null || $(call install,default-jre-headless) || \
		{ echo "The tests need Java. Run: sudo apt-get install default-jre-headless"; exit 1; }
	@($(NGINX)) >/dev/null || $(call install,nginx-light) || \
		{ echo "The tests need nginx. Run: sudo apt-get install nginx-light"; exit 1; }
	@command -v caddy >/dev/null || $(call install,caddy) || \
		{ echo "The tests need Caddy. Run: sudo apt-get install caddy"; exit 1; }
	@(command -v flite && command -v espeak-ng) >/dev/null || $(call install,flite espeak-ng) || \
		{ echo "The tests need voices. Run: sudo apt-get install flite espeak-ng"; exit 1; }

# The files of tests on all cores, one thread of mathematics each; what was slow is named at the end.
test: setup tools
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 25 --durations-min 5

# Hundreds of kills, freezes and outages over every combination of database and broker: a quarter of an hour.
chaos: setup
	$(BIN)/python -m tests.chaos.run --json benchmarks/results/chaos.json

check: setup format lint types layers web-check test

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

# The page's own code: types, tests, format and linter, and whether its client is what the server offers.
web-check: setup
	$(BIN)/python -m soridam.studio.http.build check

# Two picture books from spoken wishes, one in each language.
demo: setup
	$(BIN)/python examples/two_books.py books

# The studio: picture books from a child's wish, in the browser.
start: setup
	$(BIN)/soridam studio

# The studio's web page, which `make start` builds too when `web/` has changed.
page: setup
	$(BIN)/python -m soridam.studio.http.build

# A picture of every screen of that page, on a desktop and a phone, in both languages, in build/screens.
screens: setup tools
	$(BIN)/python -m tests.web.screens build/screens

clean:
	rm -rf $(VENV) build dist *.egg-info web/node_modules web/dist src/soridam/studio/page .pytest_cache .mypy_cache .ruff_cache .hypothesis
