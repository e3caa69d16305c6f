#include "repository/partial_file.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace batchstore {

namespace {

namespace fs = std::filesystem;

constexpr mode_t only_owner = S_IRUSR | S_IWUSR;

/// Whether a path still leads to the file that is open.
bool leads_to(const std::string& path, int descriptor) {
    struct stat named {};
    struct stat opened {};
    return ::stat(path.c_str(), &named) == 0 && ::fstat(descriptor, &opened) == 0 &&
           named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/// Brings the names in the folder of a path to the disk.
void sync_folder(const std::string& path) {
    const fs::path folder = fs::path(path).parent_path();
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

}  // namespace

PartialFile::PartialFile(std::string path, Existing existing, std::string what)
    : path_(std::move(path)), partial_path_(path_ + ".partial"), existing_(existing), what_(std::move(what)) {
    refuse_taken();
    do {
        begin();
    } while (descriptor_ < 0);
}

PartialFile::~PartialFile() {
    if (!kept_) {
        ::unlink(partial_path_.c_str());
    }
    ::close(descriptor_);
}

void PartialFile::refuse_taken() const {
    std::error_code error;
    const auto status = fs::symlink_status(path_, error);
    if (status.type() == fs::file_type::not_found) {
        return;
    }
    if (status.type() == fs::file_type::directory) {
        throw Error(ErrorKind::invalid, path_ + ": is a directory; name a file");
    }
    const auto target = fs::status(path_, error);
    if (target.type() != fs::file_type::regular && target.type() != fs::file_type::not_found) {
        throw Error(ErrorKind::invalid, path_ + ": is no regular file; name one");
    }
    if (existing_ == Existing::keep) {
        throw Error(ErrorKind::invalid, path_ + ": exists, and nothing is overwritten; name a new file");
    }
}

/// A partial file that somebody left behind is taken over; one that another process still writes is not,
/// which its lock tells.
void PartialFile::begin() {
    const int descriptor =
        ::open(partial_path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, only_owner);
    if (descriptor < 0) {
        fail(partial_path_);
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        throw Error(ErrorKind::busy, partial_path_ +
                                         ": is being written by another process; wait for its end, or "
                                         "name another file");
    }
    if (!leads_to(partial_path_, descriptor)) {  // it got its name, or went, before it was locked here
        ::close(descriptor);
        return;
    }
    if (::fchmod(descriptor, only_owner) != 0 || ::ftruncate(descriptor, 0) != 0) {
        const int reason = errno;
        ::close(descriptor);
        errno = reason;
        fail(partial_path_);
    }
    descriptor_ = descriptor;
}

void PartialFile::keep() {
    if (::fsync(descriptor_) != 0) {
        fail(partial_path_);
    }
    rename_to_path();
    kept_ = true;
    sync_folder(path_);
}

void PartialFile::rename_to_path() {
    if (existing_ == Existing::keep) {
        if (::renameat2(AT_FDCWD, partial_path_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0) {
            return;
        }
        if (errno != EINVAL && errno != EEXIST) {
            fail(path_);
        }
        refuse_taken();  // some file systems cannot tell by themselves
    }
    if (::rename(partial_path_.c_str(), path_.c_str()) != 0) {
        fail(path_);
    }
}

void PartialFile::fail(const std::string& path) const {
    throw Error(ErrorKind::storage,
                fmt::format("{}: {}; {} cannot be written", path, std::strerror(errno), what_));
}

}  // namespace batchstore
