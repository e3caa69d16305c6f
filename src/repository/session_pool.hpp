#pragma once

#include "repository/clock.hpp"
#include "repository/receipt.hpp"
#include "repository/session.hpp"
#include "repository/writer_queue.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace batchstore {

/// The session that writes, and what is known while its transaction is open.
struct Writer {
    explicit Writer(std::unique_ptr<Session> writing) : session(std::move(writing)) {}

    /// The end of the log; inside the transaction only.
    LogTail& known_tail() {
        if (!tail) tail = session->tail();
        return *tail;
    }

    std::unique_ptr<Session> session;
    LogClock clock{};
    std::optional<LogTail> tail{};
    EntryRanges came_empty{};  ///< entries restored as pruned, and named by no act yet
    bool in_transaction = false;
    bool failed = false;  ///< the open transaction lost a part and must not be committed
};

/// The open sessions of a store, shared between threads: one writes, and each reader at work has one of its
/// own. A store that lives in its connection has one session for all, which they take in turn.
class SessionPool {
public:
    using Open = std::function<std::unique_ptr<Session>()>;

    /// For reading and writing. @param another opens a session for reading; empty: there is but the first
    SessionPool(std::unique_ptr<Session> first, Open another);

    /// For reading alone.
    static std::unique_ptr<SessionPool> of_readers(std::unique_ptr<Session> first, Open another);

    SessionPool(const SessionPool&) = delete;
    SessionPool& operator=(const SessionPool&) = delete;
    ~SessionPool() = default;

    /// A session that is lent to one reader.
    class Reader {
    public:
        explicit Reader(SessionPool& pool);
        Reader(const Reader&) = delete;
        Reader& operator=(const Reader&) = delete;
        ~Reader();

        Session& operator*() const { return own_ ? *own_ : *pool_.writer_->session; }

    private:
        SessionPool& pool_;
        std::optional<WriterQueue::Turn> turn_{};
        std::unique_ptr<Session> own_{};
    };

    /// The writer, while it is lent. One thread may take it again: a visitor may ask the store more.
    class Lent {
    public:
        /// @throws Error{storage} if the store was opened for reading
        explicit Lent(SessionPool& pool);
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;
        ~Lent();

        Writer& operator*() const { return *pool_.writer_; }

    private:
        SessionPool& pool_;
        std::optional<WriterQueue::Turn> turn_{};
    };

    /// Runs changes with the writer, in their order, and notes which failed; throws nothing.
    using RunChanges = std::function<void(Writer&, std::span<SharedChange* const>)>;

    /// Runs a change in its turn, perhaps in one transaction with those that wait behind it.
    /// @throws what it failed with, and Error{storage} if the store was opened for reading
    void share(SharedChange& change, const RunChanges& run);

    /// The writer if it has a transaction open in this thread; null otherwise.
    Writer* open_writer() {
        return writer_ && writing_.is_ours() && writer_->in_transaction ? &*writer_ : nullptr;
    }

    /// Who writes, and who waits for it.
    const WriterQueue& writing() const { return writing_; }
    const std::string& location() const { return location_; }
    /// Whether several sessions can be had at once.
    bool has_many() const { return static_cast<bool>(another_); }

private:
    struct ReadersOnly {};
    SessionPool(ReadersOnly, std::unique_ptr<Session> first, Open another);

    void require_writer() const;
    /// What the writer leaves to be done, to be called in its turn.
    Session::Upkeep upkeep_due();
    /// Does it, to be called after that turn.
    void keep_up(Session::Upkeep due);

    std::string location_;
    Open another_;
    std::optional<Writer> writer_{};  ///< none: opened for reading
    WriterQueue writing_{};
    std::vector<std::unique_ptr<Session>> idle_{};
    std::mutex lending_{};
    std::mutex keeping_up_{};
};

}  // namespace batchstore
