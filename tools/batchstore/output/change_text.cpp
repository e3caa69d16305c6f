#include "output/change_text.hpp"

#include "output/json_value.hpp"

#include <batchstore/time.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string value_text(std::string_view field, std::string_view json) {
    if (json == "null") return "";
    if (json.starts_with('"')) return Json::parse(json).get<std::string>();
    std::int64_t seconds = 0;
    const char* end = json.data() + json.size();
    const auto [stopped, error] = std::from_chars(json.data(), end, seconds);
    const bool is_time = field.ends_with("_at") && error == std::errc() && stopped == end;
    return is_time ? batchstore::iso8601(seconds) : std::string(json);
}

std::string change_text(const batchstore::FieldChange& change) {
    const std::string before = value_text(change.field, change.before);
    const std::string after = change.after == "null" ? "not set" : value_text(change.field, change.after);
    return change.field + ": " + (change.before == "null" ? "" : before + " → ") + after;
}

std::string json_text_of(const batchstore::FieldChange& change) {
    // Spliced, so that every digit of a number stays.
    return R"({"field":)" + one_line(Json(change.field)) + R"(,"before":)" + change.before + R"(,"after":)" +
           change.after + "}";
}

std::string json_text_of(const std::vector<batchstore::FieldChange>& changes) {
    std::string text = "[";
    for (const auto& change : changes) text += (text.size() > 1 ? "," : "") + json_text_of(change);
    return text + "]";
}
