"""What a careful Python user writes: JSON Lines into the state tables of a store, by Python's own sqlite3.

    python3 python_sqlite.py SCHEMA.sql FILE.jsonl DATABASE

The tables and indexes are the store's; of the log and of the columns that belong to it nothing is kept.
"""

import itertools
import json
import sqlite3
import sys

LINES_A_TRANSACTION = 10_000
COLUMNS = (
    "id endpoint model input_file_id completion_window status output_file_id error_file_id created_at in_progress_at"
    " expires_at finalizing_at completed_at failed_at expired_at cancelling_at cancelled_at"
).split()
PHASES = {
    "validating": "waiting",
    "in_progress": "running",
    "finalizing": "finalizing",
    "cancelling": "cancelling",
}
# Columns that must not be null: what a store without a log would put there.
CONSTANTS = {
    "revision": "1",
    "first_seen_at_us": "0",
    "last_seen_at_us": "0",
    "sightings": "1",
    "last_answered_at_us": "0",
    "changed_at_us": "0",
    "fold_epoch": "0",
    "fold_rank": "0",
    "fold_lifecycle_at": "0",
    "fold_finished": "0",
    "fold_observed_at_us": "0",
    "fold_digest": "zeroblob(32)",
}
INSERT_BATCH = "INSERT INTO batches(batch_key, phase, error_count, metadata_count, {}, {}) VALUES(?, ?, ?, ?, {}, {})".format(
    ", ".join(COLUMNS), ", ".join(CONSTANTS), ", ".join("?" * len(COLUMNS)), ", ".join(CONSTANTS.values())
)


def insert(database, batches):
    """Inserts pairs of a key and a batch, table by table."""
    rows, counts, usages, pairs, errors = [], [], [], [], []
    for key, batch in batches:
        found = (batch["errors"] or {}).get("data", [])
        metadata = batch["metadata"]
        rows.append(
            [
                key,
                PHASES.get(batch["status"], "ended"),
                len(found),
                None if metadata is None else len(metadata),
                *(batch[column] for column in COLUMNS),
            ]
        )
        if count := batch["request_counts"]:
            counts.append((key, count["total"], count["completed"], count["failed"]))
        if usage := batch["usage"]:
            usages.append(
                (
                    key,
                    usage["input_tokens"],
                    usage["input_tokens_details"]["cached_tokens"],
                    usage["output_tokens"],
                    usage["output_tokens_details"]["reasoning_tokens"],
                    usage["total_tokens"],
                )
            )
        pairs.extend((key, name, value) for name, value in (metadata or {}).items())
        errors.extend(
            (key, position, error["code"], error["message"], error["param"], error["line"])
            for position, error in enumerate(found)
        )
    with database:
        database.executemany(INSERT_BATCH, rows)
        database.executemany("INSERT INTO request_counts VALUES(?, ?, ?, ?)", counts)
        database.executemany("INSERT INTO token_usage VALUES(?, ?, ?, ?, ?, ?)", usages)
        database.executemany("INSERT INTO metadata VALUES(?, ?, ?)", pairs)
        database.executemany("INSERT INTO errors VALUES(?, ?, ?, ?, ?, ?)", errors)


def main(schema, path, location):
    database = sqlite3.connect(location)
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;")
    with open(schema, encoding="utf-8") as file:
        database.executescript(file.read())
    with open(path, encoding="utf-8") as file:
        batches = enumerate(map(json.loads, file), start=1)
        while part := list(itertools.islice(batches, LINES_A_TRANSACTION)):
            insert(database, part)
    database.close()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
