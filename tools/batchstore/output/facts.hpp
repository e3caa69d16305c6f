#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Names and values below each other, values aligned, server text made harmless.
class Facts {
public:
    /// What has no value is left out.
    void add(std::string_view name, const std::string& value);
    void add(std::string_view name, const std::optional<std::string>& value) {
        add(name, value.value_or(""));
    }

    std::string text() const;

private:
    std::vector<std::pair<std::string, std::string>> lines_;
};
