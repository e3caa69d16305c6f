#include "output.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include <unistd.h>

namespace {

constexpr std::size_t buffer_bytes = std::size_t{64} << 10;

}  // namespace

bool Output::write(std::string_view text) {
    if (reader_gone_) return false;
    buffer_.append(text);
    if (buffer_.size() >= buffer_bytes) flush();
    return !reader_gone_;
}

void Output::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && !reader_gone_) {
        const auto written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            reader_gone_ = true;
        } else if (errno != EINTR) {
            const std::string reason = std::strerror(errno);
            buffer_.clear();
            throw batchstore::Error(batchstore::ErrorKind::storage,
                                    "standard output: " + reason + "; send it elsewhere");
        }
    }
    buffer_.clear();
}
