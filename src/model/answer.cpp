#include "model/digest.hpp"
#include "model/reading.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore {

Answer Answer::read(std::string text, Strictness strictness) {
    AnswerReading reading = read_answer(text);
    if (strictness == Strictness::documented && !reading.findings.empty()) {
        std::vector<std::string> named;
        std::transform(reading.findings.begin(), reading.findings.end(), std::back_inserter(named),
                       [](const Finding& finding) { return to_string(finding); });
        throw Error(ErrorKind::invalid, fmt::format("not as documented: {}", fmt::join(named, ", ")));
    }
    Answer answer;
    answer.batch_ = std::move(reading.batch);
    answer.findings_ = std::move(reading.findings);
    answer.digest_ = normal_form_digest(answer.batch_);
    answer.text_digest_ = sha256(text);
    answer.text_ = std::move(text);
    return answer;
}

std::string_view to_string(Oddity oddity) {
    switch (oddity) {
        case Oddity::missing:
            return "missing";
        case Oddity::null_value:
            return "null";
        case Oddity::empty:
            return "empty";
        case Oddity::wrong_type:
            return "wrong_type";
        case Oddity::undocumented:
            return "undocumented";
        case Oddity::not_seconds:
            return "not_seconds";
        case Oddity::not_integer:
            return "not_integer";
        case Oddity::negative:
            return "negative";
        case Oddity::broken_text:
            return "broken_text";
        case Oddity::other_name:
            return "other_name";
        case Oddity::other_shape:
            return "other_shape";
        case Oddity::over_limit:
            return "over_limit";
        case Oddity::duplicate_key:
            return "duplicate_key";
        case Oddity::skipped:
            return "skipped";
    }
    return "unknown";
}

std::string to_string(const Finding& finding) {
    return fmt::format("{}: {}", finding.path, to_string(finding.oddity));
}

}  // namespace batchstore
