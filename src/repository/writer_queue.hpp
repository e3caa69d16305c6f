#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace batchstore {

struct Writer;

/// A change that may share a transaction with others. It may be run twice, if what it was a part of failed.
struct SharedChange {
    std::function<void(Writer&)> work;
    std::exception_ptr failure{};  ///< why it was not stored; null: it was
};

/// The threads that want to write, one after the other, first come, first served.
///
/// Changes that wait in a row are run together by the first of them, so that they share a transaction and
/// its commit. One that finds nobody waiting is run at once, alone.
class WriterQueue {
    struct Waiting {
        SharedChange* change = nullptr;  ///< null: it wants the turn for itself
        bool done = false;
        std::condition_variable woken{};
    };

public:
    /// The turn of one thread, for which the others wait. A thread that has it may take it again.
    class Turn {
    public:
        explicit Turn(WriterQueue& queue);
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn();

    private:
        WriterQueue& queue_;
        bool is_part_;  ///< of another turn of this thread
        Waiting own_{};
    };

    /// Runs the changes that it is given, in their order, and notes which failed; throws nothing.
    using RunChanges = std::function<void(std::span<SharedChange* const>)>;

    /// Has a change run in its turn, by this thread or by another one, and waits until that is done.
    /// @param run called if it is for this thread to run it, and those that wait behind it
    void share(SharedChange& change, const RunChanges& run);

    /// Whether this thread has the turn.
    bool is_ours() const { return owner_ == std::this_thread::get_id(); }

    /// How many threads have the turn or wait for it.
    std::size_t size() const;

private:
    /// Waits until `own` stands first, or was done.
    void wait(std::unique_lock<std::mutex>& lock, Waiting& own);
    /// The changes that stand first, in a row.
    std::vector<SharedChange*> first_changes() const;
    /// Takes the first out of the queue, as they are done, and wakes who comes next.
    void leave(std::size_t count);

    mutable std::mutex mutex_{};
    std::deque<Waiting*> waiting_{};  ///< the first has the turn
    std::atomic<std::thread::id> owner_{};
};

}  // namespace batchstore
