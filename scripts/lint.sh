#!/usr/bin/env bash
# lint.sh [SOURCE...]: clang-tidy on our sources, or on those named, and shellcheck on our scripts.
set -euo pipefail
cd "$(realpath "$(dirname "$0")/..")"

find scripts tests benchmarks .ci \( -name '*.sh' -o -path .ci/run \) -print0 | xargs -0 shellcheck

# A build folder for clang, which does not know every option of gcc.
mkdir -p build
cmake --preset lint >build/lint.log || { cat build/lint.log; exit 1; }

sources=("$@")
if [[ $# -eq 0 ]]; then
    while read -r file; do
        [[ $file == "$PWD/build/"* ]] || sources+=("${file#"$PWD/"}")
    done < <(sed -nE 's|^ *"file": "(.*\.cpp)",?$|\1|p' build/lint/compile_commands.json | sort -u)
fi

# Silent about a source that there is nothing to say about.
tidy() {
    local output
    output=$(clang-tidy-14 -p build/lint --quiet "$1" 2>&1) || { echo "$output"; return 1; }
}
export -f tidy

echo "Linting ${#sources[@]} sources"
# shellcheck disable=SC2016  # the other bash expands it
printf '%s\0' "${sources[@]}" | xargs -0 -n1 -P"$(nproc)" bash -c 'tidy "$0"'
