#include "commands/sql/query_parameter.hpp"

#include "arguments/command_line.hpp"
#include "commands/sql/values.hpp"

#include <charconv>
#include <cstdint>
#include <system_error>

namespace {

/// Whether all of `text` is a number of this type, and exactly as we write it.
template <class Number>
bool is_number_text(const std::string& text, Number& number) {
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stopped == end && plain_text(number) == text;
}

}  // namespace

batchstore::SqlParameter query_parameter(const std::string& typed) {
    // Typed as it stands in the query, perhaps.
    const std::size_t begin =
        !typed.empty() && std::string(":@$?").find(typed[0]) != std::string::npos ? 1 : 0;
    const std::size_t end = typed.find('=');
    if (end == std::string::npos || end <= begin) {
        throw UsageError("--param: '" + typed + "' is not NAME=VALUE");
    }
    batchstore::SqlParameter parameter{.name = typed.substr(begin, end - begin)};
    const std::string value = typed.substr(end + 1);
    std::int64_t integer = 0;
    double real = 0;
    if (is_number_text(value, integer)) {
        parameter.value = integer;
    } else if (is_number_text(value, real)) {
        parameter.value = real;
    } else {
        parameter.value = value;
    }
    return parameter;
}
