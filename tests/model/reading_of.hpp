#pragma once

#include <batchstore/error.hpp>
#include <batchstore/reading.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

/// What the reader makes of small answers.
namespace batchstore::testing {

/// The batch of an answer that says no more than what it is, and `members`.
inline Batch batch_with(const std::string& members) {
    return Answer::read(R"({"id":"b","object":"batch",)" + members + "}").batch();
}

inline std::vector<std::string> findings_of(const std::string& text) {
    const Answer answer = Answer::read(text);
    std::vector<std::string> named;
    std::transform(answer.findings().begin(), answer.findings().end(), std::back_inserter(named),
                   [](const Finding& finding) { return to_string(finding); });
    return named;
}

/// The findings about `members` in an answer that has all required ones.
inline std::vector<std::string> findings_with(const std::string& members) {
    return findings_of(R"({"id":"b","object":"batch","endpoint":"/v1/responses","input_file_id":"file-1",)"
                       R"("completion_window":"24h","status":"completed","created_at":1700000000,)" +
                       members + "}");
}

/// Why a text is refused.
inline std::string refusal_of(const std::string& text, Strictness strictness = Strictness::lenient) {
    try {
        Answer::read(text, strictness);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::invalid ? error.what() : "not as Error{invalid}";
    }
    return "it is not refused";
}

}  // namespace batchstore::testing
