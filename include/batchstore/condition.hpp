#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace batchstore {

/// How a test compares a field.
enum class Operator {
    equal,
    less,
    less_equal,
    greater,
    greater_equal,
    is_set,
    /// A text has the other one in it, literally; letters of ASCII are alike in either case, others are not.
    contains,
};

/// A condition on a batch: a test of one field, or conditions joined. A plain value; `parse_condition` reads
/// one from text, and an app may put one together.
///
/// Every condition is true or false for every batch. A test of a field that the batch does not have is false,
/// and so its negation is true: `status != failed` holds for a batch without a status. Where a batch has
/// several values (`error`, `source`), a test is true if it is for one of them.
struct Condition {
    enum class Kind {
        all,       ///< every part is true; true without parts
        any,       ///< some part is true; false without parts
        negation,  ///< its only part is false
        test,
    };

    Kind kind = Kind::all;
    std::vector<Condition> parts{};
    /// Of a test: the name or the alias of one of `condition_fields()`.
    std::string field{};
    /// Of a test of `metadata`: the pair's key.
    std::string key{};
    Operator comparison = Operator::equal;
    /// What the field is compared with: any one of these for `equal`, one value for the others, none for
    /// `is_set`. Texts for fields of text, else whole numbers; times in the unit that the field has.
    std::vector<std::variant<std::int64_t, std::string>> values{};

    bool operator==(const Condition&) const = default;
};

enum class FieldType {
    text,          ///< compared byte by byte; only `equal`, `contains` and `is_set`
    number,        ///< a whole number
    seconds,       ///< a time, in seconds since 1970
    microseconds,  ///< a time, in microseconds since 1970
    presence,      ///< only `is_set`
};

/// A field that conditions can test.
struct ConditionField {
    std::string_view name;   ///< the API's word where it has one
    std::string_view alias;  ///< a shorter word that does too; may be empty
    FieldType type;
    std::string_view meaning;  ///< one line, for help and documents
};

/// All of them, in the order in which documents list them.
std::span<const ConditionField> condition_fields();

/// Reads a condition from text such as
/// `status in (failed, expired) and metadata.team = eval and not has(output_file_id) and created >= -30d`;
/// docs/query.md has the whole language. Nothing in the text is ever a part of a database's statement.
///
/// @param now_us what relative times such as `-30d` are before, in microseconds since 1970
/// @throws Error{invalid} that names the position (characters from 1) and what was expected there; also for
///   a text of more than 8,192 bytes, 200 tests, or 30 levels of `not` and parentheses.
Condition parse_condition(std::string_view text, std::int64_t now_us);

/// The condition as `parse_condition` reads it: fields by their names, times absolute, parentheses only where
/// they are needed. What was parsed from a text is equal to what its text is parsed as.
std::string to_text(const Condition& condition);

}  // namespace batchstore
