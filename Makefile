# The verbs of aloft. CMake and its presets do the work; `make help` lists what there is.
# Options: PRESET (release), JOBS, PREFIX; those of a verb stand beside it.

PRESET ?= release
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
BUILD := build/$(PRESET)
export CMAKE_BUILD_PARALLEL_LEVEL := $(JOBS)
export CTEST_OUTPUT_ON_FAILURE := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-test build python python-test wheel bench-python demo test conformance compare-cli compare-s3 pictures storm bench bench-cli bench-count bench-peers bench-services bench-streams bench-transfers sanitize tsan fuzz format lint install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:
	@tools/setup build

setup-test:
	@tools/setup build test

build: setup ## the program, the library and the model pack
	@cmake --preset $(PRESET) -DALOFT_TESTS=OFF $(CONFIGURE) >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }; rm -f build-configure.log
	@cmake --build --preset $(PRESET) --target aloft_cli aloft_pack

python: setup ## the Python package, in build/PRESET/python
	@cmake --preset $(PRESET) -DALOFT_PYTHON=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_python
	@echo "PYTHONPATH=$(BUILD)/python python3 -c 'import aloft'"

python-test: setup-test ## the Python package's tests; PEERS=1: aiobotocore's own tests as well, on moto
	@cmake --preset $(PRESET) -DALOFT_TESTS=ON -DALOFT_PYTHON=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_python
	@ctest --test-dir $(BUILD) -R '^python' --output-on-failure
	@[ -z "$(PEERS)" ] || python/tests/run_peers $(BUILD)

wheel: setup ## a wheel of the Python package, in build/wheels
	@python3 -m venv build/wheel-venv && build/wheel-venv/bin/pip -q --disable-pip-version-check wheel --no-deps -w build/wheels ./python
	@ls -l build/wheels/*.whl

demo: build ## every region's security groups, on the embedded AWS
	@tools/demo $(BUILD)

test: setup-test ## builds everything and runs all tests
	@tools/run_tests $(PRESET)

conformance: setup-test ## one suite: SUITE=signing|protocols|event-streams|responses|endpoints|jmespath|credentials|parity DIR=folder
	@test -n "$(SUITE)" || { echo "make conformance SUITE=name [DIR=folder]"; exit 2; }
	@cmake --preset $(PRESET) -DALOFT_TESTS=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_conformance >/dev/null
	@[ -n "$(DIR)" ] || [ -d ../shared/conformance/$(SUITE) ] || tools/fetch_suites build/suites
	@$(BUILD)/test/conformance/aloft-conformance $(SUITE) $(or $(DIR),$$([ -d ../shared/conformance/$(SUITE) ] || echo build/suites))

compare-cli: setup-test ## the program beside the AWS CLI 1 and 2 over one moto; PARTS=names|reads|pairs K=text
	@tools/setup build test compare
	@cmake --preset $(PRESET) -DALOFT_TESTS=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_cli aloft_accepts >/dev/null
	@test/referee/compare_cli/compare.py --program $(BUILD)/aloft --accepts $(BUILD)/test/referee/aloft-accepts \
	  --folder build/referee -k "$(K)" $(PARTS)

compare-s3: setup-test ## aloft s3 beside the AWS CLI: the same command lines, the same lines, statuses and objects
	@tools/setup build test compare
	@cmake --preset $(PRESET) -DALOFT_TESTS=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_cli aloft_pack >/dev/null
	@test/referee/s3_beside_cli.py --program $(BUILD)/aloft

pictures: build ## docs/pictures: the program at terminals of 80 and 160 columns
	@tools/pictures $(BUILD)

storm: setup-test ## thousands of calls at a time against a server that misbehaves: SECONDS (60), SEED (1), THREADS (1), TLS=1
	@cmake --preset $(PRESET) -DALOFT_TESTS=ON $(CONFIGURE) >/dev/null
	@cmake --build --preset $(PRESET) --target aloft_storm_program >/dev/null
	@$(BUILD)/test/storm/aloft-storm --seconds $(or $(SECONDS),60) --seed $(or $(SEED),1) --threads $(or $(THREADS),1) $(if $(TLS),--tls)

bench-count: ## heap allocations, system calls and instructions of a call, counted; BASE=revision beside it; PLAIN=1 without hardening
	@tools/setup build count
	@bench/count/run $(if $(BASE),--base $(BASE)) $(if $(PLAIN),--plain)

bench: ## CPU per call beside wrk, botocore and aiobotocore
	@tools/setup build bench
	@bench/run

bench-cli: build ## wall, CPU and memory of the program beside the AWS CLI; RUNS (5)
	@bench/cli/run $(BUILD) $(RUNS)

bench-peers: ## the same with aws-sdk-go-v2 and aws-sdk-rust
	@tools/setup build bench
	@bench/run --peers

bench-python: ## CPU per call of the Python package beside aiobotocore and botocore; ROUNDS (5)
	@tools/setup build bench
	@bench/python/run $(or $(ROUNDS),5)

bench-services: ## Lambda batches, SQS consumers, … beside their peers
	@tools/setup build bench
	@bench/services/run

bench-transfers: build ## aloft s3 beside s5cmd, rclone and the AWS CLI; ARGS="--objects 10000 --large 1024 --data FOLDER"
	@bench/transfers/run $(BUILD) $(ARGS)

bench-streams: ## CPU per event of a stream beside botocore: EVENTS (1000000)
	@tools/setup build bench
	@bench/streams/run

sanitize: setup-test ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer; TESTS=ctest arguments
	@tools/run_tests asan $(TESTS)

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
