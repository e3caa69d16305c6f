#pragma once

#include "repository/conditions/fields.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// The last batch of a page: where the next one goes on.
struct PagePosition {
    std::optional<FieldValue> sort_value{};  ///< none: the batch has no such time
    std::int64_t batch_key = 0;
};

/// What a batch is sorted by.
std::optional<FieldValue> sort_value(const StoredBatch& batch, Sort sort);

/// What a token must fit: all that a query asks for, as `condition_of` made it, and its order.
std::string fingerprint(const Query& query, const Condition& condition);

std::string page_token(const PagePosition& position, std::string_view fingerprint);

/// @throws Error{invalid} if `token` was cut or changed, or is of another query.
PagePosition read_page_token(std::string_view token, std::string_view fingerprint);

}  // namespace batchstore
