#include "commands/condition_help.hpp"

#include "output/wrapping.hpp"

#include <batchstore/condition.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view beginning =
    "A condition for --where: tests of fields, joined with and, or, not and\n"
    "parentheses.\n"
    "\n"
    "Tests:\n"
    "  FIELD = VALUE        != too, and < <= > >= of numbers and times\n"
    "  FIELD ~ TEXT         the text has this in it, letters a to z in either case;\n"
    "                       !~: it has not\n"
    "  FIELD in (A, B)      one of these; not in: none of them\n"
    "  has(FIELD)           it has any value\n"
    "\n"
    "A test of a field that a batch does not have is false, and so its negation is\n"
    "true. A value with spaces or any of ( ) , = ! ~ < > stands in quotation marks;\n"
    "one inside is doubled.\n"
    "\n";

constexpr std::string_view end =
    "\n"
    "Examples:\n"
    "  batchstore list --where 'status in (failed, expired) and created >= -30d'\n"
    "  batchstore list --where 'phase = ended and not has(output_file_id)'\n"
    "  batchstore list --where 'error ~ quota and endpoint ~ embed'\n"
    "  batchstore list --where 'metadata.\"cost centre\" = 4711 and counts.failed > 0'\n"
    "  batchstore list --where 'phase != ended and (expires < now or has(errors))'\n"
    "\n"
    "docs/query.md has the whole language.\n";

std::string_view type_of(const batchstore::ConditionField& field) {
    using batchstore::FieldType;
    switch (field.type) {
        case FieldType::text:
            return "text";
        case FieldType::number:
            return "number";
        case FieldType::presence:
            return "has";
        default:
            return "time";
    }
}

std::string padded(std::string_view text, std::size_t width) {
    std::string column(text);
    column.resize(std::max(width, text.size()), ' ');
    return column + "  ";
}

/// What does not fit behind the names goes on below, in the same column.
std::string line_of(const batchstore::ConditionField& field) {
    constexpr std::size_t name_width = 24;
    constexpr std::size_t alias_width = 16;
    constexpr std::size_t type_width = 6;
    const std::string names = "  " + padded(field.name, name_width) + padded(field.alias, alias_width) +
                              padded(type_of(field), type_width);
    return names + wrapped(std::string(field.meaning), help_width, names.size());
}

}  // namespace

std::string condition_help() {
    std::string text(beginning);
    text += wrapped("Times are " + std::string(batchstore::time_forms) + ".", help_width) + "\nFields:\n";
    for (const batchstore::ConditionField& field : batchstore::condition_fields()) text += line_of(field);
    return text.append(end);
}
