#pragma once

#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// A record that is no answer itself but holds one, or says that a batch is absent, and how that came.
struct Envelope {
    std::optional<std::int64_t> observed_at_us{};
    std::optional<std::string> source{};
    std::optional<Precedence> precedence{};
    std::optional<std::string> absent{};  ///< the id of a batch that the server did not know; none: an answer
    std::string body{};                   ///< the answer, or the server's words, byte for byte
    std::optional<Observation> entry{};   ///< set for a line of a dumped log; then nothing else but `body`
};

/// Opens `{"observed_at":…,"source":…,"precedence":…,"batch":{…}}`, of which only `batch` is required, or
/// `{"observed_at":…,"source":…,"absent":"ID","answer":…}`, of which only `absent` is, or an entry of a log
/// as `dump_observations` writes it.
///
/// What is absent was answered with an object, as it stands, or with a text.
/// `observed_at` is in seconds or an RFC 3339 text; `observed_at_us` in microseconds may stand in its place.
/// @returns nothing if the record is neither: perhaps an answer, perhaps nothing that is known.
/// @throws Error{invalid} if it is one of them, but wrong. A key that is not known is wrong, as an envelope
///   is not kept and what it says would be lost.
std::optional<Envelope> open_envelope(std::string_view record);

}  // namespace batchstore
