#pragma once

#include "repository/conditions/fields.hpp"
#include "sqlite/file/sql_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace batchstore::sqlite {

/// A condition on a row of `batches AS b`, true or not true. Wants what `condition_of` made.
SqlText sql_of(const Condition& condition);

/// Several conditions that must all hold; `1` if there are none.
SqlText sql_of_all(const std::vector<const Condition*>& conditions);

/// A statement that gives the keys of batches from an index alone, some perhaps several times: all for which
/// some parts of a condition hold.
struct KeySource {
    SqlText keys{};
    std::vector<const Condition*> answered{};  ///< these parts
    bool exact = true;                         ///< false: also keys for which they do not hold
};

/// The indexes that serve parts of what `condition_of` made.
std::vector<KeySource> key_sources(const Condition& all);

}  // namespace batchstore::sqlite
