#include "transfer/reading_thread.hpp"
#include "transfer/wrapper.hpp"

#include <batchstore/error.hpp>
#include <batchstore/store.hpp>
#include <batchstore/transfer.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace batchstore {

namespace {

// A crash loses no more than this, and whoever else writes waits no longer.
constexpr std::int64_t records_a_transaction = 100'000;
constexpr std::chrono::seconds time_of_a_transaction(2);
constexpr std::size_t most_kept_bytes = std::size_t{8} << 20;

/// Thrown through a transaction to undo it.
struct NothingKept {};

/// What became of a record, until it can be told.
struct Settled {
    const Input* input = nullptr;
    std::int64_t line = 0;
    std::optional<std::int64_t> item{};
    std::string id{};
    std::optional<RefreshResult> result{};
    std::string reason{};
    std::string text{};
};

std::string default_source(const Input& input) {
    const std::string& name = input.name();
    return name == "-" ? "stdin" : name.substr(name.find_last_of('/') + 1);
}

std::string id_in(const FoundAnswer& found) {
    if (found.answer) return found.answer->batch().id;
    return found.is_absence() ? *found.envelope->absent : std::string();
}

/// Stores what a reading thread reads.
class Import {
public:
    Import(BatchRepository& repository, std::span<const std::unique_ptr<Input>> inputs,
           const ImportOptions& options)
        : repository_(repository), options_(options), reading_(inputs, options), queue_(reading_.records()) {}
    Import(const Import&) = delete;
    Import& operator=(const Import&) = delete;
    ~Import() = default;

    ImportSummary run();

private:
    void store_as_it_comes();
    void store_all_or_nothing();
    void store_at_hand(RecordChunk first);
    void store(BatchRepository& repository, RecordChunk chunk);
    RefreshResult refresh(BatchRepository& repository, const FoundAnswer& found);
    void settle(ReadRecord& record, std::optional<RefreshResult> result);
    void count(const std::optional<RefreshResult>& result);
    void tell();
    bool stop_wanted() const { return options_.stop != nullptr && *options_.stop; }

    BatchRepository& repository_;
    const ImportOptions& options_;
    ImportSummary summary_;
    const Input* input_ = nullptr;  ///< whose records are being stored
    RefreshOptions plain_;          ///< for records without an envelope
    std::vector<Settled> settled_;
    std::size_t settled_bytes_ = 0;
    ReadingThread reading_;
    RecordQueue& queue_;
};

ImportSummary Import::run() {
    if (options_.atomic) {
        store_all_or_nothing();
    } else {
        store_as_it_comes();
    }
    if (const std::exception_ptr failure = queue_.failure()) {
        std::rethrow_exception(failure);
    }
    summary_.stopped = !queue_.finished();
    if (!summary_.stopped) {
        summary_.more_after = reading_.more_after();
    }
    return summary_;
}

void Import::store_as_it_comes() {
    const auto work = [&] {
        while (std::optional<RecordChunk> chunk = queue_.take()) {
            store_at_hand(std::move(*chunk));
            tell();
            if (stop_wanted()) {
                break;
            }
        }
    };
    repository_.store().bulk(work, options_.stop);
}

void Import::store_all_or_nothing() {
    try {
        repository_.transaction([&](BatchRepository& repository) {
            while (std::optional<RecordChunk> chunk = queue_.take()) {
                store(repository, std::move(*chunk));
                tell();
                if (stop_wanted()) {
                    break;
                }
            }
            if (summary_.rejected > 0 || !queue_.finished()) {
                throw NothingKept{};
            }
        });
    } catch (const NothingKept&) {
        summary_.rolled_back = true;
    }
}

/// Stores a chunk and those that follow it at once in one transaction.
void Import::store_at_hand(RecordChunk first) {
    repository_.transaction([&](BatchRepository& repository) {
        const std::int64_t before = summary_.records();
        const auto began = std::chrono::steady_clock::now();
        std::optional<RecordChunk> chunk = std::move(first);
        while (chunk) {
            store(repository, std::move(*chunk));
            const bool full = summary_.records() - before >= records_a_transaction ||
                              std::chrono::steady_clock::now() - began >= time_of_a_transaction ||
                              settled_bytes_ > most_kept_bytes;
            chunk = full || stop_wanted() ? std::nullopt : queue_.take_ready();
        }
    });
}

void Import::store(BatchRepository& repository, RecordChunk chunk) {
    if (input_ != chunk.input) {
        input_ = chunk.input;
        plain_ = {.observed_at_us = options_.observed_at_us,
                  .source = options_.source.value_or(default_source(*input_)),
                  .precedence = options_.precedence};
    }
    for (ReadRecord& record : chunk.records) {
        std::optional<RefreshResult> result;
        if (record.found.is_good()) {
            try {
                result = refresh(repository, record.found);
                if (record.prefixed) {
                    result->findings.push_back(skipped_prefix);
                }
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::invalid && error.kind() != ErrorKind::not_found) {
                    throw;
                }
                record.found.reason = error.what();
            }
        }
        settle(record, std::move(result));
    }
    queue_.give_back(std::move(chunk));
}

