#pragma once

#include <optional>
#include <string>

#include <sys/stat.h>

/// Where a path leads, through all links on its way and at its end, whether or not something is there yet.
class FilePlace {
public:
    enum class Kind {
        nothing,  ///< a file could be made there
        file,     ///< a regular file
        folder,
        stream,  ///< a device, a pipe, or an open descriptor by its name: what is written goes through
    };

    explicit FilePlace(const std::string& path);

    Kind kind() const { return kind_; }
    /// As it was typed, for messages and for opening a stream.
    const std::string& typed() const { return typed_; }
    /// Without links.
    const std::string& path() const { return path_; }
    /// Of what is there.
    const std::optional<struct stat>& status() const { return status_; }
    /// Of a stream that is an open descriptor of this program: which one.
    std::optional<int> descriptor() const { return descriptor_; }

    /// Whether both lead to one file, or to one that is not there yet.
    bool is(const FilePlace& other) const;

private:
    /// Follows the links at the end of a path, which may lead to nothing.
    void resolve();
    void tell_kind();

    std::string typed_;
    std::string path_;
    std::string name_;                   ///< in its folder
    std::optional<struct stat> folder_;  ///< none: there is no such folder
    std::optional<struct stat> status_;
    std::optional<int> descriptor_;
    bool is_descriptor_ = false;
    Kind kind_ = Kind::nothing;
};
