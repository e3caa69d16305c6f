#!/usr/bin/env bash
# test.sh [CTEST-OPTION...]: installs what is missing, builds with sanitizers, and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh build test
cmake --preset dev
cmake --build --preset dev -j "$(nproc)"
ctest --test-dir build/dev --output-on-failure --no-tests=error -j2 "$@"
