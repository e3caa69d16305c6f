#!/usr/bin/env bash
# Runs one case of the command line's tests and compares what it prints, byte for byte.
#
#   run_case.sh BATCHSTORE CASE         UPDATE=1 run_case.sh BATCHSTORE CASE   writes the golden files instead
#
# CASE is a folder with
#   cmd      what bash runs, in an empty folder, with `batchstore` on its PATH and nothing on standard input;
#            $SAMPLE is examples/data, $DATA is tests/cli/data
#   stdout, stderr, exit   what must come out; a missing file means nothing, and exit code 0
#   mask     if it is there: a sed script for what no option can fix, the time at which a record was taken
#            into the log and the digests that depend on it; applied to stdout and stderr
set -euo pipefail

tool=$(realpath "$1")
case_folder=$(realpath "$2")
cli_folder=$(dirname "$(realpath "$0")")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/folder" "$work/got"
ln -s "$tool" "$work/bin/batchstore"

unset BATCHSTORE_DB BATCHSTORE_PAGER LESS NO_COLOR COLUMNS LINES
export PATH="$work/bin:$PATH" SHELL=/bin/bash LC_ALL=C.UTF-8 TZ=Asia/Kathmandu TERM=xterm PAGER='' PYTHONDONTWRITEBYTECODE=1
export SAMPLE="$cli_folder/../../examples/data" DATA="$cli_folder/data"

# To look for leaks takes a short command as long as all else that it does: the case no_command_leaks looks.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

code=0
(cd "$work/folder" && bash "$case_folder/cmd") </dev/null >"$work/got/stdout" 2>"$work/got/stderr" || code=$?
echo "$code" >"$work/got/exit"
if [ -e "$case_folder/mask" ]; then
    sed -E -i -f "$case_folder/mask" "$work/got/stdout" "$work/got/stderr"
fi

expected_of() {
    if [ -e "$case_folder/$1" ]; then
        cat "$case_folder/$1"
    elif [ "$1" = exit ]; then
        echo 0
    fi
}

different=0
for name in stdout stderr exit; do
    if [ "${UPDATE:-}" = 1 ]; then
        rm -f "$case_folder/$name"
        expected_of "$name" | cmp -s - "$work/got/$name" || cp "$work/got/$name" "$case_folder/$name"
    elif ! diff -u --label "expected $name" --label "$name" <(expected_of "$name") "$work/got/$name"; then
        different=1
    fi
done
exit "$different"
