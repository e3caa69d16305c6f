#include "generator.hpp"

#include "random.hpp"

#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

namespace {

constexpr std::int64_t first_created_at = 1'735'689'600;  // 2025-01-01T00:00:00Z
constexpr std::int64_t day = 86'400;

/// One batch: everything follows from the seed and its number.
class Life {
public:
    Life(std::uint64_t seed, std::int64_t number, std::int64_t lines)
        : random_(seed ^ (static_cast<std::uint64_t>(number) * 0x2545f4914f6cdd1dULL)),
          lines_(lines),
          number_(number) {}

    std::string json(bool later) {
        const std::string id = fmt::format("batch_{:016x}{:016x}", random_.next(), random_.next());
        const std::string input = file();
        const std::string output = file();
        const std::string error = file();
        const std::string_view endpoint = pick({"/v1/chat/completions", "/v1/chat/completions",
                                                "/v1/embeddings", "/v1/responses", "/v1/completions"});
        const std::string_view model = pick({"gpt-4o-mini", "gpt-4o", "o3-mini", "text-embedding-3-small"});
        const std::string pairs = metadata();
        const bool further = random_.chance(77);  // of the 13 in 100 that have not ended
        choose_life(later && further);
        std::string out = fmt::format(
            R"({{"id":"{}","object":"batch","endpoint":"{}","model":"{}","errors":{},"input_file_id":"{}",)"
            R"("completion_window":"24h","status":"{}","output_file_id":{},"error_file_id":{})",
            id, endpoint, model, errors(), input, status_, output_ ? "\"" + output + "\"" : "null",
            failed_requests_ > 0 ? "\"" + error + "\"" : "null");
        append_times(out);
        out += fmt::format(
            R"(,"request_counts":{{"total":{},"completed":{},"failed":{}}},"usage":{},"metadata":{}}})",
            total_, completed_requests_, failed_requests_, usage(), pairs);
        return out;
    }

private:
    std::string_view pick(std::initializer_list<std::string_view> values) {
        return *(values.begin() + random_.below(static_cast<std::int64_t>(values.size())));
    }

    std::string file() {
        return fmt::format("file-{:012x}{:012x}", random_.next() >> 16, random_.next() >> 16);
    }

    /// Draws the whole life first, so that the batch further along is the same one.
    void choose_life(bool further) {
        created_ = first_created_at + number_ * 365 * day / (lines_ > 0 ? lines_ : 1) + random_.below(300);
        started_ = created_ + 5 + random_.below(600);
        finalizing_ = started_ + 60 + random_.below(day / 2);
        ended_ = finalizing_ + 1 + random_.below(600);
        total_ = 1 + random_.below(50'000);
        const std::int64_t outcome = random_.below(100);
        const std::int64_t failures = random_.chance(30) ? random_.below(total_ / 10 + 1) : 0;
        if (outcome < 70 || (further && outcome >= 87)) {
            finish("completed", total_ - failures, failures);
        } else if (outcome < 78) {
            status_ = "failed";
            started_ = finalizing_ = 0;
            total_ = 0;
        } else if (outcome < 82) {
            finish("expired", total_ / 2, failures);
        } else if (outcome < 87) {
            finish("cancelled", total_ / 3, failures);
        } else if (outcome < 96) {
            status_ = "in_progress";
            finalizing_ = ended_ = 0;
            completed_requests_ = random_.below(total_);
        } else if (outcome < 98) {
            status_ = "validating";
            started_ = finalizing_ = ended_ = 0;
            total_ = 0;
        } else if (outcome < 99) {
            status_ = "finalizing";
            ended_ = 0;
            completed_requests_ = total_;
        } else {
            status_ = "cancelling";
            finalizing_ = 0;
            completed_requests_ = random_.below(total_);
        }
    }

    void finish(std::string_view status, std::int64_t completed, std::int64_t failed) {
        status_ = status;
        completed_requests_ = completed;
        failed_requests_ = failed;
        output_ = completed > 0;
    }

    static std::string time(std::int64_t seconds) { return seconds == 0 ? "null" : std::to_string(seconds); }

    void append_times(std::string& out) const {
        const auto ended_as = [&](std::string_view status) { return time(status_ == status ? ended_ : 0); };
        const bool cancelled = status_ == "cancelling" || status_ == "cancelled";
        out += fmt::format(
            R"(,"created_at":{},"in_progress_at":{},"expires_at":{},"finalizing_at":{},"completed_at":{},)"
            R"("failed_at":{},"expired_at":{},"cancelling_at":{},"cancelled_at":{})",
            created_, time(started_), created_ + day, time(status_ == "cancelled" ? 0 : finalizing_),
            ended_as("completed"), ended_as("failed"), ended_as("expired"),
            time(cancelled ? started_ + 30 : 0), ended_as("cancelled"));
    }

    std::string errors() {
        if (status_ != "failed") {
            return "null";
        }
        std::string out = R"({"object":"list","data":[)";
        for (std::int64_t i = 1 + random_.below(3); i > 0; --i) {
            out += fmt::format(
                R"({{"code":"{}","message":"Line {} of the input file cannot be used.","param":null,"line":{}}}{})",
                pick({"invalid_json_line", "invalid_method", "duplicate_custom_id"}), i * 7, i * 7,
                i > 1 ? "," : "");
        }
        return out + "]}";
    }

    std::string usage() {
        if (status_ != "completed" || !random_.chance(90)) {
            return "null";
        }
        const std::int64_t input = completed_requests_ * (50 + random_.below(900));
        const std::int64_t output = completed_requests_ * (10 + random_.below(400));
        return fmt::format(
            R"({{"input_tokens":{},"input_tokens_details":{{"cached_tokens":{}}},"output_tokens":{},)"
            R"("output_tokens_details":{{"reasoning_tokens":{}}},"total_tokens":{}}})",
            input, input / 4, output, output / 5, input + output);
    }

    std::string metadata() {
        const std::int64_t pairs = random_.below(7);
        if (pairs == 0) {
            return "null";
        }
        static constexpr std::string_view keys[] = {"team", "project", "customer",
                                                    "run",  "owner",   "priority"};
        std::string out = "{";
        for (std::int64_t i = 0; i < pairs; ++i) {
            out += fmt::format("{}\"{}\":\"{}-{}\"", i > 0 ? "," : "", keys[i], keys[i],
                               random_.below(i == 3 ? lines_ : 20 * (i + 1)));
        }
        return out + "}";
    }

    Random random_;
    std::int64_t lines_;
    std::int64_t number_;
    std::string_view status_;
    std::int64_t created_ = 0, started_ = 0, finalizing_ = 0, ended_ = 0;
    std::int64_t total_ = 0, completed_requests_ = 0, failed_requests_ = 0;
    bool output_ = false;
};

}  // namespace

std::string GeneratedBatch::json() const {
    return Life(seed, number, lines).json(further_along);
}
