#include "sqlite/file/index_plans.hpp"

#include "sqlite/file/schema_objects.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

std::size_t place_of(std::vector<std::string>& values, const std::string& value) {
    const auto found = std::find(values.begin(), values.end(), value);
    const auto place = static_cast<std::size_t>(found - values.begin());
    if (found == values.end()) {
        values.push_back(value);
    }
    return place;
}

/// The condition in the statement that made an index; nothing if it has more than plain words before it.
std::optional<std::string> condition_in(const std::string& sql) {
    const std::string word = " WHERE ";
    const std::size_t begin = sql.find(word);
    if (begin == std::string::npos || sql.find_first_of("\"'`[") != std::string::npos ||
        sql.find("--") != std::string::npos || sql.find("/*") != std::string::npos) {
        return std::nullopt;
    }
    return sql.substr(begin + word.size());
}

/// Adds the columns of an index. @returns false if they are of another kind.
bool add_columns(Connection& connection, IndexPlan& index, TablePlan& table) {
    Prepared columns(
        connection.database(),
        "SELECT cid = -1, name, key FROM pragma_index_xinfo(?1) WHERE cid >= -1 AND \"desc\" = 0 "
        "AND coll = 'BINARY' COLLATE NOCASE ORDER BY seqno");
    Run run = columns.run();
    run.bind(index.name);
    while (run.next()) {
        const bool is_row_key = run.value<std::int64_t>() != 0;
        const auto name = run.value<std::string>();
        index.values.push_back(place_of(table.values, is_row_key ? "_rowid_" : quoted_name(name)));
        index.key_values += run.value<std::int64_t>() != 0 ? 1U : 0U;
    }
    Prepared all(connection.database(), "SELECT count(*) FROM pragma_index_xinfo(?)");
    Run count = all.run();
    count.bind(index.name).next();
    return count.value<std::int64_t>() == static_cast<std::int64_t>(index.values.size());
}

/// Whether the key of a row goes by its name, and all columns are stored where it has none.
bool is_plain(Connection& connection, const std::string& table, bool has_row_ids) {
    Prepared columns(connection.database(),
                     "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE name = '_rowid_' COLLATE NOCASE "
                     "OR (hidden <> 0 AND NOT ?2)");
    Run run = columns.run();
    run.bind(table).bind(std::int64_t{has_row_ids ? 1 : 0}).next();
    return run.value<std::int64_t>() == 0;
}

}  // namespace

std::optional<std::vector<TablePlan>> index_plans(Connection& connection) {
    constexpr std::size_t most_values = 64;
    std::vector<TablePlan> plans;
    // The index that is its table has no row in the schema.
    Prepared select(
        connection.database(),
        "SELECT t.name, t.rootpage, l.name, i.rootpage, l.\"unique\", l.partial, ifnull(i.sql, '') "
        "FROM sqlite_schema AS t JOIN pragma_index_list(t.name) AS l "
        "LEFT JOIN sqlite_schema AS i ON i.type = 'index' AND i.name = l.name "
        "WHERE t.type = 'table' ORDER BY t.rowid, i.rowid");
    Run run = select.run();
    while (run.next()) {
        const auto table = run.value<std::string>();
        if (plans.empty() || plans.back().name != quoted_name(table)) {
            plans.push_back({.name = quoted_name(table)});
        }
        TablePlan& plan = plans.back();
        IndexPlan& index = plan.indexes.emplace_back();
        run.read(plan.root_page).read(index.name);
        const auto root_page = run.value<std::optional<std::int64_t>>();
        index.root_page = root_page.value_or(plan.root_page);
        if (!root_page) plan.own_index = quoted_name(index.name);
        index.unique = run.value<std::int64_t>() != 0;
        const bool partial = run.value<std::int64_t>() != 0;
        const auto condition = condition_in(run.value<std::string>());
        if (partial != condition.has_value() || !is_plain(connection, table, plan.own_index.empty()) ||
            !add_columns(connection, index, plan)) {
            return std::nullopt;
        }
        if (condition) {
            index.condition = place_of(plan.values, fmt::format("({}\n) IS TRUE", *condition));
        }
        if (plan.values.size() > most_values) return std::nullopt;
    }
    return plans;
}

}  // namespace batchstore::sqlite
