#pragma once

#include <batchstore/condition.hpp>

#include <string>

namespace batchstore {

/// A condition in the language that `parse_condition` reads.
std::string to_text(const Condition& condition);

}  // namespace batchstore
