#pragma once

#include "repository/session_pool.hpp"

#include <functional>
#include <span>

/// How changes become transactions, and parts of them.
namespace batchstore {

/// Runs `work` in a transaction, or as a part of the one that is open. Only `Error` comes out.
void run_transaction(Writer& writer, const Session::Work& work);

/// Runs changes in one transaction if all of them succeed, and otherwise each in one of its own. Notes which
/// failed, and throws nothing.
void run_changes(Writer& writer, std::span<SharedChange* const> changes);

/// @throws Error{storage} if a part of the open transaction failed
void refuse_failed(const Writer& writer);

/// Runs `work` in the transaction of a writer; if it fails, nothing of that may be stored.
/// @param what makes the text that says what is being changed
template <class What, class Work>
void run_part(Writer& writer, const What& what, const Work& work) {
    // The backend may have ended the transaction when its part failed: what followed would be kept.
    refuse_failed(writer);
    Session& session = *writer.session;
    const auto where = [&] { return session.location() + ": " + what(); };
    const auto run = [&] { work(writer); };
    try {
        session.attempt(std::cref(where), std::cref(run));
    } catch (...) {
        writer.failed = true;
        throw;
    }
}

}  // namespace batchstore