RefreshResult Import::refresh(BatchRepository& repository, const FoundAnswer& found) {
    if (found.is_entry_of_no_batch()) {
        const Observation& entry = *found.envelope->entry;
        Store& store = repository.store();
        return {.verdict = Verdict::unchanged,
                .logged = entry.is_act() ? store.restore_act(entry) : store.restore_pruned(entry)};
    }
    if (!found.envelope) {
        return repository.refresh(*found.answer, plain_);
    }
    const Envelope& envelope = *found.envelope;
    if (envelope.entry) {
        Store& store = repository.store();
        return envelope.absent ? store.restore_absence(*envelope.entry)
                               : store.restore(*envelope.entry, *found.answer);
    }
    const auto time = envelope.observed_at_us ? envelope.observed_at_us : plain_.observed_at_us;
    const std::string source = envelope.source.value_or(plain_.source);
    if (envelope.absent) {
        return repository.note_absence(*envelope.absent, envelope.body,
                                       {.observed_at_us = time, .source = source});
    }
    return repository.refresh(*found.answer, {.observed_at_us = time,
                                              .source = source,
                                              .precedence = envelope.precedence.value_or(plain_.precedence)});
}

void Import::settle(ReadRecord& record, std::optional<RefreshResult> result) {
    count(result);
    if (!options_.on_outcome && (result || !options_.on_rejected)) {
        return;
    }
    Settled& settled = settled_.emplace_back();
    settled.input = input_;
    settled.line = record.line;
    settled.item = record.item;
    settled.reason = std::move(record.found.reason);
    settled.text = std::move(record.text);
    if (result) {
        settled.id = id_in(record.found);
        settled.reason.clear();
        settled.text.clear();
    } else if (record.found.answer) {
        settled.text = record.found.answer->text();
    }
    settled.result = std::move(result);
    settled_bytes_ += sizeof settled + settled.text.size() + settled.reason.size();
}

void Import::count(const std::optional<RefreshResult>& result) {
    if (!result) {
        ++summary_.rejected;
        return;
    }
    switch (result->verdict) {
        case Verdict::inserted:
            ++summary_.inserted;
            break;
        case Verdict::updated:
            ++summary_.updated;
            break;
        case Verdict::unchanged:
        case Verdict::pruned:  // which no answer is
            ++summary_.unchanged;
            break;
        case Verdict::stale:
            ++summary_.stale;
            break;
        case Verdict::absent:
            ++summary_.absent;
            break;
    }
}

/// Tells the caller about the records that were settled.
void Import::tell() {
    for (Settled& settled : settled_) {
        const ImportOutcome outcome{.input = settled.input->name(),
                                    .line = settled.line,
                                    .item = settled.item,
                                    .id = settled.id,
                                    .result = std::move(settled.result),
                                    .reason = std::move(settled.reason),
                                    .text = settled.text};
        if (options_.on_outcome) {
            options_.on_outcome(outcome);
        }
        if (options_.on_rejected && !outcome.result) {
            options_.on_rejected(outcome);
        }
    }
    settled_.clear();
    settled_bytes_ = 0;
    if (options_.on_progress && input_ != nullptr) {
        options_.on_progress(*input_, summary_.records());
    }
}

}  // namespace

ImportSummary import_records(BatchRepository& repository, std::span<const std::unique_ptr<Input>> inputs,
                             const ImportOptions& options) {
    return Import(repository, inputs, options).run();
}

}  // namespace batchstore
