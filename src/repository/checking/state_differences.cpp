#include "repository/checking/state_differences.hpp"

#include "model/json_text.hpp"
#include "model/utf8.hpp"
#include "model/verdict.hpp"
#include "repository/row_columns.hpp"

#include <batchstore/error.hpp>
#include <batchstore/json.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// A value for a message: if it is long, the part of it in which it differs from another.
std::string cut_short(const std::string& value, const std::string& other) {
    constexpr std::size_t most = 40;
    constexpr std::size_t most_before = 16;
    if (value.size() <= most) {
        return value;
    }
    const auto difference = std::mismatch(value.begin(), value.end(), other.begin(), other.end()).first;
    const auto place = static_cast<std::size_t>(difference - value.begin());
    const std::size_t begin = begin_of_character(value, place > most_before ? place - most_before : 0);
    const std::size_t end = begin_of_character(value, std::min(begin + most, value.size()));
    return (begin > 0 ? "…" : "") + value.substr(begin, end - begin) + (end < value.size() ? "…" : "");
}

/// The fields of a batch as JSON; none if somebody put into the file what no JSON can say.
JsonMembers members_of(const Batch& batch) {
    try {
        return json_members(to_json_text(batch));
    } catch (const Error&) {
        return {};
    }
}

/// The JSON of a field; `null` if the batch has no such field.
std::string value_of(const JsonMembers& members, const std::string& field) {
    if (members.empty()) {
        return "unreadable";
    }
    for (const auto& [key, json] : members) {
        if (key == field && !json.empty()) {
            return json;
        }
    }
    return "null";
}

std::string text_of(std::int64_t number) {
    return std::to_string(number);
}
std::string text_of(const Digest& digest) {
    return to_hex(digest);
}
std::string text_of(std::string_view text) {
    return std::string(text);
}
std::string text_of(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : "null";
}

class Differences {
public:
    static constexpr int most = 5;

    template <class Stored, class Logged>
    void compare(std::string_view name, const Stored& stored, const Logged& logged) {
        if (stored != logged) {
            add(name, text_of(stored), text_of(logged));
        }
    }

    void add(std::string_view name, const std::string& stored, const std::string& logged) {
        if (++count_ > most) {
            return;
        }
        text_ += fmt::format("{}{} is {}, the log says {}", text_.empty() ? "" : "; ", name,
                             cut_short(stored, logged), cut_short(logged, stored));
    }

    std::string text() const {
        return count_ > most ? fmt::format("{}; and {} more", text_, count_ - most) : text_;
    }

private:
    std::string text_;
    int count_ = 0;
};

void compare_states(const Batch& stored, const Batch& logged, Differences& found) {
    const std::vector<std::string> changed = changed_fields(logged, stored);
    if (changed.empty()) {
        return;
    }
    const JsonMembers stored_members = members_of(stored);
    const JsonMembers logged_members = members_of(logged);
    for (const std::string& field : changed) {
        found.add(field, value_of(stored_members, field), value_of(logged_members, field));
    }
}

/// The columns that follow from the state, or from what was folded last.
void compare_derived(const BatchRow& row, const FoldedState& logged, Differences& found) {
    const Batch& state = logged.state;
    found.compare("phase", row.children.phase, to_string(phase_of(state.status)));
    found.compare("error_count", row.children.errors, static_cast<std::int64_t>(state.errors.size()));
    const auto pairs =
        state.metadata ? std::optional(static_cast<std::int64_t>(state.metadata->size())) : std::nullopt;
    found.compare("metadata_count", row.children.metadata, pairs);
    for_each_column(fold_columns, [&](const auto& column) {
        found.compare(column.name, row.last.*column.member, logged.last.*column.member);
    });
}

}  // namespace

Verdict LoggedState::add(FoldInput input) {
    const std::int64_t at = input.observed_at_us;
    times_.add_answer(at);
    last_us_ = std::max(last_us_, at);
    if (answers_++ == 0) {
        first_us_ = at;
        folding_.add(std::move(input));
        return Verdict::inserted;
    }
    first_us_ = std::min(first_us_, at);
    if (folding_.add(input)) {
        ++updates_;
        return Verdict::updated;
    }
    return verdict_without_change(folded().state, input.batch, input.precedence);
}

void LoggedState::add_absence(std::int64_t observed_at_us) {
    ++absences_;
    times_.add_absence(observed_at_us);
    last_us_ = std::max(last_us_, observed_at_us);
}

Standing LoggedState::nearest(Standing standing) const {
    standing.last = folded().last;
    standing.first_seen_at_us = first_us_;
    standing.last_seen_at_us = std::max(standing.last_seen_at_us, last_us_);
    standing.absent_since_us = times_.absent_since_us();
    standing.changed_at_us = folding_.changed_at_us();
    const std::int64_t answered = times_.last_answer_us();
    const auto& since = standing.absent_since_us;
    const std::int64_t latest = since ? *since - 1 : standing.last_seen_at_us;
    if (standing.last_answered_at_us < answered || standing.last_answered_at_us > latest) {
        standing.last_answered_at_us = since ? answered : latest;
    }
    // Only a repeat can have been later than all that was logged.
    const bool repeated = standing.last_seen_at_us > last_us_ || standing.last_answered_at_us > answered;
    standing.sightings = std::max(standing.sightings, answers_ + absences_ + (repeated ? 1 : 0));
    if (standing.revision < 1 || standing.revision > answers_) {
        standing.revision = 1 + updates_;
    }
    return standing;
}

std::string differences(const BatchRow& row, const LoggedState& logged) {
    Differences found;
    compare_states(row.batch, logged.folded().state, found);
    compare_derived(row, logged.folded(), found);
    const Standing stored = row.standing();
    const Standing nearest = logged.nearest(stored);
    for_each_column(standing_columns, [&](const auto& column) {
        found.compare(column.name, stored.*column.member, nearest.*column.member);
    });
    return found.text();
}

}  // namespace batchstore
