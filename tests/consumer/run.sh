#!/usr/bin/env bash
# run.sh BUILD WORK CXX FLAGS: uses a built batchstore as its users do, each time from an outside project:
# installed and moved, through find_package and through pkg-config; not installed, through find_package.
set -euo pipefail
build=$1 work=$2 compiler=$3 flags=$4
project=$(dirname "$(realpath "$0")")

rm -rf "$work"
mkdir -p "$work"

# with_cmake NAME PACKAGE: builds the project with the package that lies in the folder PACKAGE, and runs it.
with_cmake() {
    echo "== $1"
    cmake -S "$project" -B "$work/$1" -D batchstore_ROOT="$2" -D CMAKE_BUILD_TYPE=Release \
        -D CMAKE_CXX_COMPILER="$compiler" -D CMAKE_CXX_FLAGS="$flags" >"$work/$1.log" || { cat "$work/$1.log"; exit 1; }
    grep -q "batchstore_DIR.*=$2" "$work/$1/CMakeCache.txt" || { echo "another package was found"; exit 1; }
    cmake --build "$work/$1"
    "$work/$1/consumer"
}

with_cmake not-installed "$build"

cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"
with_cmake installed "$work/moved"

echo "== pkg-config"
pc=$(dirname "$(find "$work/moved" -name batchstore.pc)")
export PKG_CONFIG_PATH=$pc${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
# Unquoted, for these are lists of arguments.
# shellcheck disable=SC2046,SC2086
"$compiler" -std=c++20 $flags $(pkg-config --cflags batchstore) "$project/main.cpp" \
    $(pkg-config --static --libs batchstore) -o "$work/consumer"
libraries=$(dirname "$pc")
LD_LIBRARY_PATH=$libraries "$work/consumer"

if [[ -x $work/moved/bin/batchstore ]]; then
    echo "== tool"
    "$work/moved/bin/batchstore" --version
fi
