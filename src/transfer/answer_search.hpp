#pragma once

#include "transfer/answer_finder.hpp"
#include "transfer/json_pointer.hpp"
#include "transfer/record_cutter.hpp"

#include <batchstore/reading.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// Finds the answers in a record that was cut: it holds one, or they stand where a pointer leads to, or in
/// what some program wrapped around them. What is refused says what was found and what helps.
class AnswerSearch {
public:
    /// `at`: where the answers are in each record; none: the record itself.
    AnswerSearch(Strictness strictness, std::optional<JsonPointer> at)
        : finder_(strictness), strictness_(strictness), at_(std::move(at)) {}

    /// Takes what was found in a record, or in a part of one. The record is valid during the call.
    using Take = std::function<void(const Record&, FoundAnswer&&)>;

    /// Calls `take` once for each answer and each refusal.
    void search(const Record& record, const Take& take);

private:
    struct Part {
        Record record;
        std::string text;
        FoundAnswer found;
    };

    void search_record(const Record& record, const Take& take, int depth);
    void search_at(const Record& record, const Take& take);
    bool search_wrapped(const Record& record, const Take& take, int depth);
    void read_parts(const Record& record, const JsonPointer& pointer, const Take& take, int depth);

    AnswerFinder finder_;
    Strictness strictness_;
    std::optional<JsonPointer> at_;
};

}  // namespace batchstore
