#include "output/new_file.hpp"

#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
    throw batchstore::Error(batchstore::ErrorKind::storage, path + ": " + what);
}

}  // namespace

void write_file(const std::string& path, std::string_view content, bool overwrite) {
    constexpr mode_t anyone_reads = 0666;  // less what the user's umask takes away
    const std::string being_written = overwrite ? path + ".new" : path;
    const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL);
    const int descriptor = ::open(being_written.c_str(), flags, anyone_reads);
    if (descriptor < 0 && errno == EEXIST) refuse(path, "is there already; name another or add --force");
    if (descriptor < 0) refuse(path, std::strerror(errno) + std::string("; name a file that can be written"));
    bool complete = write_all(descriptor, content);
    complete = ::close(descriptor) == 0 && complete;
    if (complete && overwrite) complete = std::rename(being_written.c_str(), path.c_str()) == 0;
    if (complete) return;
    const std::string reason = std::strerror(errno);
    ::unlink(being_written.c_str());
    refuse(path, reason + "; make room or name another file");
}
