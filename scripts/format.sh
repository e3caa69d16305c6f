#!/usr/bin/env bash
# format.sh [--check]: formats all C++ sources, or only tells which are not formatted.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=(-i)
[[ ${1:-} != --check ]] || mode=(--dry-run --Werror)

find . \( -path ./build -o -path ./.git -o -name fixture -o -name fixtures \) -prune \
    -o -name '*.[ch]pp' -print0 | xargs -0 clang-format-14 "${mode[@]}"
