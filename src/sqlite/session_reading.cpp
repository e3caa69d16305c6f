#include "model/fold.hpp"
#include "sqlite/asking/as_of.hpp"
#include "sqlite/file/facts.hpp"
#include "sqlite/session.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace batchstore::sqlite {

std::optional<StoredBatch> Session::get(std::string_view id, const GetOptions& options) const {
    return reading([&] { return fmt::format("batch {}", id); },
                   [&]() -> std::optional<StoredBatch> {
                       StoredBatch batch = load_known(std::string(id));
                       if (batch.id.empty()) {
                           return std::nullopt;
                       }
                       if (!options.as_of_us || batch.last_seen_at_us <= *options.as_of_us) {
                           return batch;
                       }
                       auto past = past_batch(entries_of(id), *options.as_of_us);
                       return past ? std::optional(std::move(past->batch)) : std::nullopt;
                   });
}

std::vector<LogTable::Entry> Session::entries_of(std::string_view id) const {
    const auto standing = find_known(std::string(id));
    return standing ? log_.entries_of(standing->batch_key) : std::vector<LogTable::Entry>();
}

std::optional<Observation> Session::last_answer(std::string_view id, const GetOptions& options) const {
    return reading([&] { return fmt::format("batch {}", id); },
                   [&]() -> std::optional<Observation> {
                       const auto standing = find_known(std::string(id));
                       if (!standing) {
                           return std::nullopt;
                       }
                       auto entries = log_.entries_of(standing->batch_key);
                       FoldKey folded_last = standing->last;
                       if (options.as_of_us) {
                           const auto past = past_batch(entries, *options.as_of_us);
                           if (!past) {
                               return std::nullopt;
                           }
                           folded_last = past->last;
                       }
                       std::optional<Observation> last;
                       for (LogTable::Entry& entry : entries) {
                           if (entry.answer_digest == folded_last.digest &&
                               entry.observation.observed_at_us == folded_last.observed_at_us) {
                               last = std::move(entry.observation);
                           }
                       }
                       return last;
                   });
}

std::vector<HistoryEntry> Session::history(std::string_view id) const {
    auto entries = reading([&] { return fmt::format("batch {}", id); }, [&] { return entries_of(id); });
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.observation.seq < b.observation.seq; });
    std::vector<HistoryEntry> history;
    Folding folding;
    Batch state;
    for (LogTable::Entry& entry : entries) {
        const Answer answer = logged_answer(entry.observation);
        const FoldedState& folded =
            folding.add({answer.batch(), answer.digest(), entry.observation.observed_at_us,
                         entry.observation.precedence});
        history.push_back({std::move(entry.observation), answer.batch(), changed_fields(state, folded.state),
                           changes_between(state, folded.state)});
        state = folded.state;
    }
    return history;
}

std::vector<std::string> Session::ids_with_prefix(std::string_view prefix, std::int64_t limit) const {
    return reading([&] { return fmt::format("the ids that begin with {}", prefix); },
                   [&] {
                       const std::string first(prefix);
                       // No byte of UTF-8 is as great.
                       const std::string behind = first + '\xff';
                       Run run = states_
                                     .prepared(
                                         "SELECT id FROM batches WHERE id >= ? AND id < ? "
                                         "ORDER BY id LIMIT ?")
                                     .run();
                       run.bind(first).bind(behind).bind(limit);
                       std::vector<std::string> ids;
                       while (run.next()) {
                           ids.push_back(run.value<std::string>());
                       }
                       return ids;
                   });
}

Head Session::head() const {
    return reading([] { return "the log"; }, [&] { return log_.tail().head; });
}

void Session::each_observation(const std::function<bool(const Observation&)>& visit) const {
    reading([] { return "the log"; },
            [&] {
                Prepared select(connection_.database(), select_log());
                Run run = select.run();
                Observation entry;
                while (run.next()) {
                    read_log_entry(run, entry);
                    if (!visit(entry)) {
                        return;
                    }
                }
            });
}

StoreInfo Session::info() const {
    return reading([] { return "the facts about the store"; },
                   [&] {
                       StoreInfo info;
                       info.location = connection_.location();
                       read_file_facts(connection_, info);
                       read_row_facts(connection_, info);
                       info.head = log_.tail().head;
                       return info;
                   });
}

}  // namespace batchstore::sqlite
