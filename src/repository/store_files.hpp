#pragma once

#include <string>

namespace batchstore {

/// Where the links at the end of a path lead, be it to nothing.
std::string end_of_links(const std::string& path);

/// Whether a path, which need not exist, leads to a store in a file or to what its backend keeps beside it.
bool belongs_to_store(const std::string& path, const std::string& location);

}  // namespace batchstore
