#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Names and values below each other, values aligned and wrapped between their words, server text made
/// harmless.
class Facts {
public:
    /// What has no value is left out.
    /// @param remark behind the value; those of all facts begin in one column
    void add(std::string_view name, const std::string& value, const std::string& remark = "");
    void add(std::string_view name, const std::optional<std::string>& value) {
        add(name, value.value_or(""));
    }

    /// @param width of the terminal; 0: nothing is wrapped
    std::string text(std::size_t width) const;

private:
    struct Line {
        std::string name;
        std::string value;
        std::string remark;
    };

    std::vector<Line> lines_;
};
