#include <batchstore/sql.hpp>

#include <array>

namespace batchstore {

namespace {

constexpr std::array tables{
    SqlTable{"batch_overview", "one line a batch: status, times to read, progress, tokens, metadata"},
    SqlTable{"batches_due", "batches that have not ended, the longest unseen first"},
    SqlTable{"batches", "the current state of each batch, times in Unix seconds"},
    SqlTable{"request_counts", "a batch's progress in requests"},
    SqlTable{"token_usage", "the tokens that a batch used"},
    SqlTable{"errors", "a batch's validation errors"},
    SqlTable{"metadata", "a batch's pairs of metadata"},
    SqlTable{"observations",
             "the log: every distinct answer of a server, every absence, and what was done to it"},
    SqlTable{"schema_migrations", "the steps by which the schema came to be"},
};

}  // namespace

std::span<const SqlTable> sql_tables() {
    return tables;
}

}  // namespace batchstore
