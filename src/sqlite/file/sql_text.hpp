#pragma once

#include "repository/conditions/fields.hpp"
#include "sqlite/file/statement.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace batchstore::sqlite {

/// A piece of SQL and the values of its marks, in their order. What people typed is only ever a value.
struct SqlText {
    std::string sql{};
    std::vector<FieldValue> values{};

    SqlText& operator+=(std::string_view more) {
        sql += more;
        return *this;
    }
    SqlText& operator+=(const SqlText& more) {
        sql += more.sql;
        values.insert(values.end(), more.values.begin(), more.values.end());
        return *this;
    }
    void bind(Run& run) const {
        for (const FieldValue& value : values) {
            std::visit([&](const auto& typed) { run.bind(typed); }, value);
        }
    }
};

}  // namespace batchstore::sqlite
