#include "commands/sql/values.hpp"

#include "output/json_value.hpp"

#include <cmath>
#include <cstdint>
#include <set>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

namespace {

using batchstore::SqlBlob;
using batchstore::SqlValue;

std::string hex(std::string_view bytes) {
    std::string digits;
    for (const char byte : bytes) {
        const auto number = static_cast<unsigned char>(byte);
        digits += "0123456789abcdef"[number >> 4];
        digits += "0123456789abcdef"[number & 0xf];
    }
    return digits;
}

/// JSON has no infinity; readers take this for one, and SQL spells it so.
std::string number_text(double number) {
    if (std::isinf(number)) return number > 0 ? "9e999" : "-9e999";
    return nlohmann::json(number).dump();
}

struct PlainText {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return number_text(number); }
    std::string operator()(std::string_view text) const { return std::string(text); }
    std::string operator()(SqlBlob blob) const { return hex(blob.bytes); }
};

}  // namespace

std::string plain_text(const SqlValue& value) {
    return std::visit(PlainText(), value);
}

std::string json_text(const SqlValue& value) {
    if (std::holds_alternative<std::monostate>(value)) return "null";
    if (is_number(value)) return plain_text(value);
    return one_line(nlohmann::ordered_json(plain_text(value)));
}

bool is_number(const SqlValue& value) {
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::vector<std::string> distinct(std::span<const std::string> names) {
    const std::set<std::string> typed(names.begin(), names.end());
    std::set<std::string> taken;
    std::vector<std::string> result;
    for (const std::string& name : names) {
        std::string free = name;
        for (int number = 2; taken.contains(free) || (free != name && typed.contains(free)); ++number) {
            free = name + "_" + std::to_string(number);
        }
        taken.insert(free);
        result.push_back(free);
    }
    return result;
}
