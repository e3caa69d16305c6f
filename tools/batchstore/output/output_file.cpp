#include "output/output_file.hpp"

#include "output/signals_held.hpp"
#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr const char* make_room = "make room or name another file";
constexpr const char* is_there = "is there already; name another or add --force";

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
    throw batchstore::Error(batchstore::ErrorKind::storage, path + ": " + what);
}

[[noreturn]] void refuse_for_reason(const std::string& path, int reason, const char* next_step) {
    refuse(path, std::strerror(reason) + std::string("; ") + next_step);
}

void write_through(const FilePlace& place, std::string_view content) {
    constexpr int flags = O_WRONLY | O_NOCTTY | O_CLOEXEC;
    const int descriptor =
        place.descriptor() ? ::dup(*place.descriptor()) : ::open(place.typed().c_str(), flags);
    if (descriptor < 0) refuse_for_reason(place.typed(), errno, "name a file that can be written");
    bool complete = write_all(descriptor, content);
    const int reason = errno;
    complete = ::close(descriptor) == 0 && complete;
    if (!complete) refuse_for_reason(place.typed(), reason, "send it elsewhere");
}

}  // namespace

std::string unfinished_name() {
    std::random_device random;
    const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
    return ".batchstore-" + std::to_string(number) + ".new";
}

void sync_folder(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

OutputFile::OutputFile(FilePlace place, Existing existing)
    : place_(std::move(place)),
      folder_(std::filesystem::path(place_.path()).parent_path()),
      existing_(existing) {
    begin();
    if (existing_ == Existing::replace) take_over_permissions();
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!unfinished_path_.empty()) ::unlink(unfinished_path_.c_str());
}

void OutputFile::begin() {
    constexpr mode_t anyone_reads = 0666;  // less what the user's umask takes away
    do {
        unfinished_path_ = (std::filesystem::path(folder_) / unfinished_name()).string();
        descriptor_ = ::open(unfinished_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                             anyone_reads);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ >= 0) return;
    unfinished_path_.clear();
    fail("name a file that can be written");
}

void OutputFile::take_over_permissions() const {
    if (!place_.status()) return;
    constexpr mode_t permissions = 07777;
    const struct stat& old = *place_.status();
    // Who may not give a file away keeps it, and then nobody else may act in the old owner's name.
    const bool same_owner = ::fchown(descriptor_, old.st_uid, old.st_gid) == 0;
    ::fchmod(descriptor_, old.st_mode & (same_owner ? permissions : mode_t{0777}));
}

void OutputFile::write(std::string_view text) {
    if (!write_all(descriptor_, text)) fail(make_room);
}

void OutputFile::keep() {
    if (::fsync(descriptor_) != 0) fail(make_room);
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail(make_room);
    rename_to_path();
    unfinished_path_.clear();
    sync_folder(folder_);
}

void OutputFile::rename_to_path() {
    const char* from = unfinished_path_.c_str();
    if (existing_ == Existing::keep) {
        if (::renameat2(AT_FDCWD, from, AT_FDCWD, place_.path().c_str(), RENAME_NOREPLACE) == 0) return;
        if (errno == EEXIST) refuse(place_.typed(), is_there);
        // Some file systems cannot tell by themselves.
        if (errno != EINVAL && errno != ENOSYS) fail(make_room);
        if (FilePlace(place_.path()).status()) refuse(place_.typed(), is_there);
    }
    if (std::rename(from, place_.path().c_str()) != 0) fail(make_room);
}

void OutputFile::fail(const char* next_step) const {
    refuse_for_reason(place_.typed(), errno, next_step);
}

void write_file(const FilePlace& place, std::string_view content, Existing existing) {
    if (place.kind() == FilePlace::Kind::stream) return write_through(place, content);
    if (place.kind() == FilePlace::Kind::folder) refuse(place.typed(), "is a folder; name a file");
    if (place.kind() == FilePlace::Kind::file && existing == Existing::keep) {
        refuse(place.typed(), is_there);
    }
    const SignalsHeld held;
    OutputFile file(place, existing);
    file.write(content);
    file.keep();
}
