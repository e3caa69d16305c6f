#include "commands/import/rejects_file.hpp"

#include "arguments/command_line.hpp"
#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
    throw UsageError("--rejects: " + path + ": " + what);
}

}  // namespace

RejectsFile::RejectsFile(std::string path, const KeptFiles& kept) : path_(std::move(path)) {
    if (path_.empty()) return;
    if (path_ != "-") kept.refuse("--rejects: ", path_);
    begin(FilePlace(path_ == "-" ? "/dev/stdout" : path_));
    if (descriptor_ < 0) {
        refuse(path_, std::strerror(errno) + std::string(" (name a file that can be created)"));
    }
    struct stat found {};
    const bool has_content = ::fstat(descriptor_, &found) == 0 && S_ISREG(found.st_mode) && found.st_size > 0;
    if (!has_content || path_ == "-") return;
    ::close(descriptor_);
    refuse(path_, "exists and is not empty (name a new file)");
}

void RejectsFile::begin(const FilePlace& place) {
    constexpr mode_t only_owner = 0600;
    if (place.descriptor()) {
        descriptor_ = ::dup(*place.descriptor());
    } else if (place.kind() == FilePlace::Kind::nothing) {
        constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        descriptor_ = ::open(place.path().c_str(), flags, only_owner);
        created_path_ = descriptor_ >= 0 ? place.path() : "";
    } else {
        descriptor_ = ::open(place.typed().c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    }
}

RejectsFile::~RejectsFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (empty_ && !created_path_.empty()) ::unlink(created_path_.c_str());
}

void RejectsFile::add(std::string_view record) {
    empty_ = false;
    if (write_all(descriptor_, std::string(record) + "\n")) return;
    throw batchstore::Error(batchstore::ErrorKind::storage,
                            path_ + ": " + std::strerror(errno) +
                                "; make room and import again, what is stored will be unchanged");
}
