#include "sqlite/rows/scan.hpp"

#include "model/columns.hpp"

namespace batchstore::sqlite {

namespace {

/// A cursor on a table whose rows belong to batches, in the order of their keys.
class ChildCursor {
public:
    /// @param query wants the least key
    ChildCursor(Connection& connection, const std::string& query)
        : statement_(connection.database(), query), run_(statement_.run()) {
        begin_at(0);
    }

    /// Calls `read(run)` with each row of a batch, its key already read. Keys must not go down.
    template <class Read>
    void each_of(std::int64_t batch_key, Read&& read) {
        constexpr int most_steps = 16;  // a search takes about as long
        for (int steps = 0; more_ && batch_key_ < batch_key; ++steps) {
            steps < most_steps ? advance() : begin_at(batch_key);
        }
        while (more_ && batch_key_ == batch_key) {
            read(run_);
            advance();
        }
    }

private:
    void begin_at(std::int64_t batch_key) {
        run_.restart();
        run_.bind(batch_key);
        advance();
    }

    void advance() {
        more_ = run_.next();
        if (more_) {
            run_.read(batch_key_);
        }
    }

    Prepared statement_;
    Run run_;
    bool more_ = false;
    std::int64_t batch_key_ = 0;
};

void read_pairs(ChildCursor& metadata, BatchRow& row) {
    metadata.each_of(row.batch_key, [&](Run& pair) {
        if (!row.batch.metadata) {
            row.batch.metadata.emplace();
        }
        auto key = pair.value<std::string>();
        // They come in their order.
        row.batch.metadata->emplace_hint(row.batch.metadata->end(), std::move(key),
                                         pair.value<std::string>());
    });
}

}  // namespace

void scan_batches(Connection& connection, const std::function<bool(BatchRow&)>& visit, const SqlText& where,
                  const WantedFields& wanted,
                  const std::function<void(const BatchRow&, const Error&)>& unreadable) {
    const WantedColumns columns = select_wanted("batches AS b NOT INDEXED", wanted);
    Prepared select(connection.database(), columns.sql + " WHERE " + where.sql + " ORDER BY b.batch_key");
    std::optional<ChildCursor> metadata;
    if (wanted.has("metadata")) {
        metadata.emplace(
            connection,
            "SELECT batch_key, key, value FROM metadata WHERE batch_key >= ? ORDER BY batch_key, key");
    }
    std::optional<ChildCursor> errors;
    if (wanted.has("errors")) {
        std::string names;
        append_names(names, error_columns);
        errors.emplace(connection, "SELECT batch_key, " + names +
                                       " FROM errors WHERE batch_key >= ? ORDER BY batch_key, position");
    }
    Run run = select.run();
    where.bind(run.leave_out(columns.left_out));
    BatchRow row;  // one for all, so that its texts keep their memory
    while (run.next()) {
        try {
            read_batch(run, row);
        } catch (const Error& error) {
            if (!unreadable) {
                throw;
            }
            unreadable(row, error);
            continue;
        }
        if (metadata) read_pairs(*metadata, row);
        if (errors) {
            errors->each_of(row.batch_key,
                            [&](Run& error) { read_record(error, row.batch.errors.emplace_back()); });
        }
        if (!visit(row)) {
            return;
        }
    }
}

}  // namespace batchstore::sqlite
