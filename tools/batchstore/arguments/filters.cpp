#include "arguments/filters.hpp"

#include "arguments/source_label.hpp"

#include <batchstore/condition.hpp>
#include <batchstore/error.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

namespace {

/// `KEY=VALUE`, or `KEY` for any value.
batchstore::MetadataPair pair_typed(const std::string& text) {
    const std::size_t end = text.find('=');
    if (text.empty() || end == 0)
        throw UsageError("--metadata: '" + text + "' has no key (KEY=VALUE, or KEY)");
    batchstore::MetadataPair pair{.key = text.substr(0, end)};
    if (end != std::string::npos) pair.value = text.substr(end + 1);
    return pair;
}

void refuse_unknown_phase(const std::string& word) {
    using enum batchstore::Phase;
    constexpr std::array phases{waiting, running, finalizing, cancelling, ended};
    if (std::ranges::find(phases, word, [](auto phase) { return to_string(phase); }) != phases.end()) return;
    throw UsageError("--phase: '" + word + "' is not one of waiting, running, finalizing, cancelling, ended");
}

}  // namespace

void refuse_empty(const std::string& from_option, const std::optional<std::int64_t>& from,
                  const std::string& to_option, const std::optional<std::int64_t>& to) {
    if (from && to && *from >= *to) throw UsageError(from_option + " is not before " + to_option);
}

std::optional<std::int64_t> seconds_from(const std::optional<std::int64_t>& microseconds) {
    if (!microseconds) return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::microseconds(*microseconds)).count();
}

Filters::Filters(Arguments& arguments) : arguments_(arguments) {
    arguments.section("Filters (only batches for which all hold)");
    arguments.words("--status", typed_.status, "WORD,...", "With one of these statuses");
    arguments.words("--phase", typed_.phase, "WORD,...", "waiting, running, finalizing, cancelling or ended");
    arguments.words("--id", typed_.id, "ID,...", "With one of these ids");
    arguments.words("--endpoint", typed_.endpoint, "PATH,...", "For one of these endpoints");
    arguments.words("--model", typed_.model, "NAME,...", "For one of these models");
    arguments.texts("--metadata", pairs_, "KEY[=VALUE]", "With this pair, or this key; may be repeated");
    arguments.words("--error-code", typed_.error_code, "CODE,...", "With one of these validation errors");
    arguments.texts("--source", typed_.source, "NAME", "Seen by this source; may be repeated for others");
    arguments.words("--input-file", typed_.input_file_id, "ID,...", "With one of these input files");
    arguments.words("--output-file", typed_.output_file_id, "ID,...", "With one of these output files");
    arguments.words("--error-file", typed_.error_file_id, "ID,...", "With one of these error files");
    arguments.flag("--with-failures", typed_.with_failures, "With failed requests");
    arguments.flag("--with-errors", typed_.with_errors, "With validation errors");
    arguments.flag("--absent", typed_.absent, "That their server no longer knows");
    declare(arguments, "created", "Created", created_);
    declare(arguments, "ended", "Ended", ended_);
    declare(arguments, "expires", "With a deadline", expires_);
    declare(arguments, "seen", "Last seen", seen_);
    arguments.duration("--unseen-for", unseen_for_us_, "Not seen for so long, such as 10m");
    declare(arguments, "changed", "Last changed", changed_);
    arguments.duration("--unchanged-for", unchanged_for_us_, "Seen or not, the same for so long: 2h");
    arguments.option("--where", where_, "CONDITION", "For which it holds; see batchstore help where");
    arguments.section("Options");
}

namespace {

/// Narrows a range to what is older than so long before a moment.
void require_age(std::int64_t moment_us, const std::optional<std::int64_t>& age_us,
                 const std::optional<std::int64_t>& from_us, std::optional<std::int64_t>& to_us) {
    if (!age_us) return;
    const std::int64_t before_us = moment_us - *age_us + 1;
    to_us = std::min(to_us.value_or(before_us), before_us);
    if (from_us) to_us = std::max(*to_us, *from_us);
}

}  // namespace

void Filters::declare(Arguments& arguments, const std::string& name, const std::string& what, Range& range) {
    arguments.time("--" + name + "-from", range.from_us, what + " then or later");
    arguments.time("--" + name + "-to", range.to_us, what + " before");
}

batchstore::Query Filters::query() const {
    batchstore::Query query = typed_;
    for (const std::string& phase : query.phase) refuse_unknown_phase(phase);
    for (const std::string& source : query.source) require_source("--source", source);
    std::ranges::transform(pairs_, std::back_inserter(query.metadata), pair_typed);
    set_times(query);
    if (where_) {
        try {
            query.where = batchstore::parse_condition(*where_, arguments_.moment_us());
        } catch (const batchstore::Error& error) {
            throw UsageError(std::string("--where: ") + error.what());
        }
    }
    return query;
}

void Filters::set_times(batchstore::Query& query) const {
    refuse_empty("--created-from", created_.from_us, "--created-to", created_.to_us);
    refuse_empty("--ended-from", ended_.from_us, "--ended-to", ended_.to_us);
    refuse_empty("--expires-from", expires_.from_us, "--expires-to", expires_.to_us);
    refuse_empty("--seen-from", seen_.from_us, "--seen-to", seen_.to_us);
    refuse_empty("--changed-from", changed_.from_us, "--changed-to", changed_.to_us);
    query.created_from = seconds_from(created_.from_us);
    query.created_to = seconds_from(created_.to_us);
    query.ended_from = seconds_from(ended_.from_us);
    query.ended_to = seconds_from(ended_.to_us);
    query.expires_from = seconds_from(expires_.from_us);
    query.expires_to = seconds_from(expires_.to_us);
    query.last_seen_from_us = seen_.from_us;
    query.last_seen_to_us = seen_.to_us;
    query.changed_from_us = changed_.from_us;
    query.changed_to_us = changed_.to_us;
    const std::int64_t now_us = arguments_.moment_us();
    require_age(now_us, unseen_for_us_, query.last_seen_from_us, query.last_seen_to_us);
    require_age(now_us, unchanged_for_us_, query.changed_from_us, query.changed_to_us);
}
