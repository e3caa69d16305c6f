#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// A SHA-256.
using Digest = std::array<std::uint8_t, 32>;

/// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);

/// Reads what `to_hex` wrote. @throws Error{invalid} for any other text.
Digest parse_digest(std::string_view hex);

/// How an observation ranks against others of the same batch. The caller chooses for each refresh.
enum class Precedence {
    lifecycle,  ///< a batch never goes back: what is later in its life wins, whenever it arrives
    observed,   ///< the caller vouches that what was observed later is true, whole: its nulls erase
};

std::string_view to_string(Precedence precedence);

/// @throws Error{invalid} if `text` is neither `lifecycle` nor `observed`.
Precedence parse_precedence(std::string_view text);

/// What an observation did to the state of a batch, or that it is an act.
enum class Verdict {
    inserted,   ///< the batch was unknown
    updated,    ///< the state changed, possibly only by filling a gap
    unchanged,  ///< the answer says what the state says
    stale,      ///< the state stays, because what the answer says is behind it
    absent,     ///< no answer: the server did not know the batch; see `BatchRepository::note_absence`
    pruned,     ///< an act: of entries before it the log has nothing but their digests any more
};

std::string_view to_string(Verdict verdict);

/// @throws Error{invalid} if `text` is none of the six.
Verdict parse_verdict(std::string_view text);

/// One entry of the log: a server's answer as received, or its words that it does not know the batch, and
/// what is known about how they came. Or an act: what was done to the log itself, by whom (`source`), and its
/// receipt as JSON (`body`); it is of no batch.
///
/// Times are microseconds since 1970-01-01T00:00:00Z.
struct Observation {
    std::int64_t seq = 0;             ///< position in the log: 1, 2, 3 without gaps
    std::string id{};                 ///< the batch's id; empty of an act
    std::int64_t observed_at_us = 0;  ///< when the answer, or the words, were obtained
    std::int64_t recorded_at_us = 0;  ///< when this log took it in
    std::string source{};             ///< who saw it: a short free label, may be empty
    Precedence precedence = Precedence::lifecycle;
    Verdict verdict = Verdict::inserted;  ///< the verdict of the moment it was recorded
    std::string body{};                   ///< the answer, or the words, byte for byte
    Digest digest{};                      ///< of the log up to and with this entry
    /// Once the entry was pruned: SHA-256 of what it was. Then `seq` and `digest` are all that is left
    /// beside.
    std::optional<Digest> entry{};

    bool pruned() const { return entry.has_value(); }
    bool is_absence() const { return verdict == Verdict::absent; }
    bool is_act() const { return verdict == Verdict::pruned; }

    bool operator==(const Observation&) const = default;
};

/// The end of the log. Written down elsewhere, it proves later that nothing before it was changed.
struct Head {
    std::int64_t seq = 0;  ///< 0: the log is empty
    Digest digest{};       ///< 32 zero bytes for the empty log

    bool operator==(const Head&) const = default;
};

/// `SEQ:HEXDIGEST`, the form in which a head is written down.
std::string to_string(const Head& head);

/// Reads what `to_string(Head)` wrote.
/// @throws Error{invalid} if `text` is not a head.
Head parse_head(std::string_view text);

/// A past end of the log, as it is named to look back: by its number, or as the head that it was.
struct PastHead {
    std::int64_t seq = 0;            ///< 0: before the first entry
    std::optional<Digest> digest{};  ///< given: the log must have it there

    bool operator==(const PastHead&) const = default;
};

/// `SEQ` or `SEQ:HEXDIGEST`.
std::string to_string(const PastHead& head);

/// Reads what `to_string(PastHead)` wrote.
/// @throws Error{invalid} if `text` is neither.
PastHead parse_past_head(std::string_view text);

}  // namespace batchstore
