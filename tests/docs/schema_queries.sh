#!/usr/bin/env bash
# Runs the queries of docs/schema.md on the sample store, and compares what the tool prints with what the page shows.
#
#   schema_queries.sh BATCHSTORE        UPDATE=1 schema_queries.sh BATCHSTORE   writes the results into the page instead
#
# A query is a block ```sql; its result is the block ```text behind it.
set -euo pipefail

tool=$(realpath "$1")
source=$(realpath "$(dirname "$0")/../..")
page=$source/docs/schema.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export BATCHSTORE_DB=$work/batches.db
"$tool" import --observed-at 2026-10-12 "$source"/examples/data/{batches.jsonl,page.json} 2>/dev/null

# The page as it should be: each result taken out, and put behind its query again.
block=""
while IFS= read -r line; do
    case $block in
        sql)
            echo "$line"
            if [[ $line == '```' ]]; then
                printf '\n```text\n'
                "$tool" sql --file "$work/query.sql" --format table || echo "the query failed"
                echo '```'
                block=behind_query
            else
                echo "$line" >>"$work/query.sql"
            fi
            ;;
        text) [[ $line != '```' ]] || block=behind_result ;;
        behind_query)
            if [[ $line == '```text' ]]; then
                block=text
            elif [[ -n $line ]]; then
                printf '\n%s\n' "$line"
                block=""
            fi
            ;;
        *)
            echo "$line"
            if [[ $line == '```sql' ]]; then
                block=sql
                : >"$work/query.sql"
                echo >>"$work/queries"
            fi
            ;;
    esac
done <"$page" >"$work/page"

queries=$(wc -l <"$work/queries")
if [[ $queries -lt 10 ]]; then
    echo "$page has $queries queries; it should have ten at least" >&2
    exit 1
fi
if [[ ${UPDATE:-} == 1 ]]; then
    cp "$work/page" "$page"
elif ! diff -u --label docs/schema.md --label "what the queries give" "$page" "$work/page"; then
    echo "docs/schema.md is out of date; mend it, or UPDATE=1 tests/docs/schema_queries.sh BATCHSTORE" >&2
    exit 1
fi
