#pragma once

#include "repository/fields.hpp"
#include "sqlite/statement.hpp"

#include <string>
#include <string_view>
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
    void bind(Run& run) const;
};

/// A condition on a row of `batches AS b`, true or not true. Wants what `condition_of` made.
SqlText sql_of(const Condition& condition);

/// Several conditions that must all hold; `1` if there are none.
SqlText sql_of_all(const std::vector<const Condition*>& conditions);

/// The keys of the batches for which a test holds, from an index that has just these; empty if there is none
/// for it.
SqlText keys_where(const Condition& test);

}  // namespace batchstore::sqlite
