#pragma once

#include <batchstore/progress.hpp>
#include <batchstore/verification.hpp>

namespace batchstore {

/// The options of a verification that is a step of something longer, and tells its progress as that does.
/// Neither `on_progress` nor `stop` may end before they do.
inline VerifyOptions verify_step(const std::optional<Head>& since, const OnProgress& on_progress,
                                 const std::atomic<bool>* stop) {
    VerifyOptions options{.since = since, .stop = stop};
    if (on_progress) {
        options.on_progress = [&on_progress](std::int64_t done, std::int64_t total) {
            on_progress({.step = "verify", .unit = "checked", .done = done, .total = total});
        };
    }
    return options;
}

}  // namespace batchstore
