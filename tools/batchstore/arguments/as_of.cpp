#include "arguments/as_of.hpp"

#include "arguments/command_line.hpp"

#include <batchstore/error.hpp>
#include <batchstore/time.hpp>

namespace {

std::optional<batchstore::PastHead> head_in(const std::string& text) {
    try {
        return batchstore::parse_past_head(text);
    } catch (const batchstore::Error&) {
        return std::nullopt;
    }
}

/// A number of four digits that no batch can be as old as.
bool is_unlikely_year(const std::string& text, std::int64_t time_us) {
    constexpr std::int64_t year_2100_us = 4'102'444'800'000'000;
    return text.size() == 4 && (time_us < 0 || time_us >= year_2100_us);
}

}  // namespace

AsOf as_of_typed(const std::string& text, std::int64_t now_us) {
    const auto time_us = batchstore::read_time_us(text, now_us);
    const auto head = head_in(text);
    if (time_us && !(head && is_unlikely_year(text, *time_us))) return {.time_us = time_us, .head = {}};
    const std::string advice = batchstore::time_advice(text);
    if (head && (time_us || advice == batchstore::time_forms)) return {.time_us = {}, .head = head};
    throw UsageError("--as-of: '" + text + "' is neither a time (" + advice +
                     ") nor a head (SEQ or SEQ:DIGEST)");
}
