#include "sqlite/shared_repository.hpp"

#include <utility>

namespace batchstore::sqlite {

/// A session lent to one reader; for a store in memory the only one, locked.
class SharedRepository::Reader {
public:
    explicit Reader(const SharedRepository& repository) : repository_(repository) {
        if (repository.in_memory()) {
            lock_ = std::unique_lock(repository.writing_);
            return;
        }
        {
            const std::lock_guard lock(repository.lending_);
            if (!repository.idle_readers_.empty()) {
                lent_ = std::move(repository.idle_readers_.back());
                repository.idle_readers_.pop_back();
            }
        }
        if (!lent_) {
            lent_ = std::make_unique<Session>(repository.location_, repository.reading_options_);
        }
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() {
        if (lent_) {
            const std::lock_guard lock(repository_.lending_);
            repository_.idle_readers_.push_back(std::move(lent_));
        }
    }

    const Session* operator->() const { return lent_ ? lent_.get() : repository_.writer_.get(); }

private:
    const SharedRepository& repository_;
    std::unique_lock<std::recursive_mutex> lock_;
    std::unique_ptr<Session> lent_;
};

SharedRepository::SharedRepository(std::unique_ptr<Session> session, const OpenOptions& options)
    : location_(session->connection().location()), reading_options_(options) {
    reading_options_.access = Access::read;
    if (options.access == Access::read) {
        idle_readers_.push_back(std::move(session));
    } else {
        writer_ = std::move(session);
    }
}

Session& SharedRepository::writable() {
    if (!writer_) {
        throw Error(ErrorKind::storage, location_ + ": was opened for reading; open it with Access::write");
    }
    return *writer_;
}

RefreshResult SharedRepository::refresh(const Answer& answer, const RefreshOptions& options) {
    const std::lock_guard lock(writing_);
    return writable().refresh(answer, options);
}

RefreshResult SharedRepository::restore(const Observation& entry, const Answer& answer) {
    const std::lock_guard lock(writing_);
    return writable().restore(entry, answer);
}

bool SharedRepository::restore_pruned(const Observation& entry) {
    const std::lock_guard lock(writing_);
    return writable().restore_pruned(entry);
}

Removed SharedRepository::remove(std::span<const std::int64_t> newest_seqs) {
    const std::lock_guard lock(writing_);
    return writable().remove(newest_seqs);
}

bool SharedRepository::compact(const std::atomic<bool>* stop) {
    const std::lock_guard lock(writing_);
    return writable().compact(stop);
}

void SharedRepository::transaction(const std::function<void(BatchRepository&)>& work) {
    const std::lock_guard lock(writing_);
    writable().transaction(work);
}

void SharedRepository::bulk(const std::function<void()>& work, const std::atomic<bool>* stop) {
    const auto end = [&] {
        const std::lock_guard lock(writing_);
        writer_->end_bulk(stop);
    };
    {
        const std::lock_guard lock(writing_);
        writable().begin_bulk();
    }
    try {
        work();
    } catch (...) {
        try {
            end();
        } catch (const Error&) {  // what went wrong first is what the caller wants to know
        }
        throw;
    }
    end();
}

std::optional<StoredBatch> SharedRepository::get(std::string_view id, const GetOptions& options) const {
    return Reader(*this)->get(id, options);
}

std::optional<Observation> SharedRepository::last_answer(std::string_view id,
                                                         const GetOptions& options) const {
    return Reader(*this)->last_answer(id, options);
}

std::vector<HistoryEntry> SharedRepository::history(std::string_view id) const {
    return Reader(*this)->history(id);
}

Page SharedRepository::find(const Query& query) const {
    return Reader(*this)->find(query);
}

QueryPlan SharedRepository::explain(const Query& query) const {
    return Reader(*this)->explain(query);
}

std::int64_t SharedRepository::count(const Query& query) const {
    return Reader(*this)->count(query);
}

std::vector<std::string> SharedRepository::ids_with_prefix(std::string_view prefix,
                                                           std::int64_t limit) const {
    return Reader(*this)->ids_with_prefix(prefix, limit);
}

Head SharedRepository::head() const {
    return Reader(*this)->head();
}

void SharedRepository::each_batch(const std::function<bool(const StoredBatch&)>& visit,
                                  const Query& query) const {
    Reader(*this)->each_batch(visit, query);
}

void SharedRepository::each_batch_by_id(const std::function<bool(const StoredBatch&)>& visit,
                                        const Query& query) const {
    Reader(*this)->each_batch_by_id(visit, query);
}

void SharedRepository::each_observation(const std::function<bool(const Observation&)>& visit) const {
    Reader(*this)->each_observation(visit);
}

void SharedRepository::each_history(const VisitHistory& visit, const Query& query) const {
    Reader(*this)->each_history(visit, query);
}

void SharedRepository::snapshot(const std::function<void(const BatchRepository&)>& work) const {
    Reader(*this)->snapshot(work);
}

std::vector<std::string> SharedRepository::sources() const {
    return Reader(*this)->sources();
}

Verification SharedRepository::verify(const VerifyOptions& options) const {
    return Reader(*this)->verify(options);
}

StoreInfo SharedRepository::info() const {
    return Reader(*this)->info();
}

}  // namespace batchstore::sqlite
