#!/usr/bin/env bash
# Holds the layers of a source tree apart: check.sh ROOT prints each line that breaks a rule, and fails if any does.
#
#   model <- repository <- sqlite, transfer, report <- tools
#
# and inside these the rooms, each of which may include those behind it:
#
#   tools:       main, commands, arguments, completion, the files beside main, output
#   repository:  store, thinning and checking, the files beside them, conditions
#   sqlite:      checking and sql, session and open, asking, rows, file
#   report:      report, parts, figures and oddities, costs; html on its own
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
    [[ -e $folder ]] || return 0
    if lines=$(grep -HrnE --include='*.[ch]pp' -- "$regex" "$folder" | grep -vE -- "$exception"); then
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

rooms=' '
# room BASE PREFIX ROOM OTHER...: what BASE/ROOM includes from BASE, in quotes and behind PREFIX, is its own or lies in
# OTHER, where a dot means the files of BASE itself.
room() {
    local base=$1 prefix=$2 allowed='' other
    shift 2
    rooms+="$base/$1 "
    for other in "$@"; do
        allowed+="${allowed:+|}"
        if [[ $other == . ]]; then allowed+='[a-z_]+\.hpp"'; else allowed+="$other/"; fi
    done
    forbid "$base/$1 may include from $base: $*" "$base/$1" "^${include}\"$prefix" ":${include}\"$prefix($allowed)"
}
tool=tools/batchstore
room $tool '' commands arguments completion output .
room $tool '' arguments completion output .
room $tool '' completion output .
room $tool '' output
# beside BASE PREFIX OTHER...: the same for the files of BASE itself; main.cpp includes what it likes.
beside() {
    local base=$1 prefix=$2 allowed file
    shift 2
    allowed=$(IFS='|' && echo "$*")
    for file in "$base"/*.[ch]pp; do
        [[ $file == */main.cpp ]] || forbid "$base itself may include from it: $*" "$file" \
            "^${include}\"${prefix}[a-z_]+/" ":${include}\"$prefix($allowed)/"
    done
}
beside $tool '' output
beside src/repository repository/ conditions
beside src/sqlite sqlite/ asking rows file
room src/repository repository/ store thinning checking conditions .
room src/repository repository/ thinning .
room src/repository repository/ checking conditions .
room src/repository repository/ conditions
room src/sqlite sqlite/ checking rows file .
room src/sqlite sqlite/ sql file .
room src/sqlite sqlite/ asking rows file
room src/sqlite sqlite/ rows file
room src/sqlite sqlite/ file
room src/report report/ parts figures oddities costs
room src/report report/ figures costs
room src/report report/ oddities
room src/report report/ costs
room src/report report/ html

while read -r file; do
    folder=$(dirname "$file")
    [[ $folder != */commands/* ]] || folder=$tool/commands
    if [[ $rooms != *" $folder "* ]]; then
        echo "$file:1:   <- $folder is no room; make it one in check.sh"
        failed=1
    fi
done < <(find $tool src/repository src/sqlite src/report -mindepth 2 -name '*.[ch]pp' 2>/dev/null | LC_ALL=C sort)

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
