#include "sqlite/rows/batch_rows.hpp"

#include "model/json_text.hpp"

namespace batchstore::sqlite {

void append_name(std::string& sql, std::string_view name, std::string_view before, std::string_view after,
                 bool is_read) {
    sql += sql.empty() ? "" : ", ";
    if (is_read) {
        sql.append(before).append(name).append(after);
    } else {
        sql += "NULL";
    }
}

std::string state_columns(std::string_view before, std::string_view after, const WantedFields& wanted) {
    std::string sql;
    const auto append = [&](std::string_view name, bool is_read) {
        append_name(sql, name, before, after, is_read);
    };
    append("phase", wanted.all());
    for_each_batch_column([&](const auto& column) { append(column.name, wanted.has(column.name)); });
    append("extra", wanted.has("extra"));
    append("error_count", wanted.has("errors"));
    append("metadata_count", wanted.has("metadata"));
    return sql;
}

std::string standing_names(std::string_view before, std::string_view after, const WantedFields& wanted) {
    std::string sql;
    for_each_column(standing_columns, [&](const auto& column) {
        append_name(sql, column.name, before, after, wanted.has(column.name));
    });
    append_names(sql, fold_columns, before, after, wanted.all());
    return sql;
}

DerivedColumns::DerivedColumns(const Batch& state)
    : phase(to_string(phase_of(state.status))), error_count(static_cast<std::int64_t>(state.errors.size())) {
    if (!state.extra.empty()) {
        append_json_object(extra.emplace(), state.extra);
    }
    if (state.metadata) {
        metadata_count = static_cast<std::int64_t>(state.metadata->size());
    }
}

void bind_state(Run& run, const Batch& state, const DerivedColumns& derived) {
    run.bind(derived.phase);
    for_each_batch_column([&](const auto& column) { run.bind(state.*column.member); });
    run.bind(derived.extra).bind(derived.error_count).bind(derived.metadata_count);
}

void bind_standing(Run& run, const Standing& standing) {
    for_each_column(standing_columns, [&](const auto& column) { run.bind(standing.*column.member); });
    for_each_column(fold_columns, [&](const auto& column) { run.bind(standing.last.*column.member); });
}

ChildCounts read_state(Run& run, Batch& batch) {
    ChildCounts children;
    run.read(children.phase);
    for_each_batch_column([&](const auto& column) { run.read(batch.*column.member); });
    batch.extra.clear();
    if (const auto extra = run.value<std::optional<std::string>>()) {
        for (auto& [key, json] : json_members(*extra)) {
            batch.extra.emplace(std::move(key), std::move(json));
        }
    }
    run.read(children.errors).read(children.metadata);
    batch.errors.clear();
    batch.metadata.reset();
    if (children.metadata) {
        batch.metadata.emplace();
    }
    return children;
}

void read_standing(Run& run, Standing& standing) {
    for_each_column(standing_columns, [&](const auto& column) { run.read(standing.*column.member); });
    for_each_column(fold_columns, [&](const auto& column) { run.read(standing.last.*column.member); });
}

std::string placeholders(std::size_t count) {
    std::string marks;
    for (std::size_t i = 0; i < count; ++i) {
        marks += i == 0 ? "?" : ", ?";
    }
    return marks;
}

}  // namespace batchstore::sqlite
