# Short names for what ci/ and the command `ms-commerce` do; no rule does more than call one of them.
.DEFAULT_GOAL := help
.PHONY: help run test ci lint format types imports gen lock hooks bench bench-kafka soak chaos explore docs collections verify clean
command := .venv/bin/ms-commerce

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## the whole platform on this machine (PORT=8080 DATA_DIR=var); Ctrl-C stops it
	@ci/venv
	@exec $(command) run

test: ## all that needs only Python, on real servers
	@ci/venv dev
	@ci/test

ci: ## all that CI runs; installs Apache Kafka, Chromium, redis and npm packages first
	@.ci/run

verify: ## charts, Terraform, the pipeline, images and secrets, without a cluster; installs its tools first
	@ci/venv dev
	@ci/tools/install
	@ci/verify

lint: ## ruff: its rules and its form; every dependency locked
	@ci/venv dev
	@ci/lint

format: ## let ruff rewrite
	@.venv/bin/ruff format --config config/ruff.toml .
	@.venv/bin/ruff check --config config/ruff.toml --fix .

types: ## mypy --strict
	@ci/venv dev
	@ci/types

imports: ## import-linter: the arrows of the architecture
	@ci/venv dev
	@ci/imports

gen: ## write what config/services.yaml decides: nginx, Procfile, compose
	@ci/venv dev
	@ci/gen

bench: ## requests per second against the limit of the machine
	@ci/venv dev
	@ci/bench

bench-kafka: ## the transport beside Redis and the stock transport
	@ci/venv dev
	@ci/bench-kafka

soak: ## an hour of steady load: memory must stay flat
	@ci/venv dev
	@ci/soak

explore: ## the laws of tests/property with examples that nobody has tried
	@ci/venv dev
	@ci/explore

chaos: ## 500 orders while every process is killed again and again (needs ci/setup's Apache Kafka)
	@ci/venv dev
	@ci/setup
	@ci/chaos

lock: ## pin every dependency again, with hashes
	@ci/lock

docs: ## these pages as a site in build/site, every link checked
	@ci/venv dev
	@ci/docs

collections: ## Postman's and Bruno's, from the OpenAPI (needs Node.js)
	@ci/collections

hooks: ## check before each commit
	@ci/venv dev
	@.venv/bin/pre-commit install

clean: ## forget the laptop's data and all caches
	rm -rf var build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
