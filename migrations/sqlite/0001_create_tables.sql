-- The current state of each batch. Times ending in _at are Unix seconds, in _at_us microseconds.
CREATE TABLE batches (
    batch_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    phase TEXT NOT NULL,
    endpoint TEXT,
    model TEXT,
    input_file_id TEXT,
    completion_window TEXT,
    status TEXT,
    output_file_id TEXT,
    error_file_id TEXT,
    created_at INTEGER,
    in_progress_at INTEGER,
    expires_at INTEGER,
    finalizing_at INTEGER,
    completed_at INTEGER,
    failed_at INTEGER,
    expired_at INTEGER,
    cancelling_at INTEGER,
    cancelled_at INTEGER,
    -- What has no column, as one JSON object; null when there is nothing.
    extra TEXT,
    -- Rows in errors and metadata. metadata_count is null when no metadata was sent, 0 for {}.
    error_count INTEGER NOT NULL,
    metadata_count INTEGER,
    revision INTEGER NOT NULL,
    first_seen_at_us INTEGER NOT NULL,
    last_seen_at_us INTEGER NOT NULL,
    sightings INTEGER NOT NULL,
    -- The last answer, repeats too; and the first absence behind every logged answer, null if there is none.
    last_answered_at_us INTEGER NOT NULL,
    absent_since_us INTEGER,
    -- The answer since which the state is what it is, as of any time.
    changed_at_us INTEGER NOT NULL,
    -- The precedence of the observation that was folded last.
    fold_epoch INTEGER NOT NULL,
    fold_rank INTEGER NOT NULL,
    fold_lifecycle_at INTEGER NOT NULL,
    fold_finished INTEGER NOT NULL,
    fold_observed_at_us INTEGER NOT NULL,
    fold_digest BLOB NOT NULL,
    -- The time that belongs to the ended status, else the latest other end. No time is 0.
    ended_at INTEGER GENERATED ALWAYS AS (
        CASE WHEN phase = 'ended' THEN coalesce(
            CASE status
                WHEN 'completed' THEN completed_at
                WHEN 'failed' THEN failed_at
                WHEN 'expired' THEN expired_at
                WHEN 'cancelled' THEN cancelled_at
            END,
            nullif(max(coalesce(completed_at, 0), coalesce(failed_at, 0), coalesce(expired_at, 0),
                       coalesce(cancelled_at, 0)), 0)
        ) END
    ) VIRTUAL,
    -- From when on it may be asked about again: one that is absent, each time after twice the time.
    due_at_us INTEGER GENERATED ALWAYS AS (
        last_seen_at_us + (last_seen_at_us - coalesce(absent_since_us, last_seen_at_us))
    ) VIRTUAL
) STRICT;

CREATE UNIQUE INDEX batches_by_id ON batches (id);
CREATE INDEX batches_by_status ON batches (status, created_at);
CREATE INDEX batches_by_created_at ON batches (created_at);
CREATE INDEX batches_by_ended_at ON batches (ended_at);
CREATE INDEX batches_by_last_seen ON batches (phase, last_seen_at_us);
CREATE INDEX batches_by_changed_at ON batches (phase, changed_at_us);
CREATE INDEX batches_by_expires_at ON batches (phase, expires_at);
CREATE INDEX batches_by_endpoint ON batches (endpoint, created_at);
CREATE INDEX batches_by_model ON batches (model, created_at);
CREATE INDEX batches_by_input_file ON batches (input_file_id) WHERE input_file_id IS NOT NULL;
CREATE INDEX batches_by_output_file ON batches (output_file_id) WHERE output_file_id IS NOT NULL;
CREATE INDEX batches_by_error_file ON batches (error_file_id) WHERE error_file_id IS NOT NULL;
CREATE INDEX batches_with_errors ON batches (created_at) WHERE error_count > 0;

