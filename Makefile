.PHONY: help check test
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST)
check: ## gofmt, vet, race tests on SQLite
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go test -race -shuffle=on ./...
test: check ## the whole suite
