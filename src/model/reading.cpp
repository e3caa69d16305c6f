#include "model/reading.hpp"

#include "model/columns.hpp"
#include "model/conversions.hpp"
#include "model/half_pairs.hpp"
#include "model/identity.hpp"
#include "model/json_cursor.hpp"
#include "model/json_text.hpp"
#include "model/reading_errors.hpp"
#include "model/reading_metadata.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// The key of a nested value, as findings name it.
std::string path_of(std::string_view name, std::string_view key) {
    return fmt::format("{}.{}", name, key);
}

/// Reads one answer, member by member. Everything ends in the batch or in its `extra`.
class Reader {
public:
    explicit Reader(std::string_view text) : cursor_(text) {}

    void read() {
        cursor_.each_member([&](std::string_view key, JsonCursor::Value value) { read_member(key, value); });
        cursor_.expect_end();
        std::erase_if(batch.extra, [](const auto& member) { return member.second.empty(); });
        settle_errors();
        if (cursor_.duplicate_keys()) {
            find("extra", Oddity::duplicate_key);
        }
        refuse_other_objects(identity_, batch);
        find_missing();
    }

    Batch batch;
    std::vector<Finding> findings;

private:
    static constexpr std::size_t column_count = std::tuple_size_v<decltype(batch_columns)>;

    struct Field {
        std::string_view name;
        void (Reader::*read)(JsonCursor::Value);
    };

    template <std::size_t Index>
    void read_column(JsonCursor::Value value) {
        const auto& column = std::get<Index>(batch_columns);
        auto& field = batch.*column.member;
        if (presence_[Index] != Presence::absent) {
            find(column.name, Oddity::duplicate_key);
            field = {};
            batch.extra.erase(std::string(column.name));
        }
        presence_[Index] = Presence::given;
        if (cursor_.kind(value) == JsonKind::null) {
            presence_[Index] = Presence::null;
            cursor_.take(value, storage_);
            return;
        }
        read_field(column.name, field, value);
        if (!is_set(field) && !batch.extra.contains(column.name)) {
            presence_[Index] = Presence::empty;
        }
    }

    template <std::size_t... Index>
    static constexpr auto field_table(std::index_sequence<Index...>) {
        return std::array{Field{std::get<Index>(batch_columns).name, &Reader::read_column<Index>}...};
    }

    void read_member(std::string_view key, JsonCursor::Value value) {
        static constexpr auto fields = field_table(std::make_index_sequence<column_count>());
        // Servers keep to the API's order, so the search goes on from the field before.
        for (std::size_t step = 0; step < column_count; ++step) {
            const std::size_t index = (next_field_ + step) % column_count;
            if (fields[index].name == key) {
                next_field_ = index + 1;
                (this->*fields[index].read)(value);
                return;
            }
        }
        const JsonValue taken = cursor_.take(value, storage_);
        if (key == "id") {
            note_duplicate(key, identity_.id_kind.has_value());
            identity_.id_kind = taken.kind;
            identity_.id_storable = taken.storable;
            batch.id = taken.kind == JsonKind::text ? taken.text : std::string_view();
        } else if (key == "object") {
            note_duplicate(key, identity_.object_presence != Presence::absent);
            identity_.object_presence = taken.kind == JsonKind::null ? Presence::null
                                        : taken.text.empty()         ? Presence::empty
                                                                     : Presence::given;
            identity_.object.clear();
            append_json(identity_.object, taken);
        } else {
            const auto [member, first] = batch.extra.try_emplace(std::string(key));
            note_duplicate(key, !first);
            member->second.clear();
            if (taken.kind != JsonKind::null) {
                append_json(member->second, taken);
            }
        }
    }

    void read_field(std::string_view name, std::optional<std::string>& field, JsonCursor::Value value) {
        const JsonValue taken = cursor_.take(value, storage_);
        auto text = to_text(taken);
        field = std::move(text.value);
        if (!text.readable) {
            keep(name, taken, taken.storable ? Oddity::wrong_type : Oddity::broken_text);
        } else if (field && &field == &batch.status) {
            if (!is_documented_status(*field)) {
                find(name, Oddity::undocumented);
            }
            field = normal_status(std::move(*field));
        }
    }

    void read_field(std::string_view name, std::optional<std::int64_t>& field, JsonCursor::Value value) {
        const JsonValue taken = cursor_.take(value, storage_);
        const auto seconds = to_seconds(taken);
        field = seconds.value;
        if (!seconds.readable) {
            keep(name, taken, Oddity::not_seconds);
        } else if (!seconds.as_documented) {
            find(name, Oddity::not_seconds);
        }
    }

    void read_field(std::string_view name, std::vector<BatchError>& field, JsonCursor::Value value) {
        ErrorsReading errors = read_errors(name, cursor_.take(value, storage_));
        field = std::move(errors.rows);
        std::move(errors.findings.begin(), errors.findings.end(), std::back_inserter(findings));
        if (!errors.extra.empty()) {
            batch.extra.insert_or_assign(std::string(name), std::move(errors.extra));
        }
    }