CREATE TABLE errors (
    batch_key INTEGER NOT NULL REFERENCES batches (batch_key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT,
    message TEXT,
    param TEXT,
    line INTEGER,
    PRIMARY KEY (batch_key, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX errors_by_code ON errors (code);

CREATE TABLE request_counts (
    batch_key INTEGER PRIMARY KEY REFERENCES batches (batch_key) ON DELETE CASCADE,
    total INTEGER,
    completed INTEGER,
    failed INTEGER
) STRICT;

CREATE INDEX request_counts_by_failed ON request_counts (failed) WHERE failed > 0;

CREATE TABLE metadata (
    batch_key INTEGER NOT NULL REFERENCES batches (batch_key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (batch_key, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX metadata_by_pair ON metadata (key, value);

CREATE TABLE token_usage (
    batch_key INTEGER PRIMARY KEY REFERENCES batches (batch_key) ON DELETE CASCADE,
    input_tokens INTEGER,
    cached_tokens INTEGER,
    output_tokens INTEGER,
    reasoning_tokens INTEGER,
    total_tokens INTEGER
) STRICT;

-- The log: every distinct answer of a batch, as first observed, and every time that a server did not know it.
-- Once pruned, only seq, entry and digest stay.
-- What was done to the log itself is a row too, of no batch: an act, whose verdict is pruned, body its receipt.
CREATE TABLE observations (
    seq INTEGER PRIMARY KEY,
    batch_key INTEGER REFERENCES batches (batch_key),
    observed_at_us INTEGER,
    recorded_at_us INTEGER,
    source TEXT,
    precedence TEXT,
    verdict TEXT,
    body TEXT,
    -- SHA-256 of the answer in normal form: equal answers have equal digests. Null for an absence.
    answer_digest BLOB,
    -- SHA-256 of this row, kept in its place once it is pruned.
    entry BLOB,
    -- SHA-256 of the log up to and with this row.
    digest BLOB NOT NULL,
    CHECK ((body IS NULL) = (entry IS NOT NULL)),
    CHECK ((batch_key IS NULL) = (entry IS NOT NULL OR verdict = 'pruned'))
) STRICT;

CREATE INDEX observations_by_answer ON observations (batch_key, answer_digest);
CREATE INDEX observations_by_source ON observations (source, batch_key);

CREATE TRIGGER observations_keep_rows BEFORE DELETE ON observations
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;

-- Pruning empties a row and leaves its entry; nothing else may change.
CREATE TRIGGER observations_keep_values BEFORE UPDATE ON observations
WHEN NEW.seq IS NOT OLD.seq OR NEW.digest IS NOT OLD.digest OR OLD.entry IS NOT NULL OR NEW.entry IS NULL
    OR coalesce(NEW.batch_key, NEW.observed_at_us, NEW.recorded_at_us, NEW.source, NEW.precedence, NEW.verdict,
                NEW.body, NEW.answer_digest) IS NOT NULL
BEGIN
    SELECT raise(ABORT, 'the log is append-only');
END;

CREATE TABLE schema_migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at_us INTEGER NOT NULL,
    applied_by TEXT NOT NULL
) STRICT;

-- One line a batch, for people with a SQL prompt and for dashboards.
CREATE VIEW batch_overview AS
SELECT
    b.id,
    b.status,
    b.phase,
    b.endpoint,
    b.model,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.created_at, 'unixepoch') AS created,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.in_progress_at, 'unixepoch') AS in_progress,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.ended_at, 'unixepoch') AS ended,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.expires_at, 'unixepoch') AS expires,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.last_seen_at_us / 1000000, 'unixepoch') AS last_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.changed_at_us / 1000000, 'unixepoch') AS changed,
    b.ended_at - b.created_at AS duration_seconds,
    r.total,
    r.completed,
    r.failed,
    CASE WHEN r.completed >= 0 AND r.failed >= 0
        THEN round(1.0 * r.completed / nullif(r.completed + r.failed, 0), 4) END AS success_rate,
    u.input_tokens,
    u.cached_tokens,
    u.output_tokens,
    u.reasoning_tokens,
    u.total_tokens,
    b.error_count,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.absent_since_us / 1000000, 'unixepoch') AS absent_since,
    (SELECT json_group_object(m.key, m.value) FROM metadata AS m WHERE m.batch_key = b.batch_key) AS metadata
FROM batches AS b
LEFT JOIN request_counts AS r ON r.batch_key = b.batch_key
LEFT JOIN token_usage AS u ON u.batch_key = b.batch_key;

-- Batches that have not ended, the longest unseen first: parts of one index, merged in its order.
CREATE VIEW batches_due AS
SELECT id, status, phase, strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at_us / 1000000, 'unixepoch') AS last_seen,
    last_seen_at_us, expires_at, sightings, due_at_us
FROM batches WHERE phase = 'waiting'
UNION ALL
SELECT id, status, phase, strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at_us / 1000000, 'unixepoch'),
    last_seen_at_us, expires_at, sightings, due_at_us
FROM batches WHERE phase = 'running'
UNION ALL
SELECT id, status, phase, strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at_us / 1000000, 'unixepoch'),
    last_seen_at_us, expires_at, sightings, due_at_us
FROM batches WHERE phase = 'finalizing'
UNION ALL
SELECT id, status, phase, strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at_us / 1000000, 'unixepoch'),
    last_seen_at_us, expires_at, sightings, due_at_us
FROM batches WHERE phase = 'cancelling'
ORDER BY last_seen_at_us;
