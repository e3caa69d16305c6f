#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/reading.hpp>

#include <string_view>
#include <vector>

namespace batchstore {

/// What one answer says, in normal form, and what is odd about it.
struct AnswerReading {
    Batch batch;
    std::vector<Finding> findings;
};

/// Reads the text of an answer. @throws Error{invalid} as `Answer::read` says.
AnswerReading read_answer(std::string_view text);

/// Whether a text can be read so.
bool is_answer(std::string_view text);

}  // namespace batchstore
