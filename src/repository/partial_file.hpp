#pragma once

#include <string>

namespace batchstore {

/// A new file that has its name only once it is complete. Until then it lies in the same folder under a name
/// of its own, `.batchstore-NUMBER.new`, for its owner only, and it goes when this object does. Several that
/// are to have the same name do not meet before the end.
class PartialFile {
public:
    enum class Existing { keep, replace };

    /// Begins with an empty file. `what` says in messages what it is to be: `the backup`.
    /// @throws Error{invalid} if there is a file that is to be kept, or what is there is no file;
    ///   Error{storage} if it cannot be created.
    PartialFile(std::string path, Existing existing, std::string what);
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    ~PartialFile();

    /// The name that it is to have, for messages too.
    const std::string& path() const { return path_; }
    /// Where it lies until then.
    const std::string& partial_path() const { return partial_path_; }
    int descriptor() const { return descriptor_; }

    /// Brings it to the disk and gives it its name. A file that it replaces gives it its permissions, and its
    /// owner where that is allowed; links to that file lead to the new one.
    /// @throws Error{invalid} if a file that is to be kept has come there meanwhile; Error{storage} if it
    ///   fails.
    void keep();

    /// Says why the system refused something, by `errno`.
    [[noreturn]] void fail() const;

private:
    void refuse_taken() const;
    void begin();
    void take_over_permissions() const;
    void rename_to_path();

    std::string path_;
    std::string target_;  ///< where `path_` leads
    std::string partial_path_;
    Existing existing_;
    std::string what_;
    int descriptor_ = -1;
    bool kept_ = false;
};

}  // namespace batchstore
