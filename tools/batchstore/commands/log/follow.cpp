#include "commands/log/follow.hpp"

#include "stop_signals.hpp"

#include <batchstore/error.hpp>
#include <batchstore/store.hpp>

#include <utility>

#include <poll.h>
#include <sys/stat.h>

Follow::Follow(std::string location, const batchstore::BatchReader& repository, std::int64_t seq)
    : location_(std::move(location)), repository_(repository), file_(file_at(location_)) {
    seen(seq);
}

bool Follow::wait(int output_descriptor) {
    constexpr int pause_ms = 500;
    if (StopSignals::wanted()) return false;
    pollfd output{.fd = output_descriptor, .events = 0, .revents = 0};
    ::poll(&output, 1, pause_ms);
    return !StopSignals::wanted() && (output.revents & (POLLERR | POLLHUP)) == 0;
}

Follow::File Follow::file_at(const std::string& location) {
    struct stat facts {};
    if (::stat(location.c_str(), &facts) != 0) return {};
    return {facts.st_dev, facts.st_ino};
}

void Follow::refuse() const {
    throw batchstore::Error(batchstore::ErrorKind::storage,
                            location_ +
                                ": is no longer the store that was followed, which was replaced or "
                                "removed; begin again");
}

void Follow::require_same_store() const {
    if (file_at(location_) != file_) refuse();
    const auto last = repository_.store().entry(seq_);
    if (seq_ > 0 && (!last || last->digest != digest_)) refuse();
}

void Follow::seen(std::int64_t seq) {
    if (seq == seq_) return;
    seq_ = seq;
    if (const auto last = repository_.store().entry(seq)) digest_ = last->digest;
}
