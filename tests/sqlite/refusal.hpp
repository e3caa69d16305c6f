#pragma once

#include <batchstore/error.hpp>

#include <string>

namespace batchstore::testing {

/// What a call says when it refuses: `KIND: MESSAGE`; `accepted` if it does not.
template <class Call>
std::string refusal(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string(to_string(error.kind())) + ": " + error.what();
    }
    return "accepted";
}

}  // namespace batchstore::testing
