#!/usr/bin/env bash
# Runs every row of the table of targets, batchstore and the limit side by side; --help tells more.
set -euo pipefail
export LC_ALL=C

here=$(realpath "$(dirname "$0")")
bin=$here/../build/release/benchmarks
batchstore=$here/../build/release/bin/batchstore
schema=$here/../migrations/sqlite/0001_create_tables.sql

# The limit's settings equal what the library does: in a bulk import into an empty store, in one into a store
# that has batches, and otherwise.
limit_import=(--cache-mb 64 --checkpoint-pages 50000 --per-transaction 100000 --indexes-last)
limit_import_known=(--cache-mb 128 --checkpoint-pages 50000 --per-transaction 100000)
limit_plain=(--cache-mb 16)

# How often a single call is made for its median and its 99th percentile.
gets=5000 pages=1000 refreshes=1000 openings=200

usage() {
    cat <<'END'
Usage: benchmarks/run.sh [LINES] [--runs N] [--rows NAMES] [--peers] [--keep FOLDER]

Holds batchstore against the limit (what plain SQLite allows on this machine) and
prints a Markdown table of medians. It builds nothing.

  LINES          How many batches [100000]
  --runs N       Runs of each row, batchstore and the limit in turn [3]
  --rows NAMES   Only some rows, with commas between: import, calls, reads,
                 reports, busy (a minute and a half for each run), soak (ten
                 minutes of overlapping readers) [all but soak]
  --peers        Also a table of the other programs that are installed; those
                 of Node are found by NODE_PATH
  --keep FOLDER  Work in this folder and leave the files there [a temporary
                 folder, below TMPDIR if that is set; it should be on a disk]
END
}

die() {
    echo "run.sh: $*" >&2
    exit 2
}

lines=100000 runs=3 peers=false folder='' rows=import,calls,reads,reports,busy
is_number() { [[ $1 =~ ^[1-9][0-9]*$ ]]; }
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage && exit ;;
        --runs) runs=${2-} && shift ;;
        --rows) rows=${2-} && shift ;;
        --peers) peers=true ;;
        --keep)
            [[ -n ${2-} ]] || die "--keep: name a folder"
            folder=$2 && shift
            ;;
        -*) die "$1: no such option; see --help" ;;
        *) lines=$1 ;;
    esac
    shift || die "the last option needs a value; see --help"
done
is_number "$lines" || die "LINES: '$lines' is not a number of batches"
is_number "$runs" || die "--runs: '$runs' is not a number of runs"

