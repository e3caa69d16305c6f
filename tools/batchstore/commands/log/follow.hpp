#pragma once

#include <batchstore/repository.hpp>

#include <cstdint>
#include <functional>
#include <string>

#include <sys/types.h>

/// Waits for what comes into a store, as long as somebody wants to know.
class Follow {
public:
    /// @param location the store's file, which is open
    /// @param seq the last entry that was seen
    Follow(std::string location, const batchstore::BatchReader& repository, std::int64_t seq);

    /// Waits a moment. @returns false if the program was told to stop, or nobody reads its output any more
    static bool wait(int output_descriptor);

    /// @throws batchstore::Error{storage} if another file lies where the store was, or none, or its log no
    /// longer passes through the last entry that was seen.
    void require_same_store() const;

    std::int64_t seq() const { return seq_; }
    /// All entries up to this one were seen.
    void seen(std::int64_t seq);

private:
    struct File {
        dev_t device = 0;
        ino_t number = 0;  ///< 0: there is none

        bool operator==(const File&) const = default;
    };

    static File file_at(const std::string& location);
    [[noreturn]] void refuse() const;

    std::string location_;
    const batchstore::BatchReader& repository_;
    File file_;
    std::int64_t seq_ = 0;
    batchstore::Digest digest_{};
};
