#include "repository/rows.hpp"

#include <batchstore/error.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace batchstore {

Answer logged_answer(const Observation& entry) {
    try {
        return Answer::read(entry.body);
    } catch (const Error& error) {
        throw Error(ErrorKind::corrupt,
                    fmt::format("entry {} of the log: {}; run verify", entry.seq, error.what()));
    }
}

void sort_as_logged(std::vector<LoggedEntry>& entries) {
    std::ranges::sort(entries, {}, [](const LoggedEntry& entry) { return entry.observation.seq; });
}

FoldInput fold_input(const Observation& entry) {
    const Answer answer = logged_answer(entry);
    return {answer.batch(), answer.digest(), entry.observed_at_us, entry.precedence};
}

}  // namespace batchstore
