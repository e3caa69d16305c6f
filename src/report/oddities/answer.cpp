#include "report/oddities/answer.hpp"

#include <utility>

namespace batchstore {

namespace {

/// Takes over a value that was said. @returns whether it is less than the one before.
bool fell(std::optional<std::int64_t>& before, const std::optional<std::int64_t>& value) {
    if (!value) return false;
    const auto earlier = std::exchange(before, value);
    return earlier && *value < *earlier;
}

}  // namespace

const std::vector<AnswerOddity>& AnswerComparison::next(const Observation& observation, const Batch& answer) {
    found_.clear();
    if (observation.verdict == Verdict::stale) found_.push_back(AnswerOddity::stale_answer);
    compare_status(observation, answer);
    if (answer.request_counts) compare_counts(*answer.request_counts);
    if (answer.created_at) {
        const auto before = std::exchange(created_at_, answer.created_at);
        if (before && before != answer.created_at) found_.push_back(AnswerOddity::created_at_changed);
    }
    if (std::exchange(absent_, false)) found_.push_back(AnswerOddity::came_back);
    return found_;
}

void AnswerComparison::compare_status(const Observation& observation, const Batch& answer) {
    if (!answer.status) return;
    if (!is_known_status(*answer.status)) found_.push_back(AnswerOddity::unknown_status);
    if (phase_of(answer.status) == Phase::ended) {
        const auto before = std::exchange(ended_as_, answer.status);
        if (before && before != answer.status) found_.push_back(AnswerOddity::ended_differently);
    } else if (ended_as_ && observation.precedence == Precedence::observed) {
        ended_as_.reset();
        found_.push_back(AnswerOddity::revived);
    }
}

void AnswerComparison::compare_counts(const RequestCounts& counts) {
    const bool completed_fell = fell(completed_, counts.completed);
    const bool failed_fell = fell(failed_, counts.failed);
    if (completed_fell || failed_fell) found_.push_back(AnswerOddity::counters_fell);
}

std::string_view to_string(AnswerOddity oddity) {
    constexpr std::array<std::string_view, answer_oddities.size()> names{
        "stale_answer",  "unknown_status",     "ended_differently", "revived",
        "counters_fell", "created_at_changed", "came_back",         "clock_went_back"};
    return names[static_cast<std::size_t>(oddity)];
}

std::string_view meaning_of(AnswerOddity oddity) {
    constexpr std::array<std::string_view, answer_oddities.size()> meanings{
        "an answer was behind what was known of the batch when it came",
        "a status that no server is known to use; it counts as running",
        "a batch that had ended ended again, with another status",
        "a batch that had ended went on",
        "fewer requests completed, or fewer failed, than in the answer before",
        "another created_at than in the answer before",
        "an answer about a batch that the server had not known before",
        "recorded more than an hour ahead of what was recorded later, by a clock that was wrong"};
    return meanings[static_cast<std::size_t>(oddity)];
}

}  // namespace batchstore
