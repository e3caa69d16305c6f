#!/usr/bin/env bash
# lint.sh [--all] [SOURCE...]: clang-tidy on our sources, or on those named, and shellcheck on our scripts.
# With --all, clang's static analyzer too, which takes twice as long and found nothing so far: before a release.
set -euo pipefail
cd "$(realpath "$(dirname "$0")/..")"

checks="batchstore-our-code,-clang-analyzer-*"
if [[ ${1:-} == --all ]]; then
    checks=batchstore-our-code
    shift
fi

find scripts tests benchmarks .ci \( -name '*.sh' -o -path .ci/run \) -print0 | xargs -0 shellcheck

# A build folder for clang, which does not know every option of gcc. All sources are read ten at once, as preset ci
# compiles them: their headers, which are most of the work, are read once then. A source that is named is read alone.
mkdir -p build
unity=OFF
[[ $# -gt 0 ]] || unity=ON
cmake --preset lint -DCMAKE_UNITY_BUILD=$unity >build/lint.log || { cat build/lint.log; exit 1; }
# What is read at once with other tests lies there, where the checks that tests are spared must be found.
cp tests/.clang-tidy build/lint/tests/

plugin=build/lint/our_code.so
[[ $plugin -nt scripts/lint/our_code.cpp ]] ||
    clang++-14 -std=c++17 -O1 -fPIC -shared -fno-rtti -I/usr/lib/llvm-14/include scripts/lint/our_code.cpp -o $plugin

# Sources that are read at once may use a name each in a namespace of its own; gcc tells of names in one source.
tidy=(clang-tidy-14 --quiet --load="$plugin" --checks="$checks" --extra-arg=-Wno-shadow)

# A lint that finds nothing must not pass for one that has nothing to find.
tests/lint/check_findings.sh "${tidy[@]}"

sources=("$@")
if [[ $# -eq 0 ]]; then
    while read -r file; do
        [[ $file == "$PWD/build/"* && $file != */Unity/* ]] || sources+=("${file#"$PWD/"}")
    done < <(sed -nE 's#^ *"file": "(.*\.c(pp|xx))",?$#\1#p' build/lint/compile_commands.json | sort -u)
fi

# Silent about a file that there is nothing to say about.
echo "Linting ${#sources[@]} files"
# shellcheck disable=SC2016  # the other bash expands it
printf '%s\0' "${sources[@]}" | xargs -0 -n1 -P"$(nproc)" bash -c '
    source=${!#}
    output=$("${@:1:$#-1}" "$source" 2>&1) || { echo "$output"; exit 1; }' lint "${tidy[@]}" -p build/lint
