#pragma once

#include "arguments/kept_files.hpp"

#include <string>
#include <string_view>

/// The file of `import --rejects`: refused records as they were, each followed by a line end.
///
/// It is created before the import begins, so that a wrong path is known early, and never overwrites
/// anything: a file that is not empty is refused. Without a refused record no new file is left. `-` is
/// standard output, and what is no regular file is written through.
class RejectsFile {
public:
    /// An empty path: keeps nothing. @throws UsageError if the file cannot be used.
    RejectsFile(std::string path, const KeptFiles& kept);
    RejectsFile(const RejectsFile&) = delete;
    RejectsFile& operator=(const RejectsFile&) = delete;
    ~RejectsFile();

    /// @throws batchstore::Error{storage} if it cannot be written.
    void add(std::string_view record);

    bool used() const { return descriptor_ >= 0; }
    const std::string& path() const { return path_; }

private:
    void begin(const FilePlace& place);

    std::string path_;
    int descriptor_ = -1;
    std::string created_path_;  ///< empty: it was there before
    bool empty_ = true;
};
