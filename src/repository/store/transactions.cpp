#include "repository/store/transactions.hpp"

#include <exception>
#include <string>
#include <utility>

namespace batchstore {

void refuse_failed(const Writer& writer) {
    if (writer.failed) {
        throw Error(ErrorKind::storage, writer.session->location() +
                                            ": a part of the transaction failed; nothing of it was stored");
    }
}

namespace {

/// Marks a writer's transaction as open, as long as it lives.
class OpenTransaction {
public:
    explicit OpenTransaction(Writer& writer) : writer_(writer) {
        writer.in_transaction = true;
        writer.failed = false;
    }
    OpenTransaction(const OpenTransaction&) = delete;
    OpenTransaction& operator=(const OpenTransaction&) = delete;
    ~OpenTransaction() {
        writer_.in_transaction = false;
        writer_.tail.reset();
    }

private:
    Writer& writer_;
};

void run_whole_or_part(Writer& writer, const Session::Work& work) {
    Session& session = *writer.session;
    if (!writer.in_transaction) {
        session.in_transaction(Session::Mode::write, [&] {
            const OpenTransaction open(writer);
            work();
            refuse_failed(writer);
        });
        return;
    }
    refuse_failed(writer);
    try {
        session.in_part([&] {
            work();
            refuse_failed(writer);
        });
    } catch (...) {
        writer.tail.reset();
        throw;
    }
}

/// Takes back too what is known of the log if `work` fails.
void run_kept(Writer& writer, const Session::Work& work) {
    EntryRanges came_empty = writer.came_empty;
    try {
        run_whole_or_part(writer, work);
    } catch (...) {
        writer.came_empty = std::move(came_empty);
        throw;
    }
}

}  // namespace

void run_transaction(Writer& writer, const Session::Work& work) {
    Session& session = *writer.session;
    session.attempt([&] { return session.location(); }, [&] { run_kept(writer, work); });
}

namespace {

using Changes = std::span<SharedChange* const>;

/// Runs changes in one transaction, and notes if its beginning or its end failed.
/// @returns false if one of them failed: then nothing was stored, and which of the others would be is open
bool run_as_one(Writer& writer, Changes changes) {
    bool one_failed = false;
    try {
        run_transaction(writer, [&] {
            one_failed = true;
            for (const SharedChange* change : changes) change->work(writer);
            one_failed = false;
        });
    } catch (const Error& error) {
        if (one_failed) return false;
        // Each caller gets an exception of its own.
        for (SharedChange* change : changes) change->failure = std::make_exception_ptr(error);
    } catch (...) {
        if (one_failed) return false;
        for (SharedChange* change : changes) change->failure = std::current_exception();
    }
    return true;
}

}  // namespace

void run_changes(Writer& writer, Changes changes) {
    if (changes.size() > 1 && run_as_one(writer, changes)) return;
    for (SharedChange* change : changes) {
        try {
            run_transaction(writer, [&] { change->work(writer); });
        } catch (...) {
            change->failure = std::current_exception();
        }
    }
}

}  // namespace batchstore
