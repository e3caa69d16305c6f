#!/usr/bin/env bash
# test_threads.sh [CTEST-OPTION...]: runs the tests in which threads meet with ThreadSanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh build test
cmake --preset tsan
cmake --build --preset tsan -j "$(nproc)"

# Processes that are forked go on with threads of their own.
export TSAN_OPTIONS=${TSAN_OPTIONS-die_after_fork=0:suppressions=$PWD/tests/tsan_suppressions.txt}
ctest --test-dir build/tsan --output-on-failure --no-tests=error -j2 "$@"
