#include "model/fold.hpp"

#include "model/columns.hpp"
#include "model/fold_extra.hpp"
#include "model/half_pairs.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace batchstore {

namespace {

std::int64_t saturating_sum(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) {
        return a < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    }
    return sum;
}

/// Whether the field that a key of `extra` belongs to was read.
bool is_read(const Batch& batch, std::string_view key) {
    bool read = false;
    for_each_column(batch_columns, [&](const auto& column) {
        read = read || (column.name == key && is_set(batch.*column.member));
    });
    return read;
}

/// What `extra` holds under a key; empty: nothing.
std::string_view extra_of(const Batch& batch, std::string_view key) {
    const auto found = batch.extra.find(key);
    return found == batch.extra.end() ? std::string_view() : std::string_view(found->second);
}

/// Whether a key of `extra` belongs to counts or usage, which are folded member by member.
template <class Value>
constexpr bool has_members = false;
template <>
constexpr bool has_members<std::optional<RequestCounts>> = true;
template <>
constexpr bool has_members<std::optional<Usage>> = true;

bool is_folded_by_member(std::string_view key) {
    bool found = false;
    for_each_column(batch_columns, [&]<class Value>(const Column<Batch, Value>& column) {
        found = found || (has_members<Value> && column.name == key);
    });
    return found;
}

template <class Record>
bool says_something(const Record& record) {
    return std::apply([&](const auto&... column) { return (is_set(record.*column.member) || ...); },
                      columns_of<Record>);
}

template <class Record>
void take_members(Record& record, const Record& next) {
    for_each_column(columns_of<Record>, [&](const auto& column) {
        if (is_set(next.*column.member)) {
            record.*column.member = next.*column.member;
        }
    });
}

/// A value that is no object shows only as long as no member was said.
template <class Record>
void fold_unreadable(Batch& state, const Column<Batch, std::optional<Record>>& column,
                     std::string_view json) {
    auto& record = state.*column.member;
    if (!(record && says_something(*record)) && !extra_of(state, column.name).starts_with('{')) {
        record.reset();
        state.extra.insert_or_assign(std::string(column.name), std::string(json));
    }
}

template <class Value>
void fold_field(Batch& state, const Batch& next, const Column<Batch, Value>& column) {
    if (is_set(next.*column.member)) {
        state.*column.member = next.*column.member;
        if (!state.extra.empty()) {
            state.extra.erase(std::string(column.name));
        }
    }
}

/// Counts or usage: what a later answer does not say of them stays.
template <class Record>
void fold_field(Batch& state, const Batch& next, const Column<Batch, std::optional<Record>>& column) requires
    has_members<std::optional<Record>> {
    const auto& said = next.*column.member;
    const std::string_view beside = extra_of(next, column.name);
    auto& record = state.*column.member;
    if (!said) {
        if (!beside.empty()) {
            fold_unreadable(state, column, beside);
        }
        return;
    }
    std::string_view known = extra_of(state, column.name);
    if (beside.empty() && !says_something(*said)) {
        if (known.empty() && !record) {
            record.emplace();
        }
        return;
    }
    if (!record) {
        record.emplace();
        known = {};  // it is no object
    }
    take_members(*record, *said);
    if (known.empty() && beside.empty() && state.extra.empty()) {
        return;
    }
    std::string folded = fold_extra(known, beside, *record);
    if (folded.empty()) {
        state.extra.erase(std::string(column.name));
    } else {
        state.extra.insert_or_assign(std::string(column.name), std::move(folded));
    }
}

/// When an observation was made, and its digest where two were made at once.
auto moment(const FoldInput& input) {
    return std::tie(input.observed_at_us, input.digest);
}

/// The inputs that count, by the moment of their observation.
std::vector<const FoldInput*> distinct(const std::vector<FoldInput>& inputs) {
    std::vector<const FoldInput*> sorted;
    sorted.reserve(inputs.size());
    for (const FoldInput& input : inputs) {
        sorted.push_back(&input);
    }
    // At one moment the equal answer that opens an epoch comes first, so that the other one is its repeat.
    std::sort(sorted.begin(), sorted.end(), [](const FoldInput* a, const FoldInput* b) {
        return std::make_tuple(moment(*a), a->precedence == Precedence::lifecycle) <
               std::make_tuple(moment(*b), b->precedence == Precedence::lifecycle);
    });
    std::vector<Digest> met;
    std::erase_if(sorted, [&](const FoldInput* input) {
        const auto at = std::lower_bound(met.begin(), met.end(), input->digest);
        const bool repeat = at != met.end() && *at == input->digest;
        if (!repeat) {
            met.insert(at, input->digest);
        }
        return repeat && input->precedence == Precedence::lifecycle;
    });
    return sorted;
}

}  // namespace

FoldKey fold_key(const Batch& batch, std::int64_t epoch, std::int64_t observed_at_us, const Digest& digest) {
    // Not expires_at and not expired_at: servers set those early.
    const std::array stages{batch.in_progress_at, batch.finalizing_at, batch.cancelling_at,
                            batch.completed_at,   batch.failed_at,     batch.cancelled_at};
    const RequestCounts counts = batch.request_counts.value_or(RequestCounts{});
    return {.epoch = epoch,
            .rank = static_cast<int>(phase_of(batch.status)),
            .lifecycle_at = std::max_element(stages.begin(), stages.end())->value_or(0),
            .finished = saturating_sum(counts.completed.value_or(0), counts.failed.value_or(0)),
            .observed_at_us = observed_at_us,
            .digest = digest};
}

void fold_step(Batch& state, const Batch& next) {
    for_each_column(batch_columns, [&](const auto& column) { fold_field(state, next, column); });
    for (const auto& [key, json] : next.extra) {
        if (!is_folded_by_member(key) && (!is_read(state, key) || is_read(next, key))) {
            state.extra.insert_or_assign(key, json);
        }
    }
}

FoldedState fold(const std::vector<FoldInput>& inputs) {
    std::vector<std::pair<FoldKey, const FoldInput*>> keyed;
    keyed.reserve(inputs.size());
    std::int64_t epoch = 0;
    for (const FoldInput* input : distinct(inputs)) {
        epoch += input->precedence == Precedence::observed ? 1 : 0;
        keyed.emplace_back(fold_key(input->batch, epoch, input->observed_at_us, input->digest), input);
    }
    // Only the last epoch shows in the state: each one starts from nothing.
    std::erase_if(keyed, [&](const auto& entry) { return entry.first.epoch != epoch; });
    std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    FoldedState folded;
    folded.state.id = inputs.front().batch.id;
    for (const auto& [key, input] : keyed) {
        fold_step(folded.state, input->batch);
    }
    folded.last = keyed.back().first;
    return folded;
}

std::vector<std::string> changed_fields(const Batch& before, const Batch& after) {
    std::vector<std::string> changed;
    const auto note = [&](std::string_view name) {
        if (std::find(changed.begin(), changed.end(), name) == changed.end()) {
            changed.emplace_back(name);
        }
    };
    for_each_column(batch_columns, [&](const auto& column) {
        if (before.*column.member != after.*column.member ||
            extra_of(before, column.name) != extra_of(after, column.name)) {
            note(column.name);
        }
    });
    for (const auto* batch : {&before, &after}) {
        for (const auto& [key, json] : batch->extra) {
            if (extra_of(before, key) != extra_of(after, key)) {
                note(without_half_pairs(key));
            }
        }
    }
    return changed;
}

}  // namespace batchstore
