#pragma once

#include "sqlite.hpp"

#include <batchstore/reading.hpp>

#include <cstring>
#include <fstream>
#include <future>
#include <string>
#include <utility>
#include <vector>

/// What it takes to see that nothing changed, if nothing is kept of having seen it.
namespace limit {

/// The answers of a JSON Lines file, read by the library in a thread of its own, so many at a time.
class AnswersAhead {
public:
    explicit AnswersAhead(const std::string& path) : file_(path) {
        if (!file_) {
            fail(nullptr, path + ": cannot be opened");
        }
        read_ahead();
    }

    /// The next ones; none at the end.
    std::vector<batchstore::Answer> take() {
        std::vector<batchstore::Answer> answers = next_.get();
        read_ahead();
        return answers;
    }

private:
    void read_ahead() {
        next_ = std::async(std::launch::async, [this] {
            constexpr std::size_t most = 10'000;
            std::vector<batchstore::Answer> answers;
            for (std::string line; answers.size() < most && std::getline(file_, line);) {
                answers.push_back(batchstore::Answer::read(std::move(line)));
            }
            return answers;
        });
    }

    std::ifstream file_;
    std::future<std::vector<batchstore::Answer>> next_;
};

/// Finds a batch by its id and compares the stored digest of its last answer.
class Comparer {
public:
    explicit Comparer(const Database& source)
        : find_(source, "SELECT batch_key, fold_digest FROM batches WHERE id = ?") {}

    bool is_unchanged(const batchstore::Answer& answer) {
        const std::string& id = answer.batch().id;
        sqlite3_bind_text(find_.handle, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
        const bool same = find_.step() && has_digest(answer.digest());
        sqlite3_reset(find_.handle);
        return same;
    }

private:
    bool has_digest(const batchstore::Digest& digest) const {
        const void* stored = sqlite3_column_blob(find_.handle, 1);
        return stored != nullptr && std::memcmp(stored, digest.data(), digest.size()) == 0;
    }

    Statement find_;
};

}  // namespace limit
