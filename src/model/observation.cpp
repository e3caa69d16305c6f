#include <batchstore/error.hpp>
#include <batchstore/observation.hpp>

#include <charconv>

#include <fmt/format.h>

namespace batchstore {

std::string to_hex(const Digest& digest) {
    std::string hex;
    hex.reserve(digest.size() * 2);
    for (const std::uint8_t byte : digest) {
        fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
    }
    return hex;
}

Digest parse_digest(std::string_view hex) {
    Digest digest{};
    bool ok = hex.size() == digest.size() * 2 &&
              hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    for (std::size_t i = 0; ok && i < digest.size(); ++i) {
        ok = std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, digest[i], 16).ec == std::errc();
    }
    if (!ok) {
        throw Error(ErrorKind::invalid, "not a digest: it has 64 lower-case hexadecimal digits");
    }
    return digest;
}

std::string to_string(const Head& head) {
    return fmt::format("{}:{}", head.seq, to_hex(head.digest));
}

Head parse_head(std::string_view text) {
    Head head;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), head.seq);
    if (error != std::errc() || head.seq < 0 || end == text.data() + text.size() || *end != ':') {
        throw Error(ErrorKind::invalid, "not a head: it looks like SEQ:HEXDIGEST, as `head` prints it");
    }
    head.digest = parse_digest(text.substr(static_cast<std::size_t>(end + 1 - text.data())));
    return head;
}

std::string to_string(const PastHead& head) {
    return head.digest ? to_string(Head{head.seq, *head.digest}) : std::to_string(head.seq);
}

PastHead parse_past_head(std::string_view text) {
    PastHead head;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, head.seq);
    if (error == std::errc() && stopped == end && text == std::to_string(head.seq) && head.seq >= 0) {
        return head;
    }
    const Head whole = parse_head(text);
    return {whole.seq, whole.digest};
}

std::string_view to_string(Precedence precedence) {
    return precedence == Precedence::lifecycle ? "lifecycle" : "observed";
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::inserted:
            return "inserted";
        case Verdict::updated:
            return "updated";
        case Verdict::unchanged:
            return "unchanged";
        case Verdict::stale:
            return "stale";
        case Verdict::absent:
            return "absent";
        case Verdict::pruned:
            return "pruned";
    }
    return "inserted";
}

Precedence parse_precedence(std::string_view text) {
    for (const Precedence precedence : {Precedence::lifecycle, Precedence::observed}) {
        if (text == to_string(precedence)) {
            return precedence;
        }
    }
    throw Error(ErrorKind::invalid, fmt::format("\"{}\" is no precedence: lifecycle or observed", text));
}

Verdict parse_verdict(std::string_view text) {
    for (const Verdict verdict : {Verdict::inserted, Verdict::updated, Verdict::unchanged, Verdict::stale,
                                  Verdict::absent, Verdict::pruned}) {
        if (text == to_string(verdict)) {
            return verdict;
        }
    }
    throw Error(
        ErrorKind::invalid,
        fmt::format("\"{}\" is no verdict: inserted, updated, unchanged, stale, absent or pruned", text));
}

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
            return "invalid";
        case ErrorKind::not_found:
            return "not_found";
        case ErrorKind::busy:
            return "busy";
        case ErrorKind::schema:
            return "schema";
        case ErrorKind::corrupt:
            return "corrupt";
        case ErrorKind::storage:
            return "storage";
    }
    return "storage";
}

}  // namespace batchstore
