# make demo   builds everything and serves it on http://127.0.0.1:8080/ (PORT= changes it)
# make test   formatting, clippy, native tests, browser tests in three engines, budget of bytes
#             (BROWSERS=firefox takes one of them)
# make test-slow   the browser tests with a slow server and a slow resident: finds those that depend on luck
# make build  dist/ holds what a kommun uploads
# make size   reports the download size of a first visit
# make screenshots   pictures of every promise and state in target/screenshots; the README's is one of them
# make measure  how long choosing and searching among 1 000 commitments take, in the same engines
# make clean  removes build output, but not the installed tools

PORT ?= 8080
# Tools in their pinned versions; kept between builds and between clones.
export LOFTE_TOOLS ?= $(HOME)/.cache/medborgarlofte
export PATH := $(shell LOFTE_TOOLS='$(LOFTE_TOOLS)' sh .ci/tools path):$(PATH)
SITE := target/site
# The engines that residents use.
BROWSERS ?= chromium firefox webkit
CARGO := cargo +1.95.0

# Every file in tests/ needs no browser; the folder tests/browser/ does.
NATIVE := --lib --bins $(patsubst tests/%.rs,--test %,$(wildcard tests/*.rs))
AXE_RUNS := $(CURDIR)/target/axe-runs

# What is compiled into the widget.
WIDGET := Cargo.toml Cargo.lock Trunk.toml index.html rust-toolchain.toml .ci/pack.mjs \
	Makefile .ci/tools $(shell find .ci/wasm-streams src/promise src/tip src/texts src/widget public -type f) src/lib.rs src/bin/widget.rs

.PHONY: demo test test-slow build size measure screenshots clean tools

demo: build
	$(CARGO) build --locked --bin lofte
	@echo "The demo; stop it with Ctrl-C."
	target/debug/lofte serve --listen 127.0.0.1:$(PORT) --dir $(SITE) --database target/demo-tips.sqlite

build: $(SITE)/.built
	rm -rf dist
	mkdir dist
	cp $(addprefix $(SITE)/,medborgarlofte.js medborgarlofte-widget.js medborgarlofte-widget.wasm medborgarlofte-en.json) LICENSE dist/

# The standard library is built along, so that a panic is one instruction instead of
# words that no resident reads. Cargo calls that unstable, which
# RUSTC_BOOTSTRAP allows on the pinned stable compiler; without these lines the widget
# builds and works all the same, only larger.
$(SITE)/.built: $(WIDGET) | tools
	RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size \
	RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none" \
	RUSTUP_TOOLCHAIN=1.95.0 trunk build --release
	touch $@

tools:
	@sh .ci/tools rust trunk wasm-bindgen binaryen esbuild

test: build
	@sh .ci/tools axe rrweb $(BROWSERS) brotli nginx sqlite3 util-linux
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) clippy --locked --lib --bin widget --target wasm32-unknown-unknown --no-default-features --features widget -- -D warnings
	$(CARGO) test --locked $(NATIVE)
	$(CARGO) test --locked --doc
	@set -e; for browser in $(BROWSERS); do \
		echo "Browser tests in $$browser"; \
		rm -f "$(AXE_RUNS)"; \
		LOFTE_SITE="$(CURDIR)/$(SITE)" LOFTE_AXE="$$(sh .ci/tools axe-path)" LOFTE_RRWEB="$$(sh .ci/tools rrweb-path)" \
		LOFTE_BROWSER=$$browser LOFTE_AXE_RUNS="$(AXE_RUNS)" \
			$(CARGO) test --locked --test browser -- --test-threads=2; \
		echo "$$browser: all browser tests passed; axe-core examined $$(wc -l < "$(AXE_RUNS)") states of a page"; \
	done
	@sh .ci/size dist

test-slow: build
	@sh .ci/tools axe rrweb $(BROWSERS)
	@set -e; for browser in $(BROWSERS); do for slow in page hand; do \
		echo "Browser tests in $$browser with a slow $$slow"; \
		LOFTE_SITE="$(CURDIR)/$(SITE)" LOFTE_AXE="$$(sh .ci/tools axe-path)" LOFTE_RRWEB="$$(sh .ci/tools rrweb-path)" \
		LOFTE_BROWSER=$$browser LOFTE_SLOW=$$slow \
			$(CARGO) test --locked --test browser -- --test-threads=2; \
	done; done

size: build
	@sh .ci/tools brotli
	@sh .ci/size dist

# For people to look at. The date stands still, so that the same pages make the same pictures.
screenshots: build
	@sh .ci/tools chromium
	rm -rf target/screenshots
	LOFTE_SITE="$(CURDIR)/$(SITE)" LOFTE_BROWSER=chromium \
		$(CARGO) test --locked --test browser -- --ignored --test-threads=2 screenshots::
	cp target/screenshots/readme.png docs/widget.png

# Figures to read, no limits: they depend on the machine.
measure: build
	@sh .ci/tools $(BROWSERS)
	@set -e; for browser in $(BROWSERS); do \
		LOFTE_SITE="$(CURDIR)/$(SITE)" LOFTE_BROWSER=$$browser \
			$(CARGO) test --locked --test browser -- --ignored --nocapture --test-threads=1 measure; \
	done

clean:
	rm -rf dist target
