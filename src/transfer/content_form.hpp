#pragma once

#include "transfer/to_utf8.hpp"

#include <optional>
#include <string_view>

namespace batchstore {

/// What the first bytes of a content say that it is.
struct ContentForm {
    std::string_view magic;
    std::string_view name;    ///< of what is not read; empty: it is read
    std::string_view advice;  ///< what makes text of it
    std::optional<WideEncoding> encoding;
    bool is_gzip = false;

    bool is_plain() const { return name.empty() && !encoding && !is_gzip; }
};

/// Tells it by the beginning of the content. `whole`: there is no more. @returns null while more is needed.
const ContentForm* form_of(std::string_view beginning, bool whole);

}  // namespace batchstore
