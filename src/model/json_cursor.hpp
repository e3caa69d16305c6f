#pragma once

#include <batchstore/error.hpp>
#include <batchstore/reading.hpp>

#include <cstddef>
#include <forward_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <simdjson.h>

namespace batchstore {

/// What a JSON value is.
enum class JsonKind { null, boolean, number, text, array, object };

/// A value that was consumed. `text` is the unescaped content of a text, and canonical text of anything else.
struct JsonValue {
    JsonKind kind = JsonKind::null;
    std::string_view text;
    bool storable = true;  ///< false: a text that no column can hold; see half_pairs.hpp
};

/// A text is not JSON, or not an object.
class NotJson : public Error {
public:
    NotJson(const std::string& message, std::size_t position)
        : Error(ErrorKind::invalid, message), position_(position) {}

    /// The byte that is wrong, from 0.
    std::size_t position() const noexcept { return position_; }

private:
    std::size_t position_;
};

/// Walks one strict JSON object, each value once and in order.
///
/// simdjson's on-demand interface checks only what is looked at, so every value must be consumed by `take`,
/// `each_member`, `each_element` or `append_canonical`; then all of the text has been checked. Numbers stay
/// text: any size is legal. All functions throw Error{invalid} that names the byte.
class JsonCursor {
public:
    using Value = simdjson::ondemand::value;

    explicit JsonCursor(std::string_view text);
    JsonCursor(const JsonCursor&) = delete;
    JsonCursor& operator=(const JsonCursor&) = delete;
    ~JsonCursor();

    /// Calls `visit(key, value)` for each member of the root object. The key is unescaped and, like the text
    /// of values, lives as long as the cursor.
    template <class Visit>
    void each_member(Visit&& visit) {
        simdjson::ondemand::object object;
        check(document_.get_object().get(object));
        visit_members(object, visit);
    }

    template <class Visit>
    void each_member(Value value, Visit&& visit) {
        const Level level(*this);
        simdjson::ondemand::object object;
        check(value.get_object().get(object));
        visit_members(object, visit);
    }

    template <class Visit>
    void each_element(Value value, Visit&& visit) {
        const Level level(*this);
        simdjson::ondemand::array array;
        check(value.get_array().get(array));
        for (auto element : array) {
            Value item;
            check(std::move(element).get(item));
            visit(item);
        }
    }

    JsonKind kind(Value value);

    /// Consumes a value of any kind. The text of an array or object is put into `storage`.
    JsonValue take(Value value, std::string& storage);

    /// Consumes a value and appends its canonical text.
    void append_canonical(std::string& out, Value value);

    /// Skips a value of text that is known to be well-formed. @returns it as it stands.
    std::string_view raw(Value value);

    /// Where a value begins, in bytes from 0.
    std::size_t position(Value value) const;

    /// Refuses text behind the root object.
    void expect_end();

    /// Whether an object met by `append_canonical` had a key twice.
    bool duplicate_keys() const { return duplicate_keys_; }

    /// Whether any text or key of it has an escape. Without one, all of them are storable.
    bool has_escapes() const { return has_escapes_; }

private:
    struct Buffers;

    /// One level of nesting; refuses more than `max_nesting`.
    class Level {
    public:
        explicit Level(JsonCursor& cursor);
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --cursor_.depth_; }

    private:
        JsonCursor& cursor_;
    };

    template <class Visit>
    void visit_members(simdjson::ondemand::object& object, Visit& visit) {
        for (auto field : object) {
            simdjson::ondemand::field member;
            check(std::move(field).get(member));
            const char* const behind_quote = member.key().raw();
            std::string_view key;
            if (member.unescaped_key().get(key) != simdjson::SUCCESS) {
                key = unescape(behind_quote);
            }
            visit(key, member.value());
        }
    }

    void check(simdjson::error_code code) const {
        if (code != simdjson::SUCCESS) {
            fail(code);
        }
    }
    [[noreturn]] void fail(simdjson::error_code code) const;
    std::string_view scalar_token(Value value) const;
    /// Unescapes a string that simdjson does not: one with half of a surrogate pair.
    std::string_view unescape(const char* behind_quote);

    std::unique_ptr<Buffers> buffers_;
    std::forward_list<std::string> unescaped_;
    simdjson::ondemand::document document_;
    int depth_ = 1;
    bool duplicate_keys_ = false;
    bool has_escapes_;
};

/// Calls `visit(cursor, value)` for the value that a JSON text holds, which may be of any kind.
template <class Visit>
void read_json(std::string_view json, Visit&& visit) {
    std::string member = "{\"\":";
    member += json;
    member += '}';
    JsonCursor cursor(member);
    cursor.each_member([&](std::string_view, JsonCursor::Value value) { visit(cursor, value); });
}

/// Appends a consumed value as JSON.
void append_json(std::string& out, const JsonValue& value);

}  // namespace batchstore
