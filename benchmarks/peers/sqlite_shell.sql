-- JSON Lines into the state tables of a store by the sqlite3 shell and SQLite's JSON functions; of the log and of
-- the columns that belong to it nothing is kept. Reads batches.jsonl from the folder in which the shell runs:
--
--     sqlite3 -bail -cmd '.read SCHEMA.sql' DATABASE '.read sqlite_shell.sql'
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -65536;

-- Every line is one value: no byte of it separates columns.
CREATE TEMP TABLE lines (answer TEXT);
.mode ascii
.separator "\001" "\n"
.import --schema temp batches.jsonl lines

BEGIN IMMEDIATE;

INSERT INTO batches (
    batch_key, id, phase, endpoint, model, input_file_id, completion_window, status, output_file_id, error_file_id,
    created_at, in_progress_at, expires_at, finalizing_at, completed_at, failed_at, expired_at, cancelling_at,
    cancelled_at, error_count, metadata_count, revision, first_seen_at_us, last_seen_at_us, sightings,
    last_answered_at_us, changed_at_us, fold_epoch, fold_rank, fold_lifecycle_at, fold_finished, fold_observed_at_us, fold_digest
)
SELECT
    rowid,
    answer ->> 'id',
    CASE answer ->> 'status'
        WHEN 'validating' THEN 'waiting'
        WHEN 'in_progress' THEN 'running'
        WHEN 'finalizing' THEN 'finalizing'
        WHEN 'cancelling' THEN 'cancelling'
        ELSE 'ended'
    END,
    answer ->> 'endpoint',
    answer ->> 'model',
    answer ->> 'input_file_id',
    answer ->> 'completion_window',
    answer ->> 'status',
    answer ->> 'output_file_id',
    answer ->> 'error_file_id',
    answer ->> 'created_at',
    answer ->> 'in_progress_at',
    answer ->> 'expires_at',
    answer ->> 'finalizing_at',
    answer ->> 'completed_at',
    answer ->> 'failed_at',
    answer ->> 'expired_at',
    answer ->> 'cancelling_at',
    answer ->> 'cancelled_at',
    coalesce(json_array_length(answer, '$.errors.data'), 0),
    CASE json_type(answer, '$.metadata')
        WHEN 'object' THEN (SELECT count(*) FROM json_each(answer, '$.metadata'))
    END,
    1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, zeroblob(32)
FROM lines;

INSERT INTO request_counts (batch_key, total, completed, failed)
SELECT
    rowid,
    answer ->> '$.request_counts.total',
    answer ->> '$.request_counts.completed',
    answer ->> '$.request_counts.failed'
FROM lines
WHERE json_type(answer, '$.request_counts') = 'object';

INSERT INTO token_usage (
    batch_key, input_tokens, cached_tokens, output_tokens, reasoning_tokens, total_tokens
)
SELECT
    rowid,
    answer ->> '$.usage.input_tokens',
    answer ->> '$.usage.input_tokens_details.cached_tokens',
    answer ->> '$.usage.output_tokens',
    answer ->> '$.usage.output_tokens_details.reasoning_tokens',
    answer ->> '$.usage.total_tokens'
FROM lines
WHERE json_type(answer, '$.usage') = 'object';

INSERT INTO metadata (batch_key, key, value)
SELECT l.rowid, pair.key, pair.value
FROM lines AS l, json_each(l.answer, '$.metadata') AS pair
WHERE json_type(l.answer, '$.metadata') = 'object';

INSERT INTO errors (batch_key, position, code, message, param, line)
SELECT
    l.rowid,
    error.key,
    error.value ->> 'code',
    error.value ->> 'message',
    error.value ->> 'param',
    error.value ->> 'line'
FROM lines AS l, json_each(l.answer, '$.errors.data') AS error
WHERE json_type(l.answer, '$.errors') = 'object';

COMMIT;
