// What a careful user of DuckDB writes: JSON Lines into normalized state tables with keys and indexes.
//
//     node duckdb.cjs FILE.jsonl DATABASE
//
// It keeps no log, and of the columns that belong to it nothing. NODE_PATH names the folder where
// `npm install @duckdb/node-api` put it.
'use strict';
const {DuckDBInstance} = require('@duckdb/node-api');

const statements = path => [
    `CREATE TABLE answers AS SELECT row_number() OVER () AS batch_key, * FROM read_json('${path}',
        format = 'newline_delimited', columns = {id: 'VARCHAR', endpoint: 'VARCHAR', model: 'VARCHAR',
        input_file_id: 'VARCHAR', completion_window: 'VARCHAR', status: 'VARCHAR', output_file_id: 'VARCHAR',
        error_file_id: 'VARCHAR', created_at: 'BIGINT', in_progress_at: 'BIGINT', expires_at: 'BIGINT',
        finalizing_at: 'BIGINT', completed_at: 'BIGINT', failed_at: 'BIGINT', expired_at: 'BIGINT',
        cancelling_at: 'BIGINT', cancelled_at: 'BIGINT',
        request_counts: 'STRUCT(total BIGINT, completed BIGINT, failed BIGINT)',
        usage: 'STRUCT(input_tokens BIGINT, input_tokens_details STRUCT(cached_tokens BIGINT), output_tokens BIGINT,
            output_tokens_details STRUCT(reasoning_tokens BIGINT), total_tokens BIGINT)',
        metadata: 'MAP(VARCHAR, VARCHAR)',
        errors: 'STRUCT(data STRUCT(code VARCHAR, message VARCHAR, param VARCHAR, line BIGINT)[])'})`,
    `CREATE TABLE batches AS SELECT * EXCLUDE (request_counts, usage, metadata, errors) FROM answers`,
    `CREATE TABLE request_counts AS SELECT batch_key, unnest(request_counts) FROM answers
        WHERE request_counts IS NOT NULL`,
    `CREATE TABLE token_usage AS SELECT batch_key, usage.input_tokens, usage.input_tokens_details.cached_tokens,
        usage.output_tokens, usage.output_tokens_details.reasoning_tokens, usage.total_tokens FROM answers
        WHERE usage IS NOT NULL`,
    `CREATE TABLE metadata AS SELECT batch_key, pair.key, pair.value
        FROM (SELECT batch_key, unnest(map_entries(metadata)) AS pair FROM answers)`,
    `CREATE TABLE errors AS SELECT batch_key, error.* FROM (SELECT batch_key, unnest(errors.data) AS error
        FROM answers)`,
    `DROP TABLE answers`,
    `CREATE UNIQUE INDEX batches_by_id ON batches (id)`,
    ...['status', 'created_at', 'completed_at', 'endpoint', 'model', 'expires_at', 'input_file_id']
        .map(column => `CREATE INDEX batches_by_${column} ON batches (${column})`),
    `CREATE INDEX metadata_by_pair ON metadata ("key", "value")`,
    `CREATE INDEX errors_by_code ON errors (code)`,
    `CHECKPOINT`,
];

async function main(path, location) {
    const connection = await (await DuckDBInstance.create(location)).connect();
    for (const statement of statements(path.replaceAll("'", "''"))) await connection.run(statement);
    connection.closeSync();
}

main(...process.argv.slice(2)).catch(error => {
    console.error(error);
    process.exit(1);
});
