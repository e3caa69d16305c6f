#pragma once

#include "repository/clock.hpp"
#include "repository/receipt.hpp"
#include "repository/session.hpp"

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
        std::unique_lock<std::recursive_mutex> lock_;
        std::unique_ptr<Session> own_;
    };

    /// The writer, while it is lent. One thread may take it again: a visitor may ask the store more.
    class Lent {
    public:
        /// @throws Error{storage} if the store was opened for reading
        explicit Lent(SessionPool& pool);

        Writer& operator*() const { return *pool_.writer_; }

    private:
        SessionPool& pool_;
        std::unique_lock<std::recursive_mutex> lock_;
    };

    const std::string& location() const { return location_; }
    /// Whether several sessions can be had at once.
    bool has_many() const { return static_cast<bool>(another_); }

private:
    struct ReadersOnly {};
    SessionPool(ReadersOnly, std::unique_ptr<Session> first, Open another);

    std::string location_;
    Open another_;
    std::optional<Writer> writer_{};  ///< none: opened for reading
    std::recursive_mutex writing_{};
    std::vector<std::unique_ptr<Session>> idle_{};
    std::mutex lending_{};
};

}  // namespace batchstore
