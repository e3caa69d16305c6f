#pragma once

#include <set>
#include <string>

namespace batchstore {

/// `name` as the name of a table: also good as that of a file, and none of `taken`, to which it is added.
std::string free_table_name(std::string name, std::set<std::string>& taken);

}  // namespace batchstore
