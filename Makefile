# Targets for people and for CI; `make` lists them.
SHELL := /bin/bash
GO ?= go
PKGS ?= ./...
STATICCHECK := .bin/staticcheck
# The race detector watches our code and every library but SQLite's engine, which
# is C made into Go, and the stretching of passwords: watched, they take most of
# the time. Those alone: a package with generic code of the standard library would
# lend its unwatched copies.
RACE := -race -gcflags='modernc.org/sqlite/lib=-race=false' -gcflags='golang.org/x/crypto/argon2=-race=false'

.PHONY: help build demo check static test slow bench shots tidy

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## */ /' | column -t -l 2

build: ## one static binary, bin/gongkai
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o bin/gongkai ./cmd/gongkai

demo: ## the demonstration on http://127.0.0.1:8080
	$(GO) run ./cmd/gongkai demo

check: static ## the quick gate: gofmt, vet, staticcheck, race tests on SQLite
	@command -v gcc >/dev/null || { echo "the race detector needs gcc; scripts/needs installs it" >&2; exit 1; }
	env -u GONGKAI_TEST_POSTGRES -u GONGKAI_NEED GONGKAI_BROWSER=off $(GO) test $(RACE) -shuffle=on $(PKGS)

static: $(STATICCHECK)
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(STATICCHECK) ./...

# Pinned in a module of its own, so that the product's go.mod stays small.
$(STATICCHECK): tools/go.mod tools/go.sum
	@mkdir -p .bin
	$(GO) build -C tools -o ../$(STATICCHECK) honnef.co/go/tools/cmd/staticcheck

test: ## everything: both databases, the browser, LibreOffice; installs what is missing
	scripts/needs
	$(MAKE) static
	GONGKAI_NEED=all scripts/with-postgres $(GO) test $(RACE) -shuffle=on -timeout 15m $(PKGS)

slow: ## kills, fuzzing and soak at length
	scripts/needs
	GONGKAI_NEED=all GONGKAI_SLOW=1 scripts/with-postgres $(GO) test $(RACE) -timeout 60m $(PKGS)
	$(GO) test ./internal/conv -run '^$$' -fuzz FuzzClean -fuzztime 2m
	$(GO) test ./internal/conv -run '^$$' -fuzz FuzzReadDocx -fuzztime 2m
	$(GO) test ./internal/conv -run '^$$' -fuzz FuzzWriteDocx -fuzztime 2m
	$(GO) test ./ledger -run '^$$' -fuzz FuzzPlainJSON -fuzztime 1m
	$(GO) test ./calendar -run '^$$' -fuzz FuzzParseDay -fuzztime 1m
	$(GO) test ./calendar -run '^$$' -fuzz FuzzParseNotice -fuzztime 1m

bench: ## the article page from memory, and next to nginx where there is one; 200,000 requests on both databases
	$(GO) test ./internal/web/public -run '^$$' -bench . -benchmem
	scripts/with-postgres $(GO) test ./internal/office -run '^$$' -bench 'Scale|Import' -benchtime 50x -timeout 40m -v
	scripts/bench

shots: ## pictures of the pages into shots/
	scripts/needs
	GONGKAI_NEED=all GONGKAI_SHOTS=$(CURDIR)/shots $(GO) test ./cmd/gongkai -run InBrowser -count 1

tidy: ## go.mod and go.sum as the imports want them
	$(GO) mod tidy
