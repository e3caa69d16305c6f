#!/usr/bin/env bash
# packages.sh GROUP...: installs the Debian packages of the groups (build, test, lint) that are missing.
set -euo pipefail

declare -A groups=(
    [build]="cmake g++ ninja-build
        libcli11-dev libfmt-dev libsimdjson-dev libspdlog-dev libsqlite3-dev libsqlitecpp-dev libssl-dev
        libutf8proc-dev nlohmann-json3-dev zlib1g-dev"
    [bench]="libbenchmark-dev python3 sqlite3"
    [test]="catch2 ccache chromium fish pkgconf poppler-utils python3 zsh"
    [lint]="clang-14 clang-format-14 clang-tidy-14 libbenchmark-dev libclang-14-dev llvm-14-dev shellcheck"
    [fuzz]="clang-14 libclang-rt-14-dev"
)

is_installed() {
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed* ]]
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "$@" </dev/null
}

missing=()
for group in "$@"; do
    for package in ${groups[$group]:?the groups are build, bench, test, lint and fuzz}; do
        is_installed "$package" || missing+=("$package")
    done
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "packages.sh: not a Debian system; make sure that you have the equivalents of: ${missing[*]}" >&2
    exit 0
fi
echo "Installing ${missing[*]}"
# The lists of packages are fetched only when without them, or with the old ones, it fails.
install "${missing[@]}" 2>/dev/null || { as_root apt-get update --quiet=2 </dev/null && install "${missing[@]}"; } || {
    echo "packages.sh: could not install; as root: apt-get install ${missing[*]}" >&2
    exit 1
}
