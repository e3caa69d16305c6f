#pragma once

#include "model/json_cursor.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// The rules by which a JSON scalar becomes a value in normal form.
namespace batchstore {

/// A value in normal form, and whether it took a conversion to get there.
template <class Value>
struct Converted {
    std::optional<Value> value;  ///< none: not set, or not readable
    bool readable = true;        ///< false: the value fits no rule
    bool as_documented = true;   ///< false: readable, but not as the API documents it
};

/// A time as seconds: a fraction is rounded down, 10^11 and more are milliseconds, an RFC 3339 text or one of
/// its relatives is converted; 0, negative numbers and "" are "not set". From the year 5138 on, where seconds
/// would look like milliseconds, no time is readable. A text of digits alone is read only where that makes a
/// time between 2000 and 2100: it may be a date without marks.
Converted<std::int64_t> to_seconds(const JsonValue& value);

/// An integer, also from decimal text or a number without a fraction.
Converted<std::int64_t> to_integer(const JsonValue& value);

/// The same that is not below zero.
Converted<std::int64_t> to_count(const JsonValue& value);

/// A text that a column can hold; "" is "not set".
Converted<std::string> to_text(const JsonValue& value);

/// An error's code: a text, or a number as text.
Converted<std::string> to_code(const JsonValue& value);

/// A status in normal form: one of the documented eight in any spelling, else the word in lower case.
std::string normal_status(std::string status);

/// Whether a status in normal form is one of the documented eight.
bool is_documented_status(std::string_view status);

}  // namespace batchstore
