#pragma once

#include <batchstore/error.hpp>

#include <string>
#include <type_traits>
#include <utility>

#include <SQLiteCpp/Exception.h>

namespace batchstore::sqlite {

/// The one translation of SQLite's errors. `what` says what was tried, on which file or batch.
[[nodiscard]] Error translate(const SQLite::Exception& failure, const std::string& what);

/// Runs `work` and lets only `Error` out. `what` says what was tried, on which file or batch: a text, or a
/// function that makes it when it is needed.
template <class What, class Work>
decltype(auto) translating(const What& what, Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (const SQLite::Exception& failure) {
        if constexpr (std::is_invocable_v<What>) {
            throw translate(failure, what());
        } else {
            throw translate(failure, what);
        }
    }
}

}  // namespace batchstore::sqlite
