# The verbs of aloft. CMake and its presets do the work; `make help` lists what there is.
# Options: PRESET (release), JOBS, PREFIX, SUITE and DIR for conformance.

PRESET ?= release
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
BUILD := build/$(PRESET)
export CMAKE_BUILD_PARALLEL_LEVEL := $(JOBS)
export CTEST_OUTPUT_ON_FAILURE := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-test build demo test conformance bench bench-peers sanitize tsan fuzz format lint install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:
	@tools/setup build

setup-test:
	@tools/setup build test

build: setup ## the program, the library and the model pack
	@cmake --preset $(PRESET) -DALOFT_TESTS=OFF $(CONFIGURE) >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }; rm -f build-configure.log
	@cmake --build --preset $(PRESET) --target aloft_cli aloft_pack

demo: build ## every region's security groups, on the embedded AWS
	@tools/demo $(BUILD)

test: setup-test ## builds everything and runs all tests
	@tools/run_tests $(PRESET)

conformance: setup-test ## one suite: SUITE=signing|protocols|responses|endpoints|jmespath|credentials|parity DIR=folder
	@test -n "$(SUITE)" || { echo "make conformance SUITE=name [DIR=folder]"; exit 2; }
	@cmake --preset $(PRESET) -DALOFT_TESTS=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_conformance >/dev/null
	@$(BUILD)/test/conformance/aloft-conformance $(SUITE) $(DIR)

bench: ## CPU per call beside wrk, botocore and aiobotocore
	@tools/setup build bench
	@bench/run

bench-peers: ## the same with aws-sdk-go-v2 and aws-sdk-rust
	@tools/setup build bench
	@bench/run --peers

sanitize: setup-test ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@tools/run_tests asan

tsan: setup-test ## the concurrent tests under ThreadSanitizer
	@TARGET=concurrent_tests tools/run_tests tsan -L concurrent

fuzz: ## every fuzz target for FUZZ_SECONDS (60)
	@tools/setup build test check
	@tools/run_fuzz

format: ## formats the sources
	@tools/setup check
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format-16 -i

lint: ## layers, format, clang-tidy
	@tools/setup build test check
	@tools/lint

install: build ## headers, library, pack and CMake package below PREFIX
	@cmake --build --preset $(PRESET)
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean: ## removes all that was built
	@rm -rf build
