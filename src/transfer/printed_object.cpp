#include "transfer/printed_object.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

namespace batchstore {

namespace {

struct Printer {
    std::string_view what;
    std::string_view instead;
};

constexpr Printer python_print{"what Python's print(batch) writes", "print(batch.model_dump_json())"};
constexpr Printer python_dict{"a dict as Python prints it", "print(json.dumps(batch))"};
constexpr Printer node{"an object as Node's console.log prints it", "console.log(JSON.stringify(batch))"};
constexpr Printer java{"what Java's toString writes", "new ObjectMapper().writeValueAsString(batch)"};
constexpr Printer kotlin{"what Kotlin's println(batch) writes",
                         "jacksonObjectMapper().writeValueAsString(batch)"};
constexpr Printer go{"a struct as Go's fmt prints it", "batch.RawJSON(), or json.Marshal(batch),"};
constexpr Printer csharp{"what C#'s ToString writes", "JsonSerializer.Serialize(batch)"};
constexpr Printer ruby{"what Ruby's inspect writes", "batch.to_json"};
constexpr Printer rust{"what Rust's {:?} writes", "serde_json::to_string(&batch)"};

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_name(char c) {
    return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// What stands around an opening bracket, as in `Batch(id='batch_x'`.
struct Opening {
    char bracket = 0;
    std::string_view name;     ///< `Batch`
    std::string_view key;      ///< `id`
    std::string_view between;  ///< `=`, with the white space around it
    char value = 0;            ///< `'`

    bool has_space_before_value() const { return between.size() > 1 && between.back() == ' '; }
    char separator() const {
        const std::size_t at = between.find_first_not_of(' ');
        return at == std::string_view::npos ? '\0' : between[at];
    }
};

std::string_view name_before(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] == ' ') {
        --at;
    }
    std::size_t begin = at;
    while (begin > 0 && is_name(text[begin - 1])) {
        --begin;
    }
    return text.substr(begin, at - begin);
}

Opening opening_at(std::string_view text, std::size_t at) {
    Opening opening{.bracket = text[at], .name = name_before(text, at)};
    std::string_view rest = text.substr(at + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    const auto size = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_name) - rest.begin());
    opening.key = rest.substr(0, size);
    rest.remove_prefix(size);
    opening.between = rest.substr(0, std::min(rest.find_first_not_of(" =:>"), rest.size()));
    rest.remove_prefix(opening.between.size());
    opening.value = rest.empty() ? '\0' : rest.front();
    return opening;
}

/// Keys with which batches and lists of them begin.
bool begins_batch(std::string_view key) {
    constexpr std::array<std::string_view, 7> keys{"id",   "object", "data",    "completion_window",
                                                   "Data", "Object", "endpoint"};
    return key == "ID" || key == "Id" || std::ranges::find(keys, key) != keys.end();
}

const Printer* printer_with_names(const Opening& opening) {
    const bool is_named = !opening.name.empty() && is_upper(opening.name.front());
    const bool is_quoted = opening.value == '\'' || opening.value == '"' || opening.value == '[';
    if (opening.separator() == '=') {
        if (opening.bracket == '(') {
            return is_quoted || opening.value == 'N' ? &python_print : is_named ? &kotlin : nullptr;
        }
        return is_named && opening.has_space_before_value() ? &csharp : &java;
    }
    if (opening.separator() != ':' || opening.bracket != '{') {
        return nullptr;
    }
    if (is_upper(opening.key.front())) {
        return &go;
    }
    return is_named && opening.value == '"' ? &rust : &node;
}

/// A bracket as a language other than JSON has it; nothing if it is JSON, so that no text in it is taken for
/// more.
std::optional<const Printer*> printer_at(std::string_view text, std::size_t at) {
    const Opening opening = opening_at(text, at);
    if (begins_batch(opening.key)) {
        return printer_with_names(opening);
    }
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("{'") || rest.starts_with("{u'")) {
        return &python_dict;
    }
    if (rest.starts_with("{:id=>") || rest.starts_with("{\"id\"=>") || rest.starts_with("{\"id\" =>")) {
        return &ruby;
    }
    if (opening.bracket == '{' && opening.key.empty() && opening.value == '"') {
        return std::nullopt;
    }
    return rest.starts_with("{batch_") ? &go : nullptr;
}

}  // namespace

std::optional<std::string> printed_object(std::string_view text) {
    constexpr std::size_t longest_beginning = 512;
    constexpr std::string_view brackets = "({[";
    text = text.substr(0, longest_beginning);
    std::size_t at = text.find_first_of(brackets);
    const Printer* printer = text.substr(0, at).find("#<") == std::string_view::npos ? nullptr : &ruby;
    for (; printer == nullptr && at != std::string_view::npos; at = text.find_first_of(brackets, at + 1)) {
        const auto found = printer_at(text, at);
        if (!found) {
            return std::nullopt;
        }
        printer = *found;
    }
    if (printer == nullptr) {
        return std::nullopt;
    }
    return fmt::format("{}, not JSON; {} writes JSON", printer->what, printer->instead);
}

}  // namespace batchstore
