#pragma once

#include <batchstore/condition.hpp>
#include <batchstore/query.hpp>

namespace batchstore {

/// Everything that a query asks for, as one condition of kind `all`; its order and page aside.
///
/// Every test in it is sound: of a field that there is, by its name, compared with values in the form of the
/// store, sorted and each once. Only tests are negated, and inside `all` stands no `all`, inside `any` no
/// `any`, so that it is as flat as it can be. What is never true is one `any` without parts. That a batch has
/// errors is said too where it follows.
/// @throws Error{invalid} as `BatchRepository::find`
Condition condition_of(const Query& query);

/// Whether some test is of a field.
bool tests_field(const Condition& condition, std::string_view field);

}  // namespace batchstore
