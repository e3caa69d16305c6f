#pragma once

#include "sqlite/connection.hpp"

#include <batchstore/verification.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The parts of a verification. Each wants a connection of its own to run beside another, and a transaction
/// that is open on it.
namespace batchstore::sqlite {

/// What was found wrong: the first hundred.
class Problems {
public:
    static constexpr std::size_t most = 100;

    void report(std::string problem) {
        if (texts_.size() < most) {
            texts_.push_back(std::move(problem));
        }
    }
    const std::vector<std::string>& texts() const { return texts_; }

private:
    std::vector<std::string> texts_;
};

/// Called for each entry or batch that was checked.
using Tick = std::function<void()>;

struct CheckedLog {
    Head head{};
    std::int64_t entries = 0;
};

/// Every entry must carry the digest that follows from it and the one before.
CheckedLog check_log(Connection& connection, const std::optional<Head>& since, Problems& problems,
                     const Tick& tick);

/// Every state must be what its observations fold to. @returns how many batches there are
std::int64_t check_states(Connection& connection, Problems& problems, const Tick& tick);

/// The database's own checks.
void check_file(Connection& connection, Problems& problems);

}  // namespace batchstore::sqlite
