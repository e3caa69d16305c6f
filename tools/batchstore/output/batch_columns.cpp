#include "output/batch_columns.hpp"

#include "output/batch_text.hpp"
#include "output/json_value.hpp"
#include "output/shown_text.hpp"

#include <batchstore/condition.hpp>
#include <batchstore/json.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

namespace {

using Json = nlohmann::ordered_json;
using batchstore::FieldType;
using batchstore::StoredBatch;

constexpr std::string_view pair_beginning = "metadata.";
/// Of entries of the log, and so of no batch.
constexpr std::string_view field_of_the_log = "source";

Json json_of_field(std::string_view field, std::string_view key, const StoredBatch& batch) {
    const auto values = batchstore::values_of(field, batch, key);
    if (values.empty()) return nullptr;
    return std::visit([](const auto& value) { return Json(value); }, values.front());
}

/// What the API has as an object or a list.
Json json_of_member(const std::string& name, const StoredBatch& batch) {
    const Json json = batchstore::to_json(batch);
    return json.contains(name) ? json.at(name) : Json(nullptr);
}

std::string text_of_json(const Json& value) {
    if (value.is_null()) return "";
    return value.is_string() ? value.get<std::string>() : one_line(value);
}

}  // namespace

std::optional<BatchColumn> BatchColumn::named(const std::string& word) {
    if (word == "cost") return BatchColumn(Kind::cost, word);
    if (word == "currency") return BatchColumn(Kind::currency, word);
    if (word.starts_with(pair_beginning) && word.size() > pair_beginning.size()) {
        return BatchColumn(Kind::text, word, word.substr(pair_beginning.size()));
    }
    const auto fields = batchstore::condition_fields();
    const auto field = std::ranges::find_if(fields, [&](const batchstore::ConditionField& known) {
        return known.name == word || (!known.alias.empty() && known.alias == word);
    });
    if (field == fields.end() || field->name == field_of_the_log) return std::nullopt;
    const std::string name(field->name);
    if (name == "error") return BatchColumn(Kind::error, name);
    // What these are called in programs is what columns of tables are called.
    if (name == "error.code") return BatchColumn(Kind::code, "error_code");
    if (name == "error.message") return BatchColumn(Kind::message, "error_message");
    switch (field->type) {
        case FieldType::number:
            return BatchColumn(Kind::number, name);
        case FieldType::seconds:
            return BatchColumn(Kind::seconds, name);
        case FieldType::microseconds:
            return BatchColumn(Kind::microseconds, name);
        case FieldType::presence:
            return BatchColumn(Kind::json, name);
        case FieldType::text:
            break;
    }
    return BatchColumn(name == "metadata" ? Kind::json : Kind::text, name);
}

Table::Column BatchColumn::title() const {
    constexpr std::size_t least = 8;
    constexpr std::size_t least_sentence = 12;
    // A key is the client's own word.
    const std::string title =
        key_.empty() ? in_capitals(name_) : in_capitals(std::string(pair_beginning)) + shown(key_);
    switch (kind_) {
        case Kind::number:
        case Kind::cost:
            return {.title = title, .align = Table::Align::right};
        case Kind::seconds:
        case Kind::microseconds:
            return {.title = title};
        case Kind::error:
        case Kind::message:
            return {.title = title, .least_width = least_sentence};
        default:
            return {.title = title, .least_width = name_ == "id" ? 0 : std::max(least, columns_of(title))};
    }
}

Json BatchColumn::value_of(const StoredBatch& batch, const batchstore::PriceList* prices) const {
    switch (kind_) {
        case Kind::json:
            return json_of_member(name_, batch);
        case Kind::error: {
            const std::string text = batch.errors.empty() ? "" : error_text(batch);
            return text.empty() ? Json(nullptr) : Json(text);
        }
        case Kind::code:
            return batch.errors.empty() ? Json(nullptr) : value_or_null(batch.errors.front().code);
        case Kind::message:
            return batch.errors.empty() ? Json(nullptr) : value_or_null(batch.errors.front().message);
        case Kind::cost: {
            const auto cost = prices != nullptr ? batchstore::cost(batch, *prices) : std::nullopt;
            return cost ? Json(exact_text(*cost)) : Json(nullptr);
        }
        case Kind::currency:
            return prices != nullptr ? Json(prices->currency()) : Json(nullptr);
        default:
            return json_of_field(key_.empty() ? std::string_view(name_) : "metadata", key_, batch);
    }
}

Table::Cell BatchColumn::cell_of(const StoredBatch& batch, const batchstore::PriceList* prices) const {
    if (kind_ == Kind::error) return error_text(batch);
    const Json value = value_of(batch, prices);
    if (value.is_null()) return std::string();
    if (kind_ == Kind::seconds) return batchstore::iso8601(value.get<std::int64_t>());
    if (kind_ == Kind::microseconds) return batchstore::iso8601_from_us(value.get<std::int64_t>());
    if (kind_ == Kind::cost) return batchstore::rounded_text(value.get<std::string>());
    return {text_of_json(value), name_ == "status" ? style_of(batch) : Style::plain};
}

std::vector<std::string> batch_column_names(bool others) {
    std::vector<std::string> names;
    for (const batchstore::ConditionField& field : batchstore::condition_fields()) {
        const auto column = BatchColumn::named(std::string(field.name));
        if (!column) continue;
        names.push_back(column->name());
        const bool has_other = !field.alias.empty() && field.alias != column->name();
        if (others && has_other) names.emplace_back(field.alias);
    }
    names.insert(names.end(), {"cost", "currency"});
    return names;
}
