#pragma once

#include "repository/checking/checks.hpp"
#include "repository/checking/rebuild_states.hpp"
#include "sqlite/session.hpp"

#include <batchstore/care.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace batchstore::sqlite {

/// Makes what follows from the log anew where it differs, in a transaction for writing that is open on the
/// connection. Wants that triggers do not run and foreign keys are not watched: rows are wrong before they
/// are right.
class Rebuild {
public:
    Rebuild(Session& session, const RebuildOptions& options);
    Rebuild(const Rebuild&) = delete;
    Rebuild& operator=(const Rebuild&) = delete;
    ~Rebuild() = default;

    /// @returns false if nothing was wrong, and nothing was done
    /// @throws Error{corrupt} if the log itself is not sound
    bool run();

    /// What was done; its verification is of the tables as they are now.
    Rebuilt result();

private:
    void require_sound_log();
    /// @throws Error{corrupt} if there are any
    void require_none(const Problems& problems) const;
    void begin_indexes();
    void find_wrong_batches();
    void remove_orphans();
    Tick ticking(std::string_view step, std::string_view unit, std::int64_t total) const;

    Session& session_;
    Connection& connection_;
    const RebuildOptions& options_;
    Problems filing_;
    Problems found_;  ///< of everything but the log
    std::vector<std::int64_t> wrong_;
    Rebuilt done_;
};

}  // namespace batchstore::sqlite
