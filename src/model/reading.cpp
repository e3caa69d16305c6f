#include "model/reading.hpp"

#include "model/columns.hpp"
#include "model/conversions.hpp"
#include "model/half_pairs.hpp"
#include "model/identity.hpp"
#include "model/json_cursor.hpp"
#include "model/json_text.hpp"
#include "model/reading_errors.hpp"
#include "model/reading_integers.hpp"
#include "model/reading_metadata.hpp"
#include "model/required_fields.hpp"
#include "model/singular_error.hpp"
#include "model/spelling.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace batchstore {

namespace {

/// Reads one answer, member by member. Everything ends in the batch or in its `extra`.
class Reader {
public:
    explicit Reader(std::string_view text) : cursor_(text) {}

    void read() {
        cursor_.each_member([&](std::string_view key, JsonCursor::Value value) { read_member(key, value); });
        cursor_.expect_end();
        if (!batch.extra.empty()) {
            std::erase_if(batch.extra, [](const auto& member) { return member.second.empty(); });
            adopt_other_names();
            read_singular_error(batch, findings);
        }
        if (cursor_.duplicate_keys()) {
            find("extra", Oddity::duplicate_key);
        }
        refuse_other_objects(identity_, batch);
        find_missing(identity_, presence_, findings);
    }

    Batch batch;
    std::vector<Finding> findings;

private:
    struct Field {
        std::string_view name;
        void (Reader::*read)(JsonCursor&, JsonCursor::Value);
    };

    /// Reads a value for a field that is not set.
    template <std::size_t Index>
    void read_column(JsonCursor& cursor, JsonCursor::Value value) {
        const auto& column = std::get<Index>(batch_columns);
        auto& field = batch.*column.member;
        if (cursor.kind(value) == JsonKind::null) {
            presence_[Index] = Presence::null;
            cursor.take(value, storage_);
            return;
        }
        presence_[Index] = Presence::given;
        read_field(column.name, field, cursor, value);
        if (!is_set(field) && !batch.extra.contains(column.name)) {
            presence_[Index] = Presence::empty;
        }
    }

    template <std::size_t... Index>
    static constexpr auto field_table(std::index_sequence<Index...>) {
        return std::array{Field{std::get<Index>(batch_columns).name, &Reader::read_column<Index>}...};
    }
    static const std::array<Field, batch_column_count> fields;

    void read_member(std::string_view key, JsonCursor::Value value) {
        // Servers keep to the API's order, so the search goes on from the field before.
        for (std::size_t step = 0; step < batch_column_count; ++step) {
            const std::size_t index = (next_field_ + step) % batch_column_count;
            if (fields[index].name == key) {
                next_field_ = index + 1;
                if (presence_[index] != Presence::absent) {
                    forget(index);
                }
                (this->*fields[index].read)(cursor_, value);
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

    /// A field stands twice: the last one counts.
    void forget(std::size_t index) {
        find(fields[index].name, Oddity::duplicate_key);
        std::size_t at = 0;
        for_each_column(batch_columns, [&](const auto& column) {
            if (at++ == index) {
                batch.*column.member = {};
            }
        });
        batch.extra.erase(std::string(fields[index].name));
    }

    void read_field(std::string_view name, std::optional<std::string>& field, JsonCursor& cursor,
                    JsonCursor::Value value) {
        const JsonValue taken = cursor.take(value, storage_);
        auto text = to_text(taken);
        field = std::move(text.value);
        if (!text.readable) {
            keep(name, taken, taken.storable ? Oddity::wrong_type : Oddity::broken_text);
        } else if (field && &field == &batch.status && !is_documented_status(*field)) {
            find(name, Oddity::undocumented);
            field = normal_status(std::move(*field));
        }
    }

    void read_field(std::string_view name, std::optional<std::int64_t>& field, JsonCursor& cursor,
                    JsonCursor::Value value) {
        const JsonValue taken = cursor.take(value, storage_);
        const auto seconds = to_seconds(taken);
        field = seconds.value;
        if (!seconds.readable) {
            keep(name, taken, Oddity::not_seconds);
        } else if (!seconds.as_documented) {
            find(name, Oddity::not_seconds);
        }
    }

    void read_field(std::string_view name, std::vector<BatchError>& field, JsonCursor& cursor,
                    JsonCursor::Value value) {
        ErrorsReading errors = read_errors(name, cursor.take(value, storage_));
        field = std::move(errors.rows);
        std::move(errors.findings.begin(), errors.findings.end(), std::back_inserter(findings));
        if (!errors.extra.empty()) {
            batch.extra.insert_or_assign(std::string(name), std::move(errors.extra));
        }
    }

    /// Counts or usage.
    template <class Record>
    void read_field(std::string_view name, std::optional<Record>& field, JsonCursor& cursor,
                    JsonCursor::Value value) {
        if (cursor.kind(value) != JsonKind::object) {
            keep_other_shape(name, cursor, value);
            return;
        }
        std::string rest = read_integers(name, cursor, value, field.emplace(), findings);
        if (!rest.empty()) {
            batch.extra.insert_or_assign(std::string(name), std::move(rest));
        }
    }

    void read_field(std::string_view name, std::optional<Metadata>& field, JsonCursor& cursor,
                    JsonCursor::Value value) {
        if (cursor.kind(value) != JsonKind::object) {
            keep_other_shape(name, cursor, value);
            return;
        }
        read_metadata(name, cursor, value, field.emplace(), findings);
    }

    /// A value that is no object where one is documented: kept, but for "", which says nothing.
    void keep_other_shape(std::string_view name, JsonCursor& cursor, JsonCursor::Value value) {
        const JsonValue taken = cursor.take(value, storage_);
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

    /// Reads what the documented names do not say from other spellings of them.
    void adopt_other_names() {
        std::vector<std::pair<std::size_t, std::string>> others;  // by key, as `extra` is
        for (const auto& [key, json] : batch.extra) {
            if (const std::size_t index = find_spelled(key); index < batch_column_count) {
                others.emplace_back(index, key);
            } else if (is_flat_integer(key)) {
                find(key, Oddity::other_shape);
            }
        }
        for (const auto& [index, key] : others) {
            if (presence_[index] == Presence::given) {
                continue;
            }
            find(fields[index].name, Oddity::other_name);
            const auto member = batch.extra.extract(key);
            const auto read_as = fields[index].read;
            read_json(member.mapped(),
                      [&](JsonCursor& cursor, JsonCursor::Value value) { (this->*read_as)(cursor, value); });
        }
        adopt_other_names_of_identity(identity_, batch, findings);
    }

    /// The column that a key spells in another way than the API.
    static std::size_t find_spelled(std::string_view key) {
        const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
            return spells(key, field.name) && field.name != key;
        });
        return static_cast<std::size_t>(found - fields.begin());
    }

    void note_duplicate(std::string_view path, bool duplicate) {
        if (duplicate) {
            find(without_half_pairs(path), Oddity::duplicate_key);
        }
    }

    void find(std::string_view path, Oddity oddity) { findings.push_back({std::string(path), oddity}); }

    JsonCursor cursor_;
    std::string storage_;
    ColumnPresence presence_{};
    std::size_t next_field_ = 0;
    Identity identity_;
};

constexpr std::array<Reader::Field, batch_column_count> Reader::fields =
    Reader::field_table(std::make_index_sequence<batch_column_count>());

}  // namespace

AnswerReading read_answer(std::string_view text) {
    Reader reader(text);
    reader.read();
    return {std::move(reader.batch), std::move(reader.findings)};
}

bool is_answer(std::string_view text) {
    try {
        read_answer(text);
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace batchstore
