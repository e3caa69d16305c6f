#pragma once

#include <string>
#include <string_view>

namespace batchstore {

/// What a list page says is wrong beside its list, in the server's words; empty: nothing.
///
/// Something is wrong if `error` or `errors` is not empty, `success` or `ok` is false, or `code` or `status`
/// is no success. An error without any content (`""`, `[]`, `{"message":null}`) is none, and whoever says
/// `success` has a code that means so, whatever it is. @returns empty also if `page` is not JSON.
std::string error_beside_list(std::string_view page);

}  // namespace batchstore