for row in ${rows//,/ }; do
    [[ $row =~ ^(import|calls|reads|reports|busy|soak)$ ]] || die "--rows: there are no rows '$row'; see --help"
done
# wants ROWS: whether these rows are asked for.
wants() { [[ ,$rows, == *,$1,* ]]; }

for program in "$batchstore" "$bin"/{busy,generate,limit,latency,measure,one_lock}; do
    [[ -x $program ]] || die "$program is not built; build it in the project's folder with
    cmake --preset release -DBATCHSTORE_BUILD_BENCHMARKS=ON
    cmake --build --preset release"
done

if [[ -n $folder ]]; then
    mkdir -p "$folder"
    folder=$(realpath "$folder")
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
file=$folder/batches.jsonl later=$folder/later.jsonl
base=$folder/base.db after=$folder/after.db
store=$folder/store.db target=$folder/limit.db

# --- Samples and their medians -----------------------------------------------------------------------------

declare -A samples

# sample NAME VALUE
sample() { samples[$1]+="$2"$'\n'; }

# median NAME
median() {
    printf '%s' "${samples[$1]}" | sort -g | awk '
        { value[NR] = $1 }
        END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# holds EXPRESSION, computes EXPRESSION: of awk
holds() { awk "BEGIN { exit !($1) }"; }
computes() { awk "BEGIN { print $1 }"; }

# --- What is measured --------------------------------------------------------------------------------------

# quietly COMMAND...: shows what it wrote to standard error only if it failed.
quietly() {
    "$@" 2>"$folder/messages" || {
        echo "run.sh: failed: $*" >&2
        cat "$folder/messages" >&2
        return 1
    }
}

# remove DATABASE, copy DATABASE DATABASE: leaves nothing for the disk to do beside what is measured.
remove() {
    rm -f "$1" "$1-wal" "$1-shm"
    sync
}
copy() {
    rm -f "$2" "$2-wal" "$2-shm"
    cp "$1" "$2"
    sync
}

# whole NAME COMMAND...: the seconds of the whole process, and its peak memory in MiB as NAME_memory.
whole() {
    local name=$1 taken
    shift
    taken=$(quietly "$bin/measure" "$@")
    sample "$name" "${taken% *}"
    sample "${name}_memory" "$(computes "${taken#* } / 1024")"
}

# limit_seconds NAME ARGUMENT...: the seconds that the limit says.
limit_seconds() {
    local name=$1 taken
    shift
    taken=$(quietly "$bin/limit" "$@")
    sample "$name" "$taken"
}

# calls PREFIX COMMAND...: the lines `NAME p50 p99` that the command prints.
calls() {
    local prefix=$1 printed name p50 p99
    shift
    printed=$(quietly "$@")
    while read -r name p50 p99; do
        sample "${prefix}_${name}_p50" "$p50"
        sample "${prefix}_${name}_p99" "$p99"
    done <<<"$printed"
}

prepare() {
    "$bin/generate" "$lines" >"$file"
    "$bin/generate" "$lines" --later >"$later"
    remove "$base"
    quietly "$batchstore" --db "$base" import "$file" >"$folder/output"
    copy "$base" "$after"
    quietly "$batchstore" --db "$after" import "$later" >"$folder/output"
}

run_imports() {
    remove "$store"
    whole ours_new "$batchstore" --db "$store" import "$file"
    remove "$target"
    limit_seconds limit_new write "$base" "$target" "${limit_import[@]}"

    copy "$base" "$store"
    whole ours_again "$batchstore" --db "$store" import "$file"
    copy "$base" "$target"
    limit_seconds limit_again again "$base" "$target" "${limit_import_known[@]}"
    limit_seconds limit_compare compare "$file" "$base" --cache-mb 128

    copy "$base" "$store"
    whole ours_change "$batchstore" --db "$store" import "$later"
    copy "$base" "$target"
    limit_seconds limit_change change "$base" "$after" "$target" "${limit_import_known[@]}"
}

run_single_calls() {
    copy "$base" "$store"
    calls ours "$bin/latency" single "$store" "$later" "$refreshes"
    copy "$base" "$target"
    calls limit "$bin/limit" single "$base" "$after" "$target" "$refreshes" "${limit_plain[@]}"

    local what count
    for what in "get $gets" "page $pages" "page-time $pages" "open $openings"; do
        count=${what#* } what=${what% *}
        calls ours "$bin/latency" "$what" "$base" "$count"
        calls limit "$bin/limit" "$what" "$base" "$count" "${limit_plain[@]}"
    done
}

run_whole_reads() {
    whole ours_dump "$batchstore" --db "$base" dump
    limit_seconds limit_read read "$base" "${limit_plain[@]}"
    whole ours_verify "$batchstore" --db "$base" verify
}

run_reports() {
    whole ours_report "$batchstore" --db "$base" report --format html --output "$folder/report.html" --force
    # It ends with 1 if it has advice.
    # shellcheck disable=SC2016  # for the inner shell
    whole ours_doctor sh -c '"$0" --db "$1" doctor || [ $? -eq 1 ]' "$batchstore" "$base"
    whole ours_stats "$batchstore" --db "$base" stats --by model
}

# The threads of a service, each for so many seconds.
busy_threads=(1 2 8 32) busy_seconds=5

# load NAME COMMAND...: the figures of a load, as NAME_rate, NAME_p50 and so on.
load() {
    local name=$1 printed figures
    shift
    printed=$(quietly "$@")
    read -ra figures <<<"$printed"
    local names=(rate p50 p99 p999 longest reading log)
    for i in "${!figures[@]}"; do sample "${name}_${names[i]}" "${figures[i]}"; done
}

run_busy() {
    local threads durable
    for threads in "${busy_threads[@]}"; do
        for durable in "" --durable; do
            # shellcheck disable=SC2086  # an empty word is none
            load "busy_$threads$durable" "$bin/busy" "$store" --threads "$threads" --seconds $busy_seconds $durable
            # shellcheck disable=SC2086
            load "lock_$threads$durable" "$bin/one_lock" "$store" --threads "$threads" --seconds $busy_seconds $durable
        done
    done
    load busy_readers "$bin/busy" "$store" --threads 4 --readers 3 --seconds $((2 * busy_seconds))
    remove "$store"
}

run_soak() {
    load soak "$bin/busy" "$store" --threads 4 --readers 3 --seconds 600
    remove "$store"
}

run_peers() {
    $peers || return 0
    if command -v sqlite-utils >"$folder/output"; then
        remove "$target"
        whole peer_sqlite_utils sqlite-utils insert "$target" batches "$file" --nl --pk id
    fi
    if command -v python3 >"$folder/output" && python3 -c 'import sqlite3' 2>"$folder/messages"; then
        remove "$target"
        whole peer_python python3 "$here/peers/python_sqlite.py" "$schema" "$file" "$target"
    fi
    if command -v sqlite3 >"$folder/output"; then
        remove "$target"
        # It reads batches.jsonl in the folder where it runs.
        whole peer_shell env -C "$folder" sqlite3 -bail -cmd ".read '$schema'" "$target" \
            ".read '$here/peers/sqlite_shell.sql'"
    fi
    if command -v node >"$folder/output"; then
        if node -e 'new (require("better-sqlite3"))(":memory:")' 2>"$folder/messages"; then
            remove "$target"
            whole peer_better_sqlite3 node "$here/peers/better_sqlite3.cjs" "$schema" "$file" "$target"
        fi
        if node -e 'require("@duckdb/node-api")' 2>"$folder/messages"; then
            remove "$target"
            whole peer_duckdb node "$here/peers/duckdb.cjs" "$file" "$target"
        fi
    fi
}

# --- The tables --------------------------------------------------------------------------------------------

# The ratio is one of throughputs where the target says at least, and one of times where it says at most.
# line WORK OURS LIMIT RATIO TARGET CONDITION: a line of the table; the condition is one of awk.
line() {
    local met=no
    if holds "$6"; then met=yes; fi
    echo "| $1 | $2 | $3 | $4 | $5 | $met |"
}

in_seconds() { printf '%.3f s' "$1"; }
in_microseconds() { printf '%.1f µs' "$1"; }

# throughput WORK OURS LIMIT LEAST [REMARK]: names of samples in seconds; ours reaches at least this share.
throughput() {
    local ours limit ratio
    ours=$(median "$2") limit=$(median "$3")
    ratio=$(computes "$limit / ($ours > 0 ? $ours : 0.001)")
    line "$1" "$(in_seconds "$ours")" "$(in_seconds "$limit")${5-}" "$(printf '%.2f' "$ratio")" "≥ $4" "$ratio >= $4"
}

# within_times WORK OURS LIMIT MOST [REMARK]: names of samples in seconds; ours takes at most so many times as long.
within_times() {
    local ours limit ratio
    ours=$(median "$2") limit=$(median "$3")
    ratio=$(computes "$ours / ($limit > 0 ? $limit : 0.001)")
    line "$1" "$(in_seconds "$ours")" "$(in_seconds "$limit")${5-}" "$(printf '%.2f' "$ratio")" "≤ $4 times" "$ratio <= $4"
}

# latency WORK SAMPLE MOST: ours takes at most so many times as long as the limit.
# latency_below WORK SAMPLE MICROSECONDS: ours takes less than so long, whatever the limit.
# latency_beyond WORK SAMPLE MICROSECONDS: ours takes at most so much longer than the limit.
latency() { latency_line "$1" "$2" "≤ $3" "ours <= $3 * limit"; }
latency_below() { latency_line "$1" "$2" "< $3 µs" "ours < $3"; }
latency_beyond() { latency_line "$1" "$2" "≤ $3 µs more" "ours <= limit + $3"; }
latency_line() {
    local ours limit condition
    ours=$(median "ours_$2") limit=$(median "limit_$2")
    condition=${4//ours/$ours}
    line "$1" "$(in_microseconds "$ours")" "$(in_microseconds "$limit")" \
        "$(printf '%.2f' "$(computes "$ours / $limit")")" "$3" "${condition//limit/$limit}"
}

# memory WORK SAMPLE
memory() {
    local peak
    peak=$(median "$2")
    line "$1" "$(printf '%.0f MiB' "$peak")" "" "" "≤ 256 MiB" "$peak <= 256"
}

# within WORK SAMPLE MOST UNIT: a figure of ours alone, at most so large.
within() {
    local figure
    figure=$(median "$2")
    line "$1" "$(printf '%.1f' "$figure") $4" "" "" "≤ $3 $4" "$figure <= $3"
}

print_table() {
    echo "| work | batchstore | limit | ratio | target | met |"
    echo "|---|---|---|---|---|---|"
    ! wants import || print_imports
    ! wants calls || print_calls
    ! wants reads || print_reads
    ! wants reports || print_reports
    ! wants soak || within "ten minutes of overlapping readers: write-ahead log" soak_log 64 MB
}

print_imports() {
    throughput "import, new" ours_new limit_new 0.85
    throughput "import again, all unchanged" ours_again limit_again 0.8
    within_times "the same, against comparing only" ours_again limit_compare 2 " (compare)"
    throughput "import, 10 % changed" ours_change limit_change 0.8
    memory "peak memory, import, new" ours_new_memory
    memory "peak memory, import again" ours_again_memory
    memory "peak memory, import, 10 % changed" ours_change_memory
}

print_calls() {
    latency "refresh, new, p50" new_p50 1.2
    latency "refresh, changed, p50" changed_p50 1.2
    latency "refresh, unchanged, p50" unchanged_p50 1.2
    latency "get, p50" get_p50 1.3
    latency_below "get, p99" get_p99 500
    latency "page by status, p50" page_p50 1.3
    latency_below "page by status, p99" page_p99 3000
    latency "page by time, p50" page-time_p50 1.3
    latency_below "page by time, p99" page-time_p99 3000
    latency_beyond "open, p50" open_p50 300
}

print_reads() {
    throughput "dump" ours_dump limit_read 0.8
    throughput "verify" ours_verify ours_dump 0.5 " (dump)"
    memory "peak memory, dump" ours_dump_memory
    memory "peak memory, verify" ours_verify_memory
}

print_reports() {
    within "report (HTML), at 1,000,000" ours_report 6 s
    within "doctor, at 1,000,000" ours_doctor 4 s
    within "stats by model, at 1,000,000" ours_stats 1 s
}

# print_load WORK NAME: a line of the table of loads.
print_load() {
    echo "| $1 | $(median "$2_rate") | $(milliseconds "$2_p50") | $(milliseconds "$2_p99") | $(milliseconds "$2_p999") |"
}
milliseconds() { printf '%.2f' "$(computes "$(median "$1") / 1000")"; }

print_busy() {
    echo "| refreshes of running batches | a second | p50, ms | p99, ms | p999, ms |"
    echo "|---|---|---|---|---|"
    local threads durable
    for durable in "" --durable; do
        for threads in "${busy_threads[@]}"; do
            print_load "$threads threads${durable:+, durable}" "busy_$threads$durable"
            print_load "$threads threads${durable:+, durable}: plain SQLite, one lock" "lock_$threads$durable"
        done
    done
    print_load "4 threads, 3 that read" busy_readers
    echo
    echo "With 3 that read: write-ahead log up to $(median busy_readers_log) MB, longest read $(median busy_readers_reading) ms."
    echo "Durable, 32 threads against one: $(computes "$(median busy_32--durable_rate) / $(median busy_1--durable_rate)") times (wanted: 5)."
}

missing=()

# peer NAME SAMPLE LEAST REMARK: with an empty LEAST no target is set.
peer() {
    if [[ -z ${samples[$2]-} ]]; then
        missing+=("$1")
        return
    fi
    local theirs ours ratio
    theirs=$(median "$2") ours=$(median ours_new)
    ratio=$(computes "$theirs / $ours")
    local met=
    if [[ -n $3 ]]; then
        met=no
        if holds "$ratio >= $3"; then met=yes; fi
    fi
    echo "| $1: $4 | $(in_seconds "$ours") | $(in_seconds "$theirs") | $(printf '%.2f' "$ratio") | ${3:+≥ $3} | $met |"
}

print_peers() {
    echo "| import of the same new batches | batchstore | peer | times as fast | target at 1,000,000 | met |"
    echo "|---|---|---|---|---|---|"
    peer "sqlite-utils" peer_sqlite_utils 4 "one flat table"
    peer "Python's sqlite3" peer_python 2 "state tables only"
    peer "sqlite3 shell" peer_shell "" "state tables only, JSON functions"
    peer "better-sqlite3" peer_better_sqlite3 2 "state tables only"
    peer "DuckDB" peer_duckdb "" "normalized, keys and indexes, no log"
    [[ ${#missing[@]} -eq 0 ]] || printf '\nNot installed here: %s.\n' "$(printf '%s, ' "${missing[@]}" | sed 's/, $//')"
}

# --- The whole ---------------------------------------------------------------------------------------------

echo "Making $lines batches in $folder" >&2
prepare
for ((run = 1; run <= runs; ++run)); do
    echo "Run $run of $runs" >&2
    ! wants import || run_imports
    ! wants calls || run_single_calls
    ! wants reads || run_whole_reads
    ! wants reports || run_reports
    ! wants busy || run_busy
    ! wants soak || run_soak
    ! wants import || run_peers
done

memory_gib=$(awk '/^MemTotal:/ { printf "%.0f", $2 / 1024 / 1024 }' /proc/meminfo)
echo "$(date +%Y-%m-%d), $lines batches, medians of runs: $runs, $(nproc) cores, $memory_gib GiB of memory," \
    "SQLite $("$bin/limit" version)"
echo
print_table
echo
echo "The ratio: of imports, dump and verify the share of the other's throughput; of single calls, and against a program" \
    "that only reads the records and compares digests, the time they take against the other's."
if wants busy; then
    echo
    print_busy
fi
if $peers && wants import; then
    echo
    print_peers
fi
