#include "report/oddities/finding_names.hpp"

#include "model/columns.hpp"

#include <batchstore/oddities.hpp>

#include <fmt/format.h>

namespace batchstore {

namespace {

using Names = std::set<std::string, std::less<>>;

template <class Columns>
void add_members(Names& names, std::string_view record, const Columns& columns) {
    for_each_column(columns, [&](const auto& column) {
        const std::string parent = column.parent.empty() ? "" : fmt::format(".{}", column.parent);
        names.insert(fmt::format("{}{}", record, parent));
        names.insert(fmt::format("{}{}.{}", record, parent, column.name));
    });
}

}  // namespace

FindingNames::FindingNames() : documented_{"id", "object", "error", "extra"} {
    for_each_column(batch_columns, [&](const auto& column) { documented_.emplace(column.name); });
    add_members(documented_, "request_counts", request_count_columns);
    add_members(documented_, "usage", usage_columns);
    add_members(documented_, "errors", error_columns);
    add_members(documented_, "error", error_columns);
    documented_.insert({"errors.data", "error.data"});
}

std::string FindingNames::name_of(const Finding& finding) {
    constexpr std::size_t most_keys = 500;
    constexpr std::size_t longest_key = 64;
    constexpr std::string_view metadata = "metadata.";
    const std::string& path = finding.path;
    if (documented_.contains(path)) return to_string(finding);
    const bool is_pair = path.starts_with(metadata);
    const std::size_t key_bytes = path.size() - (is_pair ? metadata.size() : 0);
    if (key_bytes > longest_key || (own_.size() >= most_keys && !own_.contains(path))) {
        return to_string(Finding{is_pair ? "metadata.*" : "*", finding.oddity});
    }
    own_.insert(path);
    return to_string(finding);
}

std::string_view meaning_of(Oddity oddity) {
    switch (oddity) {
        case Oddity::missing:
            return "a required field is absent";
        case Oddity::null_value:
            return "a required field is null";
        case Oddity::empty:
            return "a required field is empty";
        case Oddity::wrong_type:
            return "a value of a type that the field cannot hold";
        case Oddity::undocumented:
            return "a status outside the documented eight";
        case Oddity::not_seconds:
            return "a time that is not in integer seconds";
        case Oddity::not_integer:
            return "a number that is not a JSON integer";
        case Oddity::negative:
            return "a count below zero";
        case Oddity::broken_text:
            return "a text with U+0000 or half of a surrogate pair";
        case Oddity::other_name:
            return "a field under another name than the documented one";
        case Oddity::other_shape:
            return "another shape than the documented one";
        case Oddity::over_limit:
            return "more than the documented limit";
        case Oddity::duplicate_key:
            return "a key that stands twice in one object";
        case Oddity::skipped:
            return "text before the object on its line";
    }
    return "";
}

}  // namespace batchstore
