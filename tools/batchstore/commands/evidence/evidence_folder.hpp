#pragma once

#include "output/sha256.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A folder of evidence that has its name only once it is complete. Until then it lies beside it under a name
/// of its own, which goes with this object.
class EvidenceFolder {
public:
    /// @param replace an evidence folder may be there, and goes once this one is complete
    /// @throws UsageError if something is there that is not to be replaced
    /// @throws batchstore::Error{storage} if it cannot be begun
    EvidenceFolder(std::string path, bool replace);
    EvidenceFolder(const EvidenceFolder&) = delete;
    EvidenceFolder& operator=(const EvidenceFolder&) = delete;
    ~EvidenceFolder();

    /// One of its files, which is written piece by piece while others are. Lives no longer than the folder.
    class File {
    public:
        File(EvidenceFolder& folder, const std::string& name);
        File(const File&) = delete;
        File& operator=(const File&) = delete;
        ~File();

        /// @throws batchstore::Error{storage}
        void write(std::string_view text);
        /// Brings it to the disk. @throws batchstore::Error{storage}
        void close();

    private:
        EvidenceFolder& folder_;
        std::string name_;
        int descriptor_;
        Sha256 sha256_;
    };

    void write(const std::string& name, std::string_view content);

    /// Lists the files in SHA256SUMS and gives the folder its name.
    /// @returns the SHA-256 of SHA256SUMS
    /// @throws batchstore::Error{storage} if that fails, or if something came there meanwhile
    std::string keep();

private:
    [[noreturn]] void fail() const;
    void refuse_taken() const;
    void rename_to_path();
    /// What was replaced, or is not complete.
    void remove_unfinished();

    std::string typed_;
    std::string path_;  ///< where that leads
    bool replace_;
    std::string unfinished_path_;                            ///< empty: there is none
    std::vector<std::pair<std::string, std::string>> sums_;  ///< names and digests of files
};
