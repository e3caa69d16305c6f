#include "transfer/envelope.hpp"

#include "model/json_cursor.hpp"
#include "model/rfc3339.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace batchstore {

namespace {

[[noreturn]] void refuse(std::string_view key, std::string_view wanted) {
    throw Error(ErrorKind::invalid, fmt::format("\"{}\" is not {}", key, wanted));
}

/// A member of a record: its key and what it holds.
struct Member {
    std::string_view key;
    JsonKind kind = JsonKind::null;
    std::string_view text;  ///< without the quotes and escapes of a text; an object as it stands

    bool is_null() const { return kind == JsonKind::null; }

    std::string_view as_text() const {
        if (kind != JsonKind::text) {
            refuse(key, "a text");
        }
        return text;
    }

    std::int64_t as_integer() const {
        std::int64_t value = 0;
        const char* const end = text.data() + text.size();
        const auto [behind, error] = std::from_chars(text.data(), end, value);
        if (kind != JsonKind::number || error != std::errc() || behind != end) {
            refuse(key, "an integer");
        }
        return value;
    }
};

/// Microseconds of a time in seconds. As in answers, 10^11 and more are milliseconds.
std::int64_t seconds_to_us(const Member& member) {
    constexpr double first_milliseconds = 1e11;
    constexpr double last_milliseconds = 1e14;
    constexpr std::string_view wanted = "a time in seconds since 1970 or as RFC 3339 says";
    double seconds = 0;
    const char* const end = member.text.data() + member.text.size();
    const auto [behind, error] = std::from_chars(member.text.data(), end, seconds);
    if (error != std::errc() || behind != end || !(seconds >= 0) || seconds >= last_milliseconds) {
        refuse(member.key, wanted);
    }
    const bool whole = member.text.find_first_not_of("0123456789") == std::string_view::npos;
    const std::int64_t scale = seconds >= first_milliseconds ? 1'000 : 1'000'000;
    return whole ? member.as_integer() * scale : std::llround(seconds * static_cast<double>(scale));
}

std::int64_t to_time_us(const Member& member) {
    if (member.kind == JsonKind::number) {
        return seconds_to_us(member);
    }
    const auto us = member.kind == JsonKind::text ? parse_rfc3339_us(member.text) : std::nullopt;
    if (!us) {
        refuse(member.key, "a time in seconds since 1970 or as RFC 3339 says");
    }
    return *us;
}

/// All members of a record. Views end with the cursor.
std::vector<Member> members_of(JsonCursor& cursor) {
    std::vector<Member> members;
    std::string unused;
    cursor.each_member([&](std::string_view key, JsonCursor::Value value) {
        Member& member = members.emplace_back(Member{.key = key, .kind = cursor.kind(value), .text = {}});
        if (member.kind == JsonKind::object || member.kind == JsonKind::array) {
            member.text = cursor.raw(value);
            member.text.remove_suffix(member.text.size() - 1 - member.text.find_last_of("}]"));
        } else {
            member.text = cursor.take(value, unused).text;
        }
    });
    cursor.expect_end();
    return members;
}

bool has(const std::vector<Member>& members, std::string_view key) {
    return std::any_of(members.begin(), members.end(),
                       [&](const Member& member) { return member.key == key; });
}

[[noreturn]] void refuse_key(std::string_view what, const Member& member) {
    throw Error(ErrorKind::invalid, fmt::format("{} has a key that is not known: \"{}\"", what, member.key));
}

/// Reads the members that say how an observation came.
class Circumstances {
public:
    explicit Circumstances(Envelope& envelope) : envelope_(envelope) {}

