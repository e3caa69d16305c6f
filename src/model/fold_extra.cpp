#include "model/fold_extra.hpp"

#include "model/columns.hpp"
#include "model/json_text.hpp"

#include <map>
#include <utility>

namespace batchstore {

namespace {

/// Members by their keys, each a JSON text.
using Members = std::map<std::string, std::string, std::less<>>;

Members members_by_key(std::string_view object) {
    Members members;
    if (!object.empty()) {
        for (auto& [key, json] : json_members(object)) {
            members.insert_or_assign(std::move(key), std::move(json));
        }
    }
    return members;
}

std::string text_of(const Members& members) {
    std::string json;
    append_json_object(json, members);
    return json;
}

/// The members of two objects; where both have one that is an object, it is merged likewise, else the later
/// one counts.
Members merged(std::string_view before, std::string_view next) {
    Members members = members_by_key(before);
    for (auto& [key, json] : members_by_key(next)) {
        std::string& member = members[key];
        const bool both = member.starts_with('{') && json.starts_with('{');
        member = both ? text_of(merged(member, json)) : json;
    }
    return members;
}

/// Takes out what stands for a member that was read: it, or what stands for the object that holds it.
template <class Column>
void remove_read(Members& members, const Column& column) {
    if (column.parent.empty()) {
        members.erase(std::string(column.name));
        return;
    }
    const auto parent = members.find(column.parent);
    if (parent == members.end()) {
        return;
    }
    Members inner = parent->second.starts_with('{') ? members_by_key(parent->second) : Members();
    inner.erase(std::string(column.name));
    if (inner.empty()) {
        members.erase(parent);
    } else {
        parent->second = text_of(inner);
    }
}

template <class Record>
std::string fold_members(std::string_view before, std::string_view next, const Record& record) {
    if (before == next || (before.empty() && next.empty())) {
        return std::string(next);
    }
    Members members = merged(before, next);
    for_each_column(columns_of<Record>, [&](const auto& column) {
        if (is_set(record.*column.member)) {
            remove_read(members, column);
        }
    });
    return members.empty() ? std::string() : text_of(members);
}

}  // namespace

std::string fold_extra(std::string_view before, std::string_view next, const RequestCounts& record) {
    return fold_members(before, next, record);
}

std::string fold_extra(std::string_view before, std::string_view next, const Usage& record) {
    return fold_members(before, next, record);
}

}  // namespace batchstore
