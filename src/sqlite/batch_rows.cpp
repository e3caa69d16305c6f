#include "sqlite/batch_rows.hpp"

#include "model/json_text.hpp"

namespace batchstore::sqlite {

namespace {

/// A name that stands between others in SQL text.
void append_name(std::string& sql, std::string_view name, std::string_view before, std::string_view after) {
    sql += sql.empty() ? "" : ", ";
    sql.append(before).append(name).append(after);
}

}  // namespace

std::string state_columns(std::string_view before, std::string_view after) {
    std::string sql;
    append_name(sql, "phase", before, after);
    for_each_batch_column([&](const auto& column) { append_name(sql, column.name, before, after); });
    for (const std::string_view name : {"extra", "error_count", "metadata_count"}) {
        append_name(sql, name, before, after);
    }
    return sql;
}

std::string standing_names(std::string_view before, std::string_view after) {
    std::string sql;
    append_names(sql, standing_columns, before, after);
    append_names(sql, fold_columns, before, after);
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
