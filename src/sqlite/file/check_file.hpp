#pragma once

#include "sqlite/file/connection.hpp"

#include <functional>
#include <string>

namespace batchstore::sqlite {

/// The database's own checks. @param problem takes what is wrong, a line each
void check_file(Connection& connection, const std::function<void(std::string problem)>& problem);

}  // namespace batchstore::sqlite
