#include "model/json_text.hpp"

#include "model/half_pairs.hpp"
#include "model/json_cursor.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace batchstore {

bool is_utf8(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

namespace {

constexpr char begins_half_pair = '\xed';

bool wants_escape(std::string_view text, std::size_t at) {
    const char c = text[at];
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' ||
           (c == begins_half_pair && is_half_pair(text, at));
}

/// Where the first character from `start` on is that cannot stand in JSON as it is, or where the text ends.
/// Looks at eight characters at once: nearly all text has none.
std::size_t find_escape(std::string_view text, std::size_t start) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t high_bits = 0x80 * ones;
    // The high bit of each byte that is zero, and perhaps of bytes above one that is.
    const auto zeros = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes & high_bits; };
    std::size_t at = start;
    while (at < text.size()) {
        for (std::uint64_t bytes = 0; at + sizeof bytes <= text.size(); at += sizeof bytes) {
            std::memcpy(&bytes, text.data() + at, sizeof bytes);
            const std::uint64_t controls = (bytes - 0x20 * ones) & ~bytes & high_bits;
            if ((controls | zeros(bytes ^ ('"' * ones)) | zeros(bytes ^ ('\\' * ones)) |
                 zeros(bytes ^ (static_cast<unsigned char>(begins_half_pair) * ones))) != 0) {
                break;
            }
        }
        for (const std::size_t end = std::min(at + 8, text.size()); at < end; ++at) {
            if (wants_escape(text, at)) {
                return at;
            }
        }
    }
    return at;
}

/// Appends `\u` and four digits.
void append_escape(std::string& out, unsigned unit) {
    static constexpr char hex[] = "0123456789abcdef";
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) {
        out += hex[(unit >> shift) & 0xf];
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = find_escape(text, 0); i < text.size(); i = find_escape(text, plain)) {
        const auto c = static_cast<unsigned char>(text[i]);
        out.append(text, plain, i - plain);
        plain = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case static_cast<unsigned char>(begins_half_pair):
                append_escape(out, half_of_bytes(static_cast<unsigned char>(text[i + 1]),
                                                 static_cast<unsigned char>(text[i + 2])));
                plain = i + 3;
                break;
            default:
                append_escape(out, c);
        }
    }
    out.append(text, plain);
    out += '"';
}

namespace {

template <class Members>
void append_members(std::string& out, const Members& members) {
    out += '{';
    for (const auto& [key, value] : members) {
        if (value.empty()) {
            continue;
        }
        if (out.back() != '{') {
            out += ',';
        }
        append_json_string(out, key);
        out += ':';
        out += value;
    }
    out += '}';
}

}  // namespace

bool sort_members(JsonMembers& members) {
    const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
    const auto same_key = [](const auto& a, const auto& b) { return a.first == b.first; };
    std::stable_sort(members.begin(), members.end(), by_key);
    // Of each run of equal keys the last stays: unique() from the back keeps the first it meets.
    const auto kept = std::unique(members.rbegin(), members.rend(), same_key).base();
    const bool unique = kept == members.begin();
    members.erase(members.begin(), kept);
    return unique;
}

bool append_json_object(std::string& out, JsonMembers& members) {
    const bool unique = sort_members(members);
    append_members(out, members);
    return unique;
}

void append_json_object(std::string& out, const std::map<std::string, std::string, std::less<>>& members) {
    append_members(out, members);
}

JsonMembers json_members(std::string_view text) {
    try {
        JsonCursor cursor(text);
        JsonMembers members;
        cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
            members.emplace_back(key, cursor.raw(value));
        });
        cursor.expect_end();
        return members;
    } catch (const Error& error) {
        throw Error(ErrorKind::corrupt, std::string("a stored JSON object cannot be read: ") + error.what());
    }
}

std::string merge_json(std::string_view target, std::string_view patch) {
    if (!patch.starts_with('{')) {
        return std::string(patch);
    }
    JsonMembers merged = target.starts_with('{') ? json_members(target) : JsonMembers();
    const std::size_t known = merged.size();
    for (auto& [key, value] : json_members(patch)) {
        std::size_t at = 0;
        while (at < known && merged[at].first != key) {
            ++at;
        }
        if (at == known) {
            at = merged.size();
            merged.emplace_back(std::move(key), std::string());
        }
        // Empty text: not set.
        merged[at].second = value == "null" ? std::string() : merge_json(merged[at].second, value);
    }
    std::string out;
    append_members(out, merged);
    return out;
}

}  // namespace batchstore
