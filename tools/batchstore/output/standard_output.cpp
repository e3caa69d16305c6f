#include "output/standard_output.hpp"

#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

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

void Output::page() {
    is_paged_ = may_page_ && ::isatty(descriptor_) != 0;
}

bool Output::hand_over() {
    if (is_paged_ && !buffer_.empty()) {
        is_paged_ = false;
        pager_ = Pager::start(messages_);
    }
    if (!pager_) return write_all(descriptor_, buffer_);
    return pager_->write(buffer_) || leave_pager();
}

/// @returns false if nobody reads any more; true: as the pager was never there, all is on the terminal
bool Output::leave_pager() {
    const auto pager = std::move(pager_);  // with it end the messages' waiting
    const auto unread = pager->leave();
    if (unread) return write_all(descriptor_, *unread);
    errno = EPIPE;
    return false;
}

void Output::end() {
    flush();
    if (pager_) leave_pager();
}

void Output::give_up() noexcept {
    buffer_.clear();
    if (pager_) leave_pager();
}

void Output::flush() {
    if (!reader_gone_ && !hand_over()) {
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
