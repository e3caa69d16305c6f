#include "model/reading_integers.hpp"

#include "model/columns.hpp"
#include "model/conversions.hpp"
#include "model/json_text.hpp"
#include "model/spelling.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// Names of tokens, and what the chat endpoint calls them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> chat_names{
    {{"input_tokens", "prompt_tokens"},
     {"input_tokens_details", "prompt_tokens_details"},
     {"output_tokens", "completion_tokens"},
     {"output_tokens_details", "completion_tokens_details"}}};

bool is_name_of(std::string_view key, std::string_view name) {
    return spells(key, name) || std::any_of(chat_names.begin(), chat_names.end(), [&](const auto& chat) {
               return chat.first == name && spells(key, chat.second);
           });
}

template <class Record>
class IntegersReader {
public:
    IntegersReader(std::string_view name, Record& record, std::vector<Finding>& findings)
        : name_(name), record_(record), findings_(findings) {}

    std::string read(JsonCursor& cursor, JsonCursor::Value object) {
        std::string rest = read_object({}, cursor, object);
        if (!std::all_of(columns.begin(), columns.end(),
                         [&](const auto& column) { return (record_.*column.member).has_value(); })) {
            find(name_, Oddity::other_shape);
        }
        return rest;
    }

private:
    static constexpr auto columns =
        std::apply([](const auto&... column) { return std::array{column...}; }, columns_of<Record>);
    static constexpr std::size_t nothing = 2 * columns.size();

    /// The object that is read, and what was met in it. A slot is a column, or behind all of them the object
    /// inside it that holds a column.
    struct Object {
        std::string_view parent;
        JsonMembers rest{};    ///< what the record does not hold
        JsonMembers unread{};  ///< of it what was adopted from other names
        std::array<bool, nothing> met{};
        std::array<bool, nothing> given{};  ///< met, and not null
        bool duplicate = false;
    };

