#!/usr/bin/env bash
# check_findings.sh CLANG-TIDY...: shows that this clang-tidy finds what it must in the fixture, and nothing else: the
# lines with WRONG, each by the check that it names. The source is read as most are, through a file that includes it.
set -euo pipefail
fixture=$(realpath "$(dirname "$0")/fixture")

found=$("$@" "$fixture/together.cpp" -- -std=c++20 2>/dev/null || true)
if ! diff <(cd "$fixture" && grep -noE 'WRONG: .*' faulty.?pp | sed 's/WRONG: //' | LC_ALL=C sort) \
    <(sed -nE 's|.*/(faulty\..pp:[0-9]+):[0-9]+: error: .*\[([a-z-]+),.*|\1:\2|p' <<<"$found" | LC_ALL=C sort -u); then
    echo "lint.sh: clang-tidy misses the findings with <, and has those with > too many" >&2
    exit 1
fi
