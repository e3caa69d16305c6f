#!/usr/bin/env bash
# Holds the layers of a source tree apart: check.sh ROOT prints each line that breaks a rule, and fails if any does.
#
#   model <- repository <- sqlite, transfer, report <- tools
#
# Only src/sqlite knows SQLite, only tools know CLI11, public headers know no other library (json.hpp knows
# nlohmann's), and SQL text lives in src/sqlite and migrations only.
set -euo pipefail
cd "$1"

failed=0
include='[[:space:]]*#[[:space:]]*include[[:space:]]*'

# forbid RULE FOLDER REGEX [EXCEPTION]: no line of code in FOLDER matches REGEX, unless FILE:LINE:TEXT matches EXCEPTION.
forbid() {
    local rule=$1 folder=$2 regex=$3 exception=${4:-^$} lines
    [[ -d $folder ]] || return 0
    if lines=$(grep -rnE --include='*.[ch]pp' -- "$regex" "$folder" | grep -vE -- "$exception"); then
        LC_ALL=C sort <<<"$lines" | sed "s|\$|   <- $rule|"
        failed=1
    fi
}

# layer FOLDER OTHER...: what FOLDER includes from src is its own or lies in OTHER.
layers=' '
layer() {
    local folder=$1 allowed
    layers+="$folder "
    allowed=$(IFS='|' && echo "$*")
    forbid "src/$folder may include from src: $*" "src/$folder" "^${include}\"" ":${include}\"($allowed)/"
    forbid "headers of src are included with quotes" "src/$folder" \
        "^${include}<(model|repository|sqlite|transfer|report)/"
}
layer model
layer repository model
layer sqlite model repository
layer transfer model repository
layer report model repository

while read -r file; do
    folder=${file#src/}
    if [[ $layers != *" ${folder%%/*} "* ]]; then
        echo "$file:1:   <- src/${folder%%/*} is no layer; make it one in check.sh"
        failed=1
    fi
done < <(find src -name '*.[ch]pp' | LC_ALL=C sort)

forbid "public headers include the standard library and batchstore" include "^${include}" \
    ":${include}<([a-z_0-9]+|batchstore/[a-z_]+\.hpp)>|/json\.hpp:[0-9]+:${include}<nlohmann/json(_fwd)?\.hpp>"
forbid "only tools include CLI11" src "^${include}[\"<]CLI/"

statement='(SELECT|INSERT|REPLACE|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|VACUUM|ATTACH)'
for folder in include src/model src/repository src/transfer src/report tools; do
    forbid "only src/sqlite includes SQLite" $folder "^${include}[\"<](SQLiteCpp/|sqlite3)"
    # At the start of a string, or of a line in a long one; an example of `batchstore sql` in a help text may.
    forbid "SQL text lives in src/sqlite and migrations" $folder \
        "(^|[^\\\\])\"([a-z_]*\()?[[:space:]]*$statement\b|^[[:space:]]*$statement [A-Za-z*(]" 'batchstore .*sql '
done

exit $failed
