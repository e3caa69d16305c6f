#include "repository/fields.hpp"

#include "model/conversions.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace batchstore {

namespace {

using enum FieldType;

constexpr std::array fields{
    ConditionField{"id", "", text, "the batch's id"},
    ConditionField{"status", "", text, "the API's word, or the server's own in lower case"},
    ConditionField{"phase", "", text, "waiting, running, finalizing, cancelling or ended"},
    ConditionField{"endpoint", "", text, "such as /v1/chat/completions"},
    ConditionField{"model", "", text, "the model's name"},
    ConditionField{"completion_window", "", text, "such as 24h"},
    ConditionField{"input_file_id", "input_file", text, "file of the requests"},
    ConditionField{"output_file_id", "output_file", text, "file of the results"},
    ConditionField{"error_file_id", "error_file", text, "file of the failed requests"},
    ConditionField{metadata_field, "", text, "metadata.KEY or metadata.\"any key\": the value of a pair"},
    ConditionField{"error.code", "error_code", text, "code of one of the validation errors"},
    ConditionField{"source", "", text, "one of the sources that saw the batch"},
    ConditionField{"created_at", "created", seconds, "when the batch was created"},
    ConditionField{"in_progress_at", "", seconds, "when it began to run"},
    ConditionField{"expires_at", "expires", seconds, "its deadline"},
    ConditionField{"finalizing_at", "", seconds, "when its results began to be put together"},
    ConditionField{"completed_at", "", seconds, "when it completed"},
    ConditionField{"failed_at", "", seconds, "when it failed"},
    ConditionField{"expired_at", "", seconds, "when it expired"},
    ConditionField{"cancelling_at", "", seconds, "when it was asked to stop"},
    ConditionField{"cancelled_at", "", seconds, "when it had stopped"},
    ConditionField{"ended_at", "ended", seconds, "the time that belongs to its ended status"},
    ConditionField{"first_seen_at_us", "first_seen", microseconds, "when it was first observed"},
    ConditionField{"last_seen_at_us", "last_seen", microseconds, "when it was last observed"},
    ConditionField{"request_counts.total", "counts.total", number, "requests in the batch"},
    ConditionField{"request_counts.completed", "counts.completed", number, "requests that succeeded"},
    ConditionField{"request_counts.failed", "counts.failed", number, "requests that failed"},
    ConditionField{"usage.input_tokens", "input_tokens", number, "tokens of the requests"},
    ConditionField{"usage.cached_tokens", "cached_tokens", number, "of these, cached ones"},
    ConditionField{"usage.output_tokens", "output_tokens", number, "tokens of the results"},
    ConditionField{"usage.reasoning_tokens", "reasoning_tokens", number, "of these, for reasoning"},
    ConditionField{"usage.total_tokens", "total_tokens", number, "all tokens"},
    ConditionField{"revision", "", number, "changes of the state, 1 for a new batch"},
    ConditionField{"sightings", "", number, "how often the batch was observed"},
    ConditionField{"errors", "", presence, "validation errors"},
    ConditionField{"request_counts", "counts", presence, "progress in requests"},
    ConditionField{"usage", "", presence, "numbers of tokens"},
};

constexpr std::array phases{Phase::waiting, Phase::running, Phase::finalizing, Phase::cancelling,
                            Phase::ended};

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::invalid, what);
}

bool is_text(const FieldValue& value) {
    return std::holds_alternative<std::string>(value);
}

/// Checks a test that an app may have put together, and brings its values into the form of the store.
Condition sound_test(const Condition& test) {
    const ConditionField* field = find_field(test.field);
    if (field == nullptr) refuse(fmt::format("there is no field '{}' to test", test.field));
    Condition sound = test;
    sound.field = field->name;
    if (test.comparison == Operator::is_set) {
        sound.values.clear();
        return sound;
    }
    if (field->type == presence || (field->type == text && test.comparison != Operator::equal)) {
        refuse(fmt::format("{} cannot be compared so", field->name));
    }
    if (test.comparison != Operator::equal && test.values.size() != 1) {
        refuse(fmt::format("{} is to be compared with one value, not {}", field->name, test.values.size()));
    }
    for (FieldValue& value : sound.values) {
        if (is_text(value) != (field->type == text)) {
            refuse(fmt::format("{} is {}", field->name, field->type == text ? "a text" : "a whole number"));
        }
        if (field->type == text) value = normal_value(field->name, std::get<std::string>(std::move(value)));
    }
    return sound;
}

Condition sound_condition(const Condition& condition, int depth = 0) {
    constexpr int most_levels = 100;
    if (depth > most_levels) refuse("the condition has more than 100 levels");
    if (condition.kind == Condition::Kind::test) return sound_test(condition);
    if (condition.kind == Condition::Kind::negation && condition.parts.size() != 1) {
        refuse("a negation has one part");
    }
    Condition sound{.kind = condition.kind};
    for (const Condition& part : condition.parts) {
        sound.parts.push_back(sound_condition(part, depth + 1));
    }
    return sound;
}

