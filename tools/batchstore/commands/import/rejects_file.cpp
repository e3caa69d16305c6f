#include "commands/import/rejects_file.hpp"

#include "arguments/command_line.hpp"
#include "commands/import/inputs.hpp"
#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstring>
#include <span>
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

RejectsFile::RejectsFile(std::string path, std::span<const std::string> forbidden) : path_(std::move(path)) {
    if (path_.empty()) return;
    if (path_ == "-") refuse(path_, "is no file (name a new one)");
    for (const std::string& other : forbidden) {
        if (lead_to_one_file(path_, other)) refuse(path_, "is the store or an input (name a new file)");
    }
    constexpr mode_t only_owner = 0600;
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, only_owner);
    created_ = descriptor_ >= 0;
    if (!created_ && errno == EEXIST) descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
        refuse(path_, std::strerror(errno) + std::string(" (name a file that can be created)"));
    }
    struct stat found {};
    const bool has_content = ::fstat(descriptor_, &found) == 0 && S_ISREG(found.st_mode) && found.st_size > 0;
    if (!has_content) return;
    ::close(descriptor_);
    refuse(path_, "exists and is not empty (name a new file)");
}

RejectsFile::~RejectsFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (created_ && empty_) ::unlink(path_.c_str());
}

void RejectsFile::add(std::string_view record) {
    empty_ = false;
    if (write_all(descriptor_, std::string(record) + "\n")) return;
    throw batchstore::Error(batchstore::ErrorKind::storage,
                            path_ + ": " + std::strerror(errno) +
                                "; make room and import again, what is stored will be unchanged");
}
