#include "model/columns.hpp"
#include "model/spelling.hpp"
#include "repository/conditions/fields.hpp"

#include <algorithm>

namespace batchstore {

namespace {

/// What a batch has in a field; several values where it may have several, none where it is not set.
class FieldValues {
public:
    FieldValues(std::string_view field, std::string_view key, const StoredBatch& batch) {
        if (field == metadata_field) {
            add_pair(key, batch);
        } else if (field == "phase") {
            values.emplace_back(std::string(to_string(phase_of(batch.status))));
        } else if (field == "ended_at") {
            add(ended_at(batch));
        } else if (!add_standing(field, batch) && !add_errors(field, batch)) {
            add_record("request_counts", field, request_count_columns, batch.request_counts);
            add_record("usage", field, usage_columns, batch.usage);
            add_columns(field, batch);
        }
    }

    std::vector<FieldValue> values;

private:
    template <class Value>
    void add(const std::optional<Value>& value) {
        if (value) values.emplace_back(*value);
    }

    void add_pair(std::string_view key, const StoredBatch& batch) {
        if (!batch.metadata) return;
        const auto pair = batch.metadata->find(key);
        if (pair != batch.metadata->end()) values.emplace_back(pair->second);
    }

    bool add_standing(std::string_view field, const StoredBatch& batch) {
        if (field == "id") values.emplace_back(batch.id);
        if (field == "revision") values.emplace_back(batch.revision);
        if (field == "sightings") values.emplace_back(batch.sightings);
        if (field == "first_seen_at_us") values.emplace_back(batch.first_seen_at_us);
        if (field == "last_seen_at_us") values.emplace_back(batch.last_seen_at_us);
        if (field == "last_answered_at_us") values.emplace_back(batch.last_answered_at_us);
        if (field == "absent_since_us") add(batch.absent_since_us);
        if (field == "changed_at_us") values.emplace_back(batch.changed_at_us);
        if (field == "due_at_us") values.emplace_back(due_at_us(batch));
        return !values.empty();
    }

    bool add_errors(std::string_view field, const StoredBatch& batch) {
        if (field == "errors" && !batch.errors.empty()) values.emplace_back(0);
        for (const BatchError& error : batch.errors) {
            if (field == "error.code" || field == "error") add(error.code);
            if (field == "error.message" || field == "error") add(error.message);
        }
        return field == "errors" || field == "error" || field.starts_with("error.");
    }

    /// `NAME`, whether there is such a record, or `NAME.member`.
    template <class Columns, class Record>
    void add_record(std::string_view name, std::string_view field, const Columns& columns,
                    const std::optional<Record>& record) {
        if (!record || !field.starts_with(name)) return;
        if (field == name) values.emplace_back(0);
        for_each_column(columns, [&](const auto& column) {
            if (field.substr(name.size()) == "." + std::string(column.name)) add((*record).*column.member);
        });
    }

    void add_columns(std::string_view field, const StoredBatch& batch) {
        for_each_column(batch_columns, [&](const auto& column) {
            using Value = std::remove_cvref_t<decltype(batch.*column.member)>;
            if constexpr (std::is_same_v<Value, std::optional<std::string>> ||
                          std::is_same_v<Value, std::optional<std::int64_t>>) {
                if (field == column.name) add(batch.*column.member);
            }
        });
    }
};

/// @param part in small letters
bool contains(const FieldValue& value, const FieldValue& part) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && in_small_letters(*text).find(std::get<std::string>(part)) != std::string::npos;
}

bool holds(const FieldValue& value, Operator comparison, const FieldValue& with) {
    switch (comparison) {
        case Operator::equal:
            return value == with;
        case Operator::less:
            return value < with;
        case Operator::less_equal:
            return value <= with;
        case Operator::greater:
            return value > with;
        case Operator::greater_equal:
            return value >= with;
        case Operator::contains:
            return contains(value, with);
        case Operator::is_set:
            break;
    }
    return true;
}

bool test_holds(const Condition& test, const StoredBatch& batch, const std::vector<std::string>& sources) {
    std::vector<FieldValue> found = values_of(test.field, batch, test.key);
    if (test.field == "source") found.assign(sources.begin(), sources.end());
    if (test.comparison == Operator::is_set) return !found.empty();
    return std::ranges::any_of(found, [&](const FieldValue& value) {
        return std::ranges::any_of(
            test.values, [&](const FieldValue& with) { return holds(value, test.comparison, with); });
    });
}

}  // namespace

std::vector<FieldValue> values_of(std::string_view field, const StoredBatch& batch, std::string_view key) {
    return FieldValues(field, key, batch).values;
}

bool matches(const Condition& condition, const StoredBatch& batch, const std::vector<std::string>& sources) {
    const auto holds_for = [&](const Condition& part) { return matches(part, batch, sources); };
    switch (condition.kind) {
        case Condition::Kind::all:
            return std::ranges::all_of(condition.parts, holds_for);
        case Condition::Kind::any:
            return std::ranges::any_of(condition.parts, holds_for);
        case Condition::Kind::negation:
            return !holds_for(condition.parts.front());
        case Condition::Kind::test:
            break;
    }
    return test_holds(condition, batch, sources);
}

}  // namespace batchstore