    /// @returns false if the member is another one
    bool take(const Member& member) {
        if (member.key == "observed_at_us") {
            if (!member.is_null()) envelope_.observed_at_us = member.as_integer();
            exact_time_ = exact_time_ || !member.is_null();
        } else if (member.key == "observed_at") {
            const auto time = member.is_null() ? envelope_.observed_at_us : to_time_us(member);
            if (!exact_time_) envelope_.observed_at_us = time;
        } else if (member.key == "source") {
            if (!member.is_null()) envelope_.source = member.as_text();
        } else {
            return false;
        }
        return true;
    }

private:
    Envelope& envelope_;
    bool exact_time_ = false;
};

Envelope envelope_of(const std::vector<Member>& members) {
    Envelope envelope;
    Circumstances circumstances(envelope);
    for (const Member& member : members) {
        if (member.key == "batch") {
            if (member.kind != JsonKind::object) {
                refuse(member.key, "an object");
            }
            envelope.body = member.text;
        } else if (member.key == "precedence") {
            if (!member.is_null()) envelope.precedence = parse_precedence(member.as_text());
        } else if (!circumstances.take(member)) {
            refuse_key("the envelope", member);
        }
    }
    return envelope;
}

Envelope absence_of(const std::vector<Member>& members) {
    Envelope envelope;
    Circumstances circumstances(envelope);
    for (const Member& member : members) {
        if (member.key == "absent") {
            envelope.absent = member.as_text();
            if (envelope.absent->empty()) refuse(member.key, "the id of a batch");
        } else if (member.key == "answer") {
            const bool has_words = member.kind == JsonKind::text || member.kind == JsonKind::object;
            if (!has_words && !member.is_null()) refuse(member.key, "an object or a text");
            if (has_words) envelope.body = member.text;
        } else if (!circumstances.take(member)) {
            refuse_key("the absence", member);
        }
    }
    return envelope;
}

struct LogField {
    std::string_view key;
    void (*read)(Observation&, const Member&);
};

constexpr LogField seq_field{
    "seq", [](Observation& entry, const Member& member) { entry.seq = member.as_integer(); }};
constexpr LogField digest_field{"digest", [](Observation& entry, const Member& member) {
                                    entry.digest = parse_digest(member.as_text());
                                }};

constexpr LogField log_fields[] = {
    seq_field,
    {"id", [](Observation& entry, const Member& member) { entry.id = member.as_text(); }},
    {"observed_at_us",
     [](Observation& entry, const Member& member) { entry.observed_at_us = member.as_integer(); }},
    {"recorded_at_us",
     [](Observation& entry, const Member& member) { entry.recorded_at_us = member.as_integer(); }},
    {"source", [](Observation& entry, const Member& member) { entry.source = member.as_text(); }},
    {"precedence",
     [](Observation& entry, const Member& member) { entry.precedence = parse_precedence(member.as_text()); }},
    {"verdict",
     [](Observation& entry, const Member& member) { entry.verdict = parse_verdict(member.as_text()); }},
    {"body", [](Observation& entry, const Member& member) { entry.body = member.as_text(); }},
    digest_field,
};

/// What is left of an entry that was pruned.
constexpr LogField pruned_log_fields[] = {
    seq_field,
    {"entry", [](Observation& entry, const Member& member) { entry.entry = parse_digest(member.as_text()); }},
    digest_field,
};

Envelope log_entry_of(const std::vector<Member>& members, std::span<const LogField> fields) {
    Observation entry;
    for (const LogField& field : fields) {
        if (!has(members, field.key)) {
            throw Error(ErrorKind::invalid, fmt::format("the log entry has no \"{}\"", field.key));
        }
    }
    for (const Member& member : members) {
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const LogField& candidate) {
            return candidate.key == member.key;
        });
        if (field == fields.end()) {
            refuse_key("the log entry", member);
        }
        field->read(entry, member);
    }
    Envelope envelope{.body = entry.body};
    if (entry.is_absence()) envelope.absent = entry.id;
    envelope.entry = std::move(entry);
    return envelope;
}

}  // namespace

std::optional<Envelope> open_envelope(std::string_view record) {
    std::optional<JsonCursor> cursor;
    std::vector<Member> members;
    try {
        cursor.emplace(record);
        members = members_of(*cursor);
    } catch (const Error&) {
        return std::nullopt;
    }
    if (has(members, "batch") && !has(members, "id")) {
        return envelope_of(members);
    }
    if (has(members, "absent") && !has(members, "id")) {
        return absence_of(members);
    }
    if (has(members, "seq") && !has(members, "object") && !has(members, "status")) {
        if (has(members, "body")) {
            return log_entry_of(members, log_fields);
        }
        if (has(members, "entry")) {
            return log_entry_of(members, pruned_log_fields);
        }
    }
    return std::nullopt;
}

}  // namespace batchstore
