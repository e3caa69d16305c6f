#pragma once

#include <optional>
#include <string>

/// The forms that a report has.
enum class Form { text, markdown, csv, json, html };
inline constexpr const char* form_choices = "text|markdown|csv|json|html";

/// The form that was asked for: by --format, or else by the name that --output gives.
/// @throws UsageError if the one or the other is no form
Form form_typed(const std::optional<std::string>& format, const std::optional<std::string>& output);
