#include "repository/partial_file.hpp"

#include "repository/store_files.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace batchstore {

namespace {

namespace fs = std::filesystem;

constexpr mode_t only_owner = S_IRUSR | S_IWUSR;

std::string name_of_its_own() {
    std::random_device random;
    const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
    return fmt::format(".batchstore-{}.new", number);
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
    : path_(std::move(path)), target_(end_of_links(path_)), existing_(existing), what_(std::move(what)) {
    refuse_taken();
    begin();
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
    if (!fs::exists(status)) {
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

void PartialFile::begin() {
    const fs::path folder = fs::path(target_).parent_path();
    do {
        partial_path_ = (folder / name_of_its_own()).string();
        descriptor_ =
            ::open(partial_path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, only_owner);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ < 0) {
        fail();
    }
}

void PartialFile::keep() {
    if (existing_ == Existing::replace) {
        take_over_permissions();
    }
    if (::fsync(descriptor_) != 0) {
        fail();
    }
    rename_to_path();
    kept_ = true;
    sync_folder(target_);
}

void PartialFile::take_over_permissions() const {
    constexpr mode_t permissions = S_IRWXU | S_IRWXG | S_IRWXO;
    struct stat old {};
    if (::stat(target_.c_str(), &old) != 0) {
        return;
    }
    // Who may not give a file away keeps it, and alone.
    if (::fchown(descriptor_, old.st_uid, old.st_gid) == 0) {
        ::fchmod(descriptor_, old.st_mode & permissions);
    }
}

void PartialFile::rename_to_path() {
    if (existing_ == Existing::keep) {
        if (::renameat2(AT_FDCWD, partial_path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) == 0) {
            return;
        }
        // Some file systems cannot tell by themselves.
        if (errno != EINVAL && errno != ENOSYS && errno != EEXIST) {
            fail();
        }
        refuse_taken();
    }
    if (::rename(partial_path_.c_str(), target_.c_str()) != 0) {
        fail();
    }
}

void PartialFile::fail() const {
    throw Error(ErrorKind::storage,
                fmt::format("{}: {}; {} cannot be written", path_, std::strerror(errno), what_));
}

}  // namespace batchstore
