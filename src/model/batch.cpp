#include <batchstore/batch.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace batchstore {

namespace {

/// @returns nothing for a word that no server is known to use
std::optional<Phase> find_phase(std::string_view status) {
    static constexpr std::array<std::pair<std::string_view, Phase>, 26> phases{{
        {Status::validating, Phase::waiting},
        {"created", Phase::waiting},
        {"queued", Phase::waiting},
        {"in_queue", Phase::waiting},
        {"pending", Phase::waiting},
        {"scheduled", Phase::waiting},
        {"scheduling", Phase::waiting},
        {"submitted", Phase::waiting},
        {"pre_schedule", Phase::waiting},
        {Status::in_progress, Phase::running},
        {"running", Phase::running},
        {"processing", Phase::running},
        {"progress", Phase::running},
        {Status::finalizing, Phase::finalizing},
        {Status::cancelling, Phase::cancelling},
        {Status::completed, Phase::ended},
        {Status::failed, Phase::ended},
        {Status::expired, Phase::ended},
        {Status::cancelled, Phase::ended},
        {"complete", Phase::ended},
        {"succeeded", Phase::ended},
        {"success", Phase::ended},
        {"ended", Phase::ended},
        {"stopped", Phase::ended},
        {"timeout_exceeded", Phase::ended},
        {"partially_completed", Phase::ended},
    }};
    for (const auto& [word, phase] : phases) {
        if (word == status) {
            return phase;
        }
    }
    return std::nullopt;
}

}  // namespace

Phase phase_of(const std::optional<std::string>& status) {
    return status ? find_phase(*status).value_or(Phase::running) : Phase::waiting;
}

bool is_known_status(std::string_view status) {
    return find_phase(status).has_value();
}

std::string_view to_string(Phase phase) {
    switch (phase) {
        case Phase::waiting:
            return "waiting";
        case Phase::running:
            return "running";
        case Phase::finalizing:
            return "finalizing";
        case Phase::cancelling:
            return "cancelling";
        case Phase::ended:
            return "ended";
    }
    return "running";
}

namespace {

/// The time that belongs to an ended status.
std::optional<std::int64_t> own_end(const Batch& batch) {
    if (batch.status == Status::completed) {
        return batch.completed_at;
    }
    if (batch.status == Status::failed) {
        return batch.failed_at;
    }
    if (batch.status == Status::expired) {
        return batch.expired_at;
    }
    return batch.status == Status::cancelled ? batch.cancelled_at : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> ended_at(const Batch& batch) {
    if (phase_of(batch.status) != Phase::ended) {
        return std::nullopt;
    }
    if (const auto end = own_end(batch)) {
        return end;
    }
    return std::max({batch.completed_at, batch.failed_at, batch.expired_at, batch.cancelled_at});
}

}  // namespace batchstore