/// Puts the tests of a query together.
class Tests {
public:
    void any_of(std::string_view field, const std::vector<std::string>& values) {
        if (values.empty()) return;
        Condition& test = add(field, Operator::equal);
        for (const std::string& value : values) test.values.emplace_back(normal_value(field, value));
    }

    void pair(const MetadataPair& pair) {
        Condition& test = add(metadata_field, pair.value ? Operator::equal : Operator::is_set);
        test.key = pair.key;
        if (pair.value) test.values.emplace_back(*pair.value);
    }

    void range(std::string_view field, const std::optional<std::int64_t>& from,
               const std::optional<std::int64_t>& to) {
        if (from && to && *from > *to) refuse(fmt::format("the range of {} ends before it begins", field));
        if (from) add(field, Operator::greater_equal).values.emplace_back(*from);
        if (to) add(field, Operator::less).values.emplace_back(*to);
    }

    Condition& add(std::string_view field, Operator comparison) {
        return all.parts.emplace_back(
            Condition{.kind = Condition::Kind::test, .field = std::string(field), .comparison = comparison});
    }

    Condition all;
};

}  // namespace

std::string_view to_string(Sort sort) {
    constexpr std::array<std::string_view, 4> words{"created", "ended", "last_seen", "id"};
    return words[static_cast<std::size_t>(sort)];
}

Sort parse_sort(std::string_view text) {
    for (const Sort sort : {Sort::created, Sort::ended, Sort::last_seen, Sort::id}) {
        if (to_string(sort) == text) return sort;
    }
    refuse(fmt::format("'{}' is not one of created, ended, last_seen, id", text));
}

std::span<const ConditionField> condition_fields() {
    return fields;
}

const ConditionField* find_field(std::string_view word) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const ConditionField& field) {
        return field.name == word || (!field.alias.empty() && field.alias == word);
    });
    return found == fields.end() ? nullptr : &*found;
}

std::string normal_value(std::string_view field, std::string value) {
    if (field == "status") return normal_status(std::move(value));
    if (field == "phase" &&
        std::none_of(phases.begin(), phases.end(), [&](Phase phase) { return to_string(phase) == value; })) {
        refuse(fmt::format(
            "there is no phase '{}'; phases are waiting, running, finalizing, cancelling, ended", value));
    }
    return value;
}

Condition condition_of(const Query& query) {
    Tests tests;
    tests.any_of("id", query.id);
    tests.any_of("input_file_id", query.input_file_id);
    tests.any_of("output_file_id", query.output_file_id);
    tests.any_of("error_file_id", query.error_file_id);
    for (const MetadataPair& pair : query.metadata) tests.pair(pair);
    tests.any_of("error.code", query.error_code);
    tests.any_of("status", query.status);
    tests.any_of("phase", query.phase);
    tests.any_of("endpoint", query.endpoint);
    tests.any_of("model", query.model);
    tests.any_of("source", query.source);
    if (query.with_failures) tests.add("request_counts.failed", Operator::greater).values.emplace_back(0);
    if (query.with_errors) tests.add("errors", Operator::is_set);
    tests.range("created_at", query.created_from, query.created_to);
    tests.range("ended_at", query.ended_from, query.ended_to);
    tests.range("expires_at", query.expires_from, query.expires_to);
    tests.range("last_seen_at_us", query.last_seen_from_us, query.last_seen_to_us);
    if (query.where) {
        Condition where = sound_condition(*query.where);
        const bool joined = where.kind == Condition::Kind::all;
        std::vector<Condition> parts = joined ? std::move(where.parts) : std::vector{std::move(where)};
        std::move(parts.begin(), parts.end(), std::back_inserter(tests.all.parts));
    }
    return std::move(tests.all);
}

bool tests_sources(const Condition& condition) {
    return condition.field == "source" ||
           std::any_of(condition.parts.begin(), condition.parts.end(), tests_sources);
}

std::string canonical_text(const Condition& condition) {
    const auto netstring = [](const std::string& value) { return fmt::format("{}:{}", value.size(), value); };
    std::string canonical =
        fmt::format("({}{}", static_cast<int>(condition.kind), static_cast<int>(condition.comparison));
    canonical += netstring(condition.field) + netstring(condition.key);
    for (const FieldValue& value : condition.values) {
        const auto* text_value = std::get_if<std::string>(&value);
        canonical += text_value != nullptr ? netstring(*text_value)
                                           : fmt::format("i{}", std::get<std::int64_t>(value));
    }
    for (const Condition& part : condition.parts) canonical += canonical_text(part);
    return canonical + ")";
}

}  // namespace batchstore
