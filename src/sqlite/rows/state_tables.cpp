#include "sqlite/rows/state_tables.hpp"

#include <unordered_map>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

template <class Columns>
std::string names(const Columns& columns, std::string_view before = "", bool are_read = true) {
    std::string sql;
    append_names(sql, columns, before, "", are_read);
    return sql;
}

/// @param verb `INSERT`, or `INSERT OR REPLACE`, for which SQLite keeps a journal of every statement
template <class Record>
std::string insert_into(std::string_view table, std::string_view verb) {
    return fmt::format(
        "{} INTO {}(batch_key, {}) VALUES({})", verb, table, names(columns_of<Record>),
        placeholders(1 + std::tuple_size_v<std::remove_cvref_t<decltype(columns_of<Record>)>>));
}

std::string seen_names(std::string_view after) {
    std::string sql;
    append_names(sql, seen_columns, "", after);
    return sql;
}

std::size_t count_names(const std::string& sql) {
    return 1 + static_cast<std::size_t>(std::count(sql.begin(), sql.end(), ','));
}

/// Takes what is null out of a list of columns. @returns whether each was
std::vector<char> take_nulls_out(std::string& columns) {
    constexpr std::string_view comma = ", ";
    std::vector<char> taken;
    std::string left;
    for (std::size_t from = 0; from < columns.size();) {
        const std::size_t to = std::min(columns.find(comma, from), columns.size());
        const std::string_view column = std::string_view(columns).substr(from, to - from);
        taken.push_back(column == "NULL" ? 1 : 0);
        if (taken.back() == 0) {
            left.append(left.empty() ? "" : comma).append(column);
        }
        from = to + comma.size();
    }
    columns = std::move(left);
    return taken;
}

std::string insert_batch() {
    const std::string columns = fmt::format("batch_key, id, {}, {}", state_columns(), standing_names());
    return fmt::format("INSERT INTO batches({}) VALUES({})", columns, placeholders(count_names(columns)));
}

}  // namespace

StateTables::StateTables(Connection& connection)
    : connection_(connection),
      pages_(connection.database()),
      find_(connection.database(),
            fmt::format("SELECT batch_key, {} FROM batches WHERE id = ?", standing_names())),
      find_by_key_(
          connection.database(),
          fmt::format("SELECT id, batch_key, {} FROM batches WHERE batch_key = ?", standing_names())),
      load_(connection.database(), select_batches() + " WHERE b.batch_key = ?"),
      load_by_id_(connection.database(), select_batches() + " WHERE b.id = ?"),
      load_metadata_(connection.database(), "SELECT key, value FROM metadata WHERE batch_key = ?"),
      load_errors_(
          connection.database(),
          fmt::format("SELECT {} FROM errors WHERE batch_key = ? ORDER BY position", names(error_columns))),
      insert_(connection.database(), insert_batch()),
      update_(connection.database(), fmt::format("UPDATE batches SET {}, {} WHERE batch_key = ?",
                                                 state_columns("", " = ?"), standing_names("", " = ?"))),
      update_standing_(connection.database(),
                       fmt::format("UPDATE batches SET {} WHERE batch_key = ?", standing_names("", " = ?"))),
      mark_seen_(connection.database(),
                 fmt::format("UPDATE batches SET {} WHERE batch_key = ?", seen_names(" = ?"))),
      insert_counts_(connection.database(), insert_into<RequestCounts>("request_counts", "INSERT")),
      replace_counts_(connection.database(),
                      insert_into<RequestCounts>("request_counts", "INSERT OR REPLACE")),
      insert_usage_(connection.database(), insert_into<Usage>("token_usage", "INSERT")),
      replace_usage_(connection.database(), insert_into<Usage>("token_usage", "INSERT OR REPLACE")),
      insert_metadata_(connection.database(), "INSERT INTO metadata(batch_key, key, value) VALUES(?, ?, ?)"),
      insert_error_(connection.database(),
                    fmt::format("INSERT INTO errors(batch_key, position, {}) VALUES({})",
                                names(error_columns), placeholders(6))),
      delete_counts_(connection.database(), "DELETE FROM request_counts WHERE batch_key = ?"),
      delete_usage_(connection.database(), "DELETE FROM token_usage WHERE batch_key = ?"),
      delete_metadata_(connection.database(), "DELETE FROM metadata WHERE batch_key = ?"),
      delete_errors_(connection.database(), "DELETE FROM errors WHERE batch_key = ?") {}

