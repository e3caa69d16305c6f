#include "model/half_pairs.hpp"
#include "model/json_text.hpp"

#include <batchstore/changes.hpp>
#include <batchstore/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace batchstore {

namespace {

constexpr std::string_view not_set = "null";

JsonMembers members_of(std::string_view json) {
    return json.starts_with('{') ? json_members(json) : JsonMembers();
}

std::string_view value_of(const JsonMembers& members, std::string_view key) {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.first == key; });
    return found == members.end() ? not_set : std::string_view(found->second);
}

void compare(const std::string& field, std::string_view before, std::string_view after,
             std::vector<FieldChange>& changes);

void compare_members(const std::string& path, std::string_view before, std::string_view after,
                     std::vector<FieldChange>& changes) {
    const JsonMembers earlier = members_of(before);
    const JsonMembers later = members_of(after);
    for (const auto& [key, value] : earlier) compare(path + key, value, value_of(later, key), changes);
    for (const auto& added : later) {
        const bool known = std::any_of(earlier.begin(), earlier.end(),
                                       [&](const auto& member) { return member.first == added.first; });
        if (!known) compare(path + added.first, not_set, added.second, changes);
    }
}

void compare(const std::string& field, std::string_view before, std::string_view after,
             std::vector<FieldChange>& changes) {
    if (before == after) return;
    const bool of_members = (before.starts_with('{') || before == not_set) &&
                            (after.starts_with('{') || after == not_set) && field != "errors";
    const std::size_t known = changes.size();
    if (of_members) compare_members(field + ".", before, after, changes);
    // An empty object says something, too; one whose members are all null does not.
    const bool empty = before == "{}" || after == "{}";
    if (!of_members || (empty && changes.size() == known))
        changes.push_back({without_half_pairs(field), std::string(before), std::string(after)});
}

}  // namespace

std::vector<FieldChange> changes_between(const Batch& before, const Batch& after) {
    // Whose states they are, and that it is a batch, is no change.
    Batch earlier = before;
    earlier.id = after.id;
    std::vector<FieldChange> changes;
    compare_members("", to_json_text(earlier), to_json_text(after), changes);
    return changes;
}

}  // namespace batchstore
