#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

/// The JSON that the tool writes of its own.

/// On one line. Bytes that are not UTF-8 are replaced.
inline std::string one_line(const nlohmann::ordered_json& value) {
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

template <class Value>
nlohmann::ordered_json value_or_null(const std::optional<Value>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}
