// What a careful user of Node writes: JSON Lines into the state tables of a store, by better-sqlite3.
//
//     node better_sqlite3.cjs SCHEMA.sql FILE.jsonl DATABASE
//
// The tables and indexes are the store's; of the log and of the columns that belong to it nothing is kept.
// NODE_PATH names the folder where `npm install better-sqlite3` put it.
'use strict';
const fs = require('fs');
const readline = require('readline');
const Database = require('better-sqlite3');

const LINES_A_TRANSACTION = 10000;
const COLUMNS = [
    'id', 'endpoint', 'model', 'input_file_id', 'completion_window', 'status', 'output_file_id', 'error_file_id',
    'created_at', 'in_progress_at', 'expires_at', 'finalizing_at', 'completed_at', 'failed_at', 'expired_at',
    'cancelling_at', 'cancelled_at'];
const PHASES = {
    validating: 'waiting', in_progress: 'running', finalizing: 'finalizing', cancelling: 'cancelling'};
// Columns that must not be null: what a store without a log would put there.
const CONSTANTS = {
    revision: '1', first_seen_at_us: '0', last_seen_at_us: '0', sightings: '1', last_answered_at_us: '0',
    changed_at_us: '0', fold_epoch: '0', fold_rank: '0', fold_lifecycle_at: '0', fold_finished: '0',
    fold_observed_at_us: '0', fold_digest: 'zeroblob(32)'};

const orNull = value => value === undefined ? null : value;
const marks = count => Array(count).fill('?').join(', ');

function inserter(database) {
    const into = (table, count) => database.prepare(`INSERT INTO ${table} VALUES(${marks(count)})`);
    const batches = database.prepare(
        `INSERT INTO batches(batch_key, phase, error_count, metadata_count, ${COLUMNS.join(', ')}, ` +
        `${Object.keys(CONSTANTS).join(', ')}) ` +
        `VALUES(${marks(4 + COLUMNS.length)}, ${Object.values(CONSTANTS).join(', ')})`);
    const counts = into('request_counts', 4), usages = into('token_usage', 6), pairs = into('metadata', 3);
    const errors = into('errors', 6);
    return (key, batch) => {
        const found = batch.errors && batch.errors.data || [];
        const metadata = batch.metadata && Object.entries(batch.metadata);
        batches.run(key, PHASES[batch.status] || 'ended', found.length, metadata ? metadata.length : null,
            ...COLUMNS.map(column => orNull(batch[column])));
        const count = batch.request_counts, usage = batch.usage;
        if (count) counts.run(key, count.total, count.completed, count.failed);
        if (usage) {
            usages.run(key, usage.input_tokens, usage.input_tokens_details.cached_tokens, usage.output_tokens,
                usage.output_tokens_details.reasoning_tokens, usage.total_tokens);
        }
        for (const [name, value] of metadata || []) pairs.run(key, name, value);
        found.forEach((error, position) => errors.run(key, position, orNull(error.code), orNull(error.message),
            orNull(error.param), orNull(error.line)));
    };
}

async function main(schema, path, location) {
    const database = new Database(location);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;');
    database.exec(fs.readFileSync(schema, 'utf8'));
    const insert = inserter(database);
    const insertAll = database.transaction((first, lines) =>
        lines.forEach((line, i) => insert(first + i, JSON.parse(line))));
    let lines = [], key = 1;
    const flush = () => {
        insertAll(key, lines);
        key += lines.length;
        lines = [];
    };
    for await (const line of readline.createInterface({input: fs.createReadStream(path)})) {
        if (lines.push(line) === LINES_A_TRANSACTION) flush();
    }
    flush();
    database.close();
}

main(...process.argv.slice(2)).catch(error => {
    console.error(error);
    process.exit(1);
});
