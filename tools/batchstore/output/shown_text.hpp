#pragma once

#include <batchstore/report.hpp>
#include <batchstore/shown_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// Text of servers and numbers, as the tool shows them.
using batchstore::cut_to;
using batchstore::grouped;
using batchstore::shown;
using batchstore::shown_json;

/// How many columns a text that `shown` made takes up.
inline std::size_t columns_of(std::string_view text) {
    return batchstore::shown_columns(text);
}

/// `1 batch`, `1,234 batches`.
inline std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return grouped(number) + " " + std::string(number == 1 ? one : many);
}