    /// The first slot of an object for whose name `is_named(name)` holds.
    template <class IsNamed>
    static std::size_t find_slot(std::string_view parent, IsNamed&& is_named) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].parent == parent && is_named(columns[i].name)) {
                return i;
            }
            if (parent.empty() && !columns[i].parent.empty() && is_named(columns[i].parent)) {
                return columns.size() + i;
            }
        }
        return nothing;
    }

    static bool is_column(std::size_t slot) { return slot < columns.size(); }
    static std::string_view name_of(std::size_t slot) {
        return is_column(slot) ? columns[slot].name : columns[slot - columns.size()].parent;
    }

    std::string read_object(std::string_view parent, JsonCursor& cursor, JsonCursor::Value value) {
        Object object{parent};
        cursor.each_member(value, [&](std::string_view key, JsonCursor::Value member) {
            read_member(object, cursor, key, member);
        });
        std::string json;
        if (!object.rest.empty()) {
            object.duplicate = !sort_members(object.rest) || object.duplicate;
            adopt_other_names(object);
            append_json_object(json, object.rest);
        }
        if (object.duplicate) {
            find(path_of(parent, {}), Oddity::duplicate_key);
        }
        return json == "{}" ? std::string() : json;
    }

    void read_member(Object& object, JsonCursor& cursor, std::string_view key, JsonCursor::Value value) {
        const std::size_t slot = find_slot(object.parent, [&](std::string_view name) { return name == key; });
        if (slot == nothing) {
            object.rest.emplace_back(key, rest_of(cursor.take(value, storage_)));
            return;
        }
        object.given[slot] = cursor.kind(value) != JsonKind::null;
        std::string rest = read_slot(slot, cursor, value);
        object.duplicate = object.duplicate || object.met[slot];
        if (object.met[slot] || !rest.empty()) {
            object.rest.emplace_back(key, std::move(rest));
        }
        object.met[slot] = true;
    }

    /// @returns what could not be read, as JSON
    std::string read_slot(std::size_t slot, JsonCursor& cursor, JsonCursor::Value value) {
        if (is_column(slot)) {
            return read_integer(columns[slot], cursor.take(value, storage_));
        }
        for (const auto& column : columns) {
            if (column.parent == name_of(slot)) {
                (record_.*column.member).reset();
            }
        }
        return cursor.kind(value) == JsonKind::object ? read_object(name_of(slot), cursor, value)
                                                      : rest_of(cursor.take(value, storage_));
    }

    std::string read_integer(const Column<Record, std::optional<std::int64_t>>& column,
                             const JsonValue& value) {
        const auto count = to_count(value);
        record_.*column.member = count.value;
        if (!count.as_documented) {
            const bool negative = !count.readable && to_integer(value).readable;
            find(path_of(column.parent, column.name), negative ? Oddity::negative : Oddity::not_integer);
        }
        return count.readable ? std::string() : rest_of(value);
    }

    static std::string rest_of(const JsonValue& value) {
        std::string json;
        if (value.kind != JsonKind::null) {
            append_json(json, value);
        }
        return json;
    }

    void adopt_other_names(Object& object) {
        for (auto& [key, json] : object.rest) {
            const std::size_t slot = find_slot(
                object.parent, [&, &other = key](std::string_view name) { return is_name_of(other, name); });
            if (json.empty() || slot == nothing || name_of(slot) == key || is_said(object, slot)) {
                continue;
            }
            find(path_of(object.parent, name_of(slot)), Oddity::other_name);
            std::string rest;
            read_json(std::exchange(json, {}), [&](JsonCursor& cursor, JsonCursor::Value value) {
                rest = read_slot(slot, cursor, value);
            });
            object.given[slot] = true;
            if (!rest.empty()) {
                object.unread.emplace_back(name_of(slot), std::move(rest));
            }
        }
        if (!object.unread.empty()) {
            std::move(object.unread.begin(), object.unread.end(), std::back_inserter(object.rest));
            sort_members(object.rest);
        }
    }

    /// Whether the JSON of the record would show something else than null.
    bool is_said(const Object& object, std::size_t slot) const {
        if (!is_column(slot)) {
            return object.given[slot];
        }
        const auto is_unread = [&](const auto& member) {
            return member.first == name_of(slot) && !member.second.empty();
        };
        return (record_.*columns[slot].member).has_value() ||
               std::any_of(object.rest.begin(), object.rest.end(), is_unread) ||
               std::any_of(object.unread.begin(), object.unread.end(), is_unread);
    }

    /// The path of a member, or of the object itself.
    std::string path_of(std::string_view parent, std::string_view member) const {
        return fmt::format("{}{}{}{}{}", name_, parent.empty() ? "" : ".", parent, member.empty() ? "" : ".",
                           member);
    }

    void find(std::string_view path, Oddity oddity) { findings_.push_back({std::string(path), oddity}); }

    std::string_view name_;
    Record& record_;
    std::vector<Finding>& findings_;
    std::string storage_;
};

template <class Record>
bool is_flat_member(std::string_view key, std::string_view name) {
    const std::size_t prefix = spelled_length(key, name);
    if (prefix == 0) {
        return false;
    }
    std::string_view member = key.substr(prefix);
    if (!member.empty() && std::string_view("._- ").find(member.front()) != std::string_view::npos) {
        member.remove_prefix(1);
    }
    bool flat = false;
    for_each_column(columns_of<Record>,
                    [&](const auto& column) { flat = flat || is_name_of(member, column.name); });
    return flat;
}

}  // namespace

std::string read_integers(std::string_view name, JsonCursor& cursor, JsonCursor::Value object,
                          RequestCounts& record, std::vector<Finding>& findings) {
    return IntegersReader(name, record, findings).read(cursor, object);
}

std::string read_integers(std::string_view name, JsonCursor& cursor, JsonCursor::Value object, Usage& record,
                          std::vector<Finding>& findings) {
    return IntegersReader(name, record, findings).read(cursor, object);
}

bool is_flat_integer(std::string_view key) {
    return is_flat_member<RequestCounts>(key, "request_counts") || is_flat_member<Usage>(key, "usage");
}

}  // namespace batchstore