std::string select_batches(std::string_view batches) {
    return select_wanted(batches, {}).sql;
}

WantedColumns select_wanted(std::string_view batches, const WantedFields& wanted) {
    const bool counts = wanted.has("request_counts");
    const bool usage = wanted.has("usage");
    WantedColumns columns{
        fmt::format("b.batch_key, {}, {}, {}, {}, {}, {}, {}", wanted.has("id") ? "b.id" : "NULL",
                    state_columns("b.", "", wanted), standing_names("b.", "", wanted),
                    counts ? "r.batch_key IS NOT NULL" : "NULL", names(request_count_columns, "r.", counts),
                    usage ? "u.batch_key IS NOT NULL" : "NULL", names(usage_columns, "u.", usage))};
    columns.left_out = take_nulls_out(columns.sql);
    columns.sql = fmt::format("SELECT {} FROM {}{}{}", columns.sql, batches,
                              counts ? " LEFT JOIN request_counts AS r ON r.batch_key = b.batch_key" : "",
                              usage ? " LEFT JOIN token_usage AS u ON u.batch_key = b.batch_key" : "");
    return columns;
}

void read_batch(Run& run, BatchRow& row) {
    run.read(row.batch_key).read(row.batch.id);
    try {
        row.children = read_state(run, row.batch);
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("batch {}: {}", row.batch.id, error.what()));
    }
    Standing standing{.batch_key = row.batch_key};
    read_standing(run, standing);
    row.stand(standing);
    const auto read_optional = [&](auto& record) {
        const bool present = run.value<std::int64_t>() != 0;
        read_record(run, record.emplace());
        if (!present) {
            record.reset();
        }
    };
    read_optional(row.batch.request_counts);
    read_optional(row.batch.usage);
}

std::optional<Standing> StateTables::find(const std::string& id, const KeysById* keys) {
    std::optional<Standing> found;
    const auto read_found = [&](Run& run) {
        run.read(found.emplace().batch_key);
        read_standing(run, *found);
    };
    if (keys == nullptr) {
        Run run = find_.run();
        if (run.bind(id).next()) {
            read_found(run);
        }
        return found;
    }
    keys->find(id, [&](std::int64_t batch_key) {
        Run run = find_by_key_.run();
        if (run.bind(batch_key).next() && run.value<std::string>() == id) {
            read_found(run);
        }
        return found.has_value();
    });
    return found;
}

std::optional<Standing> StateTables::standing_of(std::int64_t batch_key) {
    Run run = find_by_key_.run();
    if (!run.bind(batch_key).next()) {
        return std::nullopt;
    }
    run.value<std::string>();
    Standing standing;
    run.read(standing.batch_key);
    read_standing(run, standing);
    return standing;
}

void StateTables::remove(std::int64_t batch_key) {
    for (Prepared* remove : {&delete_counts_, &delete_usage_, &delete_metadata_, &delete_errors_}) {
        remove->run().bind(batch_key).execute();
    }
    pages_.prepared("DELETE FROM batches WHERE batch_key = ?").run().bind(batch_key).execute();
}

StoredBatch StateTables::load(std::int64_t batch_key) {
    Run run = load_.run();
    return load_one(run.bind(batch_key));
}

StoredBatch StateTables::load(const std::string& id) {
    Run run = load_by_id_.run();
    return load_one(run.bind(id));
}

StoredBatch StateTables::load_one(Run& run) {
    if (!run.next()) {
        return {};
    }
    BatchRow row;
    read_batch(run, row);
    if (row.children.metadata.value_or(0) > 0) {
        Run pairs = load_metadata_.run();
        pairs.bind(row.batch_key);
        while (pairs.next()) {
            auto key = pairs.value<std::string>();
            row.batch.metadata->emplace(std::move(key), pairs.value<std::string>());
        }
    }
    if (row.children.errors > 0) {
        Run errors = load_errors_.run();
        errors.bind(row.batch_key);
        while (errors.next()) {
            read_record(errors, row.batch.errors.emplace_back());
        }
    }
    return std::move(row.batch);
}

void StateTables::load_page(const SqlText& keys, std::int64_t limit, std::vector<BatchRow>& page) {
    // A cross join goes through its left side in the order that this has.
    Run run = pages_
                  .prepared(select_batches(fmt::format(
                      "({}) AS p CROSS JOIN batches AS b ON b.batch_key = p.batch_key", keys.sql)))
                  .run();
    keys.bind(run);
    run.bind(limit);
    while (run.next()) {
        read_batch(run, page.emplace_back());
    }
}

