#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Names and values below each other, values aligned, server text made harmless.
class Facts {
public:
    /// What has no value is left out.
    /// @param remark behind the value; those of all facts begin in one column
    void add(std::string_view name, const std::string& value, const std::string& remark = "");
    void add(std::string_view name, const std::optional<std::string>& value) {
        add(name, value.value_or(""));
    }

    std::string text() const;

private:
    struct Line {
        std::string name;
        std::string value;
        std::string remark;
    };

    std::vector<Line> lines_;
};
