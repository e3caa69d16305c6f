#!/usr/bin/env bash
# test.sh [CTEST-OPTION...]: installs what is missing, builds with sanitizers, and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh build test
cmake --preset ci
cmake --build --preset ci -j "$(nproc)"
ctest --test-dir build/ci --output-on-failure --no-tests=error -j2 "$@"