void StateTables::load_children(std::vector<BatchRow>& page) {
    std::unordered_map<std::int64_t, BatchRow*> with_pairs;
    std::unordered_map<std::int64_t, BatchRow*> with_errors;
    for (BatchRow& row : page) {
        if (row.children.metadata.value_or(0) > 0) {
            with_pairs.emplace(row.batch_key, &row);
        }
        if (row.children.errors > 0) {
            with_errors.emplace(row.batch_key, &row);
        }
    }
    const auto each_child = [&](const auto& parents, const std::string& query, const auto& read) {
        if (parents.empty()) {
            return;
        }
        // Of few lengths, so that statements come again.
        std::size_t marks = 1;
        while (marks < parents.size()) {
            marks *= 4;
        }
        Run run = pages_.prepared(fmt::format(fmt::runtime(query), placeholders(marks))).run();
        for (const auto& [batch_key, row] : parents) {
            run.bind(batch_key);
        }
        // A mark that is not bound keeps its value from the run before.
        for (std::size_t left = parents.size(); left < marks; ++left) {
            run.bind(std::optional<std::int64_t>());
        }
        while (run.next()) {
            read(run, parents.at(run.value<std::int64_t>())->batch);
        }
    };
    each_child(with_pairs, "SELECT batch_key, key, value FROM metadata WHERE batch_key IN ({})",
               [](Run& pair, StoredBatch& batch) {
                   auto key = pair.value<std::string>();
                   batch.metadata->emplace(std::move(key), pair.value<std::string>());
               });
    each_child(with_errors,
               fmt::format("SELECT batch_key, {} FROM errors WHERE batch_key IN ({{}}) "
                           "ORDER BY batch_key, position",
                           names(error_columns)),
               [](Run& error, StoredBatch& batch) { read_record(error, batch.errors.emplace_back()); });
}

std::int64_t StateTables::insert(const Batch& state, const Standing& standing) {
    const DerivedColumns derived(state);
    Run run = insert_.run();
    run.bind(standing.batch_key != 0 ? std::optional(standing.batch_key) : std::nullopt).bind(state.id);
    bind_state(run, state, derived);
    bind_standing(run, standing);
    run.execute();
    const std::int64_t batch_key = connection_.database().getLastInsertRowid();
    static const Batch nothing;
    update_children(batch_key, nothing, state);
    return batch_key;
}

void StateTables::update(const Batch& before, const Batch& state, const Standing& standing) {
    const DerivedColumns derived(state);
    const bool changed = before != state;
    Run run = (changed ? update_ : update_standing_).run();
    if (changed) {
        bind_state(run, state, derived);
    }
    bind_standing(run, standing);
    run.bind(standing.batch_key).execute();
    update_children(standing.batch_key, before, state);
}

void StateTables::mark_seen(const Standing& standing) {
    Run run = mark_seen_.run();
    for_each_column(seen_columns, [&](const auto& column) { run.bind(standing.*column.member); });
    run.bind(standing.batch_key).execute();
}

void StateTables::update_children(std::int64_t batch_key, const Batch& before, const Batch& state) {
    write_record(before.request_counts ? replace_counts_ : insert_counts_, delete_counts_, batch_key,
                 before.request_counts, state.request_counts);
    write_record(before.usage ? replace_usage_ : insert_usage_, delete_usage_, batch_key, before.usage,
                 state.usage);
    if (before.metadata != state.metadata) {
        if (before.metadata) {
            delete_metadata_.run().bind(batch_key).execute();
        }
        if (state.metadata) {
            for (const auto& [key, value] : *state.metadata) {
                insert_metadata_.run().bind(batch_key).bind(key).bind(value).execute();
            }
        }
    }
    if (before.errors != state.errors) {
        if (!before.errors.empty()) {
            delete_errors_.run().bind(batch_key).execute();
        }
        std::int64_t position = 0;
        for (const BatchError& error : state.errors) {
            Run run = insert_error_.run();
            run.bind(batch_key).bind(position++);
            bind_record(run, error);
            run.execute();
        }
    }
}

template <class Record>
void StateTables::write_record(Prepared& write, Prepared& remove, std::int64_t batch_key,
                               const std::optional<Record>& before, const std::optional<Record>& record) {
    if (before == record) {
        return;
    }
    Run run = (record ? write : remove).run();
    run.bind(batch_key);
    if (record) {
        bind_record(run, *record);
    }
    run.execute();
}

}  // namespace batchstore::sqlite
