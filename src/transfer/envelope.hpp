#pragma once

#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// A record that is no answer itself but holds one, and says how it came.
struct Envelope {
    std::optional<std::int64_t> observed_at_us{};
    std::optional<std::string> source{};
    std::optional<Precedence> precedence{};
    std::string body{};                  ///< the answer, byte for byte
    std::optional<Observation> entry{};  ///< set for a line of a dumped log; then nothing else but `body`
};

/// Opens `{"observed_at":…,"source":…,"precedence":…,"batch":{…}}`, of which only `batch` is required, or an
/// entry of a log as `dump_observations` writes it.
///
/// `observed_at` is in seconds or an RFC 3339 text; `observed_at_us` in microseconds may stand in its place.
/// @returns nothing if the record is neither: perhaps an answer, perhaps nothing that is known.
/// @throws Error{invalid} if it is one of them, but wrong. A key that is not known is wrong, as an envelope
///   is not kept and what it says would be lost.
std::optional<Envelope> open_envelope(std::string_view record);

}  // namespace batchstore
