#pragma once

#include "arguments/command_line.hpp"

#include <batchstore/error.hpp>
#include <batchstore/query.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The first whole second at or after a time.
std::optional<std::int64_t> seconds_from(const std::optional<std::int64_t>& microseconds);

/// A period has its beginning and not its end: one that begins where it ends is empty, and nobody meant it.
/// @throws UsageError that names the options
void refuse_empty(const std::string& from_option, const std::optional<std::int64_t>& from,
                  const std::string& to_option, const std::optional<std::int64_t>& to);

/// The options that choose batches: the same words in every command.
class Filters {
public:
    /// Declares them all, in a section of the help. Lives as long as `arguments` is used, and the other way
    /// round.
    explicit Filters(Arguments& arguments);
    Filters(const Filters&) = delete;
    Filters& operator=(const Filters&) = delete;
    ~Filters() = default;

    /// What was typed, as a query with the order and the limit that it has by default.
    /// To be called after `Arguments::parse`. @throws UsageError that names the option.
    batchstore::Query query() const;

private:
    struct Range {
        std::optional<std::int64_t> from_us;
        std::optional<std::int64_t> to_us;
    };

    /// `--NAME-from` and `--NAME-to`.
    static void declare(Arguments& arguments, const std::string& name, const std::string& what, Range& range);
    void set_times(batchstore::Query& query) const;

    const Arguments& arguments_;
    batchstore::Query typed_;
    std::vector<std::string> pairs_;
    Range created_;
    Range ended_;
    Range expires_;
    Range seen_;
    Range changed_;
    std::optional<std::int64_t> unseen_for_us_;
    std::optional<std::int64_t> unchanged_for_us_;
    std::optional<std::string> where_;
};

/// Runs `ask`, which asks a repository a query. What is wrong with the query itself is wrong usage.
template <class Ask>
auto asking(Ask&& ask) {
    try {
        return ask();
    } catch (const batchstore::Error& error) {
        if (error.kind() != batchstore::ErrorKind::invalid) throw;
        throw UsageError(error.what());
    }
}
