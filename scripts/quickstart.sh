#!/usr/bin/env bash
# From a fresh clone to a store with history: builds batchstore and shows what it does. May be run again.
set -euo pipefail
cd "$(dirname "$0")/.."

run() {
    echo
    echo "\$ $*"
    "$@"
}

run scripts/packages.sh build
run cmake --preset release
run cmake --build --preset release -j "$(nproc)"

batchstore=build/release/bin/batchstore
store=build/quickstart/batches.db
mkdir -p "$(dirname "$store")"

run $batchstore --db $store import examples/data/batches.jsonl examples/data/page.json
run $batchstore --db $store list --format table
id=$($batchstore --db $store list --format jsonl | sed -nE 's/.*"id": ?"([^"]*)".*/\1/p;q')
run $batchstore --db $store history "$id" --format table
run $batchstore --db $store verify

echo
echo "The store is $store; the tool is $batchstore. Next: $batchstore --help"
