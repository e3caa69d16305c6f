#pragma once

#include <cstdint>
#include <string_view>

/// What is refused of what arrives, before anything is stored: each throws Error{invalid}.
namespace batchstore {

/// A time that no calendar has.
void refuse_no_time(std::string_view name, std::int64_t time_us);

/// A source that is too long, or no text.
void refuse_no_label(std::string_view source);

/// A reason for what is done to the log: too long, or no text.
void refuse_no_reason(std::string_view reason);

/// Words of a server that does not know a batch: too long, no text, or an answer about one.
void refuse_no_absence(std::string_view words);

}  // namespace batchstore
