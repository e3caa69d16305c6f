#pragma once

#include "contract/backends.hpp"
#include "contract/odd_answers.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace batchstore::testing {

/// Something that was seen of batch `b`: an answer, or that the server did not know it.
struct Poll {
    std::string text;
    RefreshOptions how{};
    bool absent = false;
};

inline void tell(BatchRepository& repository, const std::vector<Poll>& polls) {
    for (const Poll& poll : polls) {
        if (poll.absent) {
            repository.note_absence("b", poll.text,
                                    {.observed_at_us = poll.how.observed_at_us, .source = poll.how.source});
        } else {
            repository.refresh(poll.text, poll.how);
        }
    }
}

/// Histories as polling makes them, with whatever may disturb them: other pollers, answers that come late or
/// again, rows of a list that say little, retries, counts that fall, absences, servers with words of their
/// own.
class RandomPolls {
public:
    explicit RandomPolls(unsigned seed) : random_(seed), odd_(seed) {}

    std::vector<Poll> history(int count) {
        calm_ = one_in(3);
        strange_ = !calm_ && one_in(3);
        std::vector<Poll> polls{answered(0)};
        for (int i = 1; i < count; ++i) {
            polls.push_back(one_in(calm_ ? 40 : 12) ? absent(i) : answered(i * 8 / count));
            if (!calm_ && one_in(10)) polls.push_back(polls[number(0, polls.size() - 1)]);
        }
        for (int late = calm_ ? 0 : static_cast<int>(number(0, 4)); late > 0; --late) {
            std::swap(polls[number(1, polls.size() - 1)], polls[number(1, polls.size() - 1)]);
        }
        if (one_in(12)) std::shuffle(polls.begin() + 1, polls.end(), random_);
        return polls;
    }

    bool one_in(std::size_t count) { return number(1, count) == 1; }
    std::size_t number(std::size_t least, std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(least, most)(random_);
    }

private:
    /// @param age of the batch, from 0 to 7
    Poll answered(int age) {
        Poll poll{strange_ && one_in(4) ? odd_.about("b") : text(age), how()};
        if (!calm_ && one_in(25)) poll.how.precedence = Precedence::observed;
        return poll;
    }

    RefreshOptions how() {
        time_us_ += calm_ ? 1'000'000 : static_cast<std::int64_t>(number(0, 2)) * 1'000'000;
        const std::int64_t late_us = !calm_ && one_in(8) ? 5'000'000 : 0;
        return {.observed_at_us = time_us_ + 10'000'000 - late_us, .source = one_in(20) ? "list" : "test"};
    }

    Poll absent(int i) {
        Poll poll{.text = one_in(2) ? not_found_words : std::to_string(i), .how = how(), .absent = true};
        return poll;
    }

    std::string text(int age) {
        const char* statuses[] = {"validating",  "in_progress", "in_progress", "in_progress",
                                  "in_progress", "finalizing",  "completed",   "completed"};
        std::string members = std::string(R"("status":")") + statuses[age] + '"';
        if (one_in(calm_ ? 20 : 6)) return answer(members);
        if (age > 0) members += R"(,"in_progress_at":110)";
        if (age > 5) members += R"(,"completed_at":200)";
        done_ = one_in(calm_ ? 1'000 : 15) ? done_ / 2 : done_ + number(0, 2);
        members += R"(,"request_counts":{"completed":)" + std::to_string(done_);
        if (!one_in(5)) members += R"(,"total":90)";
        if (one_in(4)) members += R"(,"failed":)" + std::to_string(number(0, 2));
        if (one_in(9)) members += R"(,"skipped":)" + std::to_string(number(0, 3));
        members += "}";
        if (one_in(2)) members += R"(,"usage":{"total_tokens":)" + std::to_string(done_ * 7) + "}";
        if (one_in(30)) members += R"(,"metadata":{"k":")" + std::to_string(number(0, 2)) + R"("})";
        if (one_in(30)) members += R"(,"errors":{"data":[{"code":"c"}]})";
        if (one_in(20)) members += R"(,"note":)" + std::to_string(number(0, 2));
        return answer(members);
    }

    std::mt19937 random_;
    OddAnswers odd_;
    bool calm_ = false;
    bool strange_ = false;
    std::size_t done_ = 0;
    std::int64_t time_us_ = 0;
};

}  // namespace batchstore::testing
