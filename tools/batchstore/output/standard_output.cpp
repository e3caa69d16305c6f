#include "output/standard_output.hpp"

#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

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
    if (!reader_gone_ && !write_all(descriptor_, buffer_)) {
        reader_gone_ = errno == EPIPE;
        if (!reader_gone_) {
            const std::string reason = std::strerror(errno);
            buffer_.clear();
            throw batchstore::Error(batchstore::ErrorKind::storage,
                                    "standard output: " + reason + "; send it elsewhere");
        }
    }
    buffer_.clear();
}
