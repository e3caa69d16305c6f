#pragma once

#include <string>

namespace batchstore {

/// A new file that has its name only once it is complete. Until then it is `PATH.partial`, for its owner
/// only, and it goes when this object does.
class PartialFile {
public:
    enum class Existing { keep, replace };

    /// Begins with an empty file. `what` says in messages what it is to be: `the backup`.
    /// @throws Error{invalid} if there is a file that is to be kept, or what is there is no file; Error{busy}
    /// if
    ///   another process is writing to the same name; Error{storage} if it cannot be created.
    PartialFile(std::string path, Existing existing, std::string what);
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    ~PartialFile();

    const std::string& path() const { return path_; }
    const std::string& partial_path() const { return partial_path_; }
    int descriptor() const { return descriptor_; }

    /// Brings it to the disk and gives it its name.
    /// @throws Error{invalid} if a file that is to be kept has come there meanwhile; Error{storage} if it
    /// fails.
    void keep();

    /// Says why the system refused something, by `errno`.
    [[noreturn]] void fail(const std::string& path) const;

private:
    void refuse_taken() const;
    void begin();
    void rename_to_path();

    std::string path_;
    std::string partial_path_;
    Existing existing_;
    std::string what_;
    int descriptor_ = -1;
    bool kept_ = false;
};

}  // namespace batchstore
