#include "arguments/paging.hpp"

#include "arguments/filters.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>

namespace {

/// On one page of the library.
constexpr std::int64_t most_on_a_page = 1'000;

}  // namespace

Amount::Amount(Arguments& arguments, std::int64_t usual) : limit_(usual) {
    constexpr std::int64_t most = 1'000'000'000;
    arguments.number("--limit", limit_, 1, most, "At most this many [" + std::to_string(usual) + "]");
    arguments.flag("--all", all_, "All of them, however many");
    arguments.either("--limit", "--all");
}

std::int64_t Amount::most() const {
    return all_ ? std::numeric_limits<std::int64_t>::max() : limit_;
}

std::string each_page(const batchstore::BatchReader& repository, batchstore::Query query, std::int64_t most,
                      const std::function<bool(const batchstore::StoredBatch&)>& visit) {
    while (most > 0) {
        query.limit = std::min(most, most_on_a_page);
        batchstore::Page page = asking([&] { return repository.find(query); });
        for (const auto& batch : page.batches) {
            if (!visit(batch)) return "";
        }
        if (page.next.empty()) return "";
        most -= static_cast<std::int64_t>(page.batches.size());
        query.after = std::move(page.next);
    }
    return query.after;
}