    /// Counts or usage: an object of integers, some of them in objects inside it.
    template <class Record>
    void read_field(std::string_view name, std::optional<Record>& field, JsonCursor::Value value) {
        if (cursor_.kind(value) != JsonKind::object) {
            keep_other_shape(name, value);
            return;
        }
        field.emplace();
        JsonMembers rest;
        read_integers(name, {}, *field, rest, value);
        const bool whole =
            std::apply([&](const auto&... column) { return ((*field.*column.member).has_value() && ...); },
                       columns_of<Record>);
        if (!whole) {
            find(name, Oddity::other_shape);
        }
        keep_rest(name, rest);
    }

    /// Reads the members of `object`, which stands under `parent` in the record.
    template <class Record>
    void read_integers(std::string_view name, std::string_view parent, Record& record, JsonMembers& rest,
                       JsonCursor::Value object) {
        std::string storage;
        cursor_.each_member(object, [&](std::string_view key, JsonCursor::Value value) {
            bool is_parent = false;
            for_each_column(columns_of<Record>, [&](const auto& column) {
                if (parent.empty() && !key.empty() && column.parent == key) {
                    is_parent = true;
                    (record.*column.member).reset();
                }
            });
            if (is_parent && cursor_.kind(value) == JsonKind::object) {
                JsonMembers inner;
                read_integers(name, key, record, inner, value);
                std::string json;
                note_duplicate(path_of(name, key), !append_json_object(json, inner));
                rest.emplace_back(key, json == "{}" ? std::string() : std::move(json));
                return;
            }
            const JsonValue taken = cursor_.take(value, storage);
            bool readable = taken.kind == JsonKind::null;
            for_each_column(columns_of<Record>, [&](const auto& column) {
                if (column.name == key && column.parent == parent) {
                    const auto integer = to_integer(taken);
                    readable = integer.readable;
                    record.*column.member = integer.value;
                    if (!integer.as_documented) {
                        find(path_of(parent.empty() ? std::string(name) : path_of(name, parent), key),
                             Oddity::not_integer);
                    }
                }
            });
            auto& [rest_key, json] = rest.emplace_back(key, std::string());
            if (!readable) {
                append_json(json, taken);
            }
        });
    }

    void read_field(std::string_view name, std::optional<Metadata>& field, JsonCursor::Value value) {
        if (cursor_.kind(value) != JsonKind::object) {
            keep_other_shape(name, value);
            return;
        }
        read_metadata(name, cursor_, value, field.emplace(), findings);
    }

    /// A value that is no object where one is documented: kept, but for "", which says nothing.
    void keep_other_shape(std::string_view name, JsonCursor::Value value) {
        const JsonValue taken = cursor_.take(value, storage_);
        if (taken.kind == JsonKind::text && taken.text.empty()) {
            find(name, Oddity::other_shape);
        } else {
            keep(name, taken, Oddity::other_shape);
        }
    }

    void keep(std::string_view name, const JsonValue& value, Oddity oddity) {
        find(name, oddity);
        append_json(batch.extra[std::string(name)], value);
    }

    void keep_rest(std::string_view name, JsonMembers& rest) {
        std::string json;
        note_duplicate(name, !append_json_object(json, rest));
        if (json != "{}") {
            batch.extra.insert_or_assign(std::string(name), std::move(json));
        }
    }

    /// `error` in the singular counts when it can be read and `errors` says nothing.
    void settle_errors() {
        const auto singular = batch.extra.find("error");
        if (singular == batch.extra.end() || is_set(batch.errors) || batch.extra.contains("errors")) {
            return;
        }
        const std::string json = "{\"error\":" + singular->second + "}";
        JsonCursor cursor(json);
        cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
            ErrorsReading errors = read_errors(key, cursor.take(value, storage_));
            if (errors.rows.empty() && !errors.extra.empty()) {
                return;
            }
            batch.errors = std::move(errors.rows);
            if (!errors.extra.empty()) {
                batch.extra.insert_or_assign("errors", std::move(errors.extra));
            }
            find("error", Oddity::other_shape);
            batch.extra.erase(singular);
        });
    }

    void find_missing() {
        constexpr std::array<std::string_view, 5> required{"endpoint", "input_file_id", "completion_window",
                                                           "status", "created_at"};
        note_absence("object", identity_.object_presence);
        std::size_t index = 0;
        for_each_column(batch_columns, [&](const auto& column) {
            if (std::find(required.begin(), required.end(), column.name) != required.end()) {
                note_absence(column.name, presence_[index]);
            }
            ++index;
        });
    }

    void note_absence(std::string_view name, Presence presence) {
        switch (presence) {
            case Presence::absent:
                find(name, Oddity::missing);
                break;
            case Presence::null:
                find(name, Oddity::null_value);
                break;
            case Presence::empty:
                find(name, Oddity::empty);
                break;
            case Presence::given:
                break;
        }
    }

    void note_duplicate(std::string_view path, bool duplicate) {
        if (duplicate) {
            find(without_half_pairs(path), Oddity::duplicate_key);
        }
    }

    void find(std::string_view path, Oddity oddity) { findings.push_back({std::string(path), oddity}); }

    JsonCursor cursor_;
    std::string storage_;
    std::array<Presence, column_count> presence_{};
    std::size_t next_field_ = 0;
    Identity identity_;
};

}  // namespace

AnswerReading read_answer(std::string_view text) {
    Reader reader(text);
    reader.read();
    return {std::move(reader.batch), std::move(reader.findings)};
}

}  // namespace batchstore
