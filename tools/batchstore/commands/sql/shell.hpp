#pragma once

#include "invocation.hpp"

/// Becomes the sqlite3 program, with the store opened for reading only and its tables listed.
/// @returns only if that is not installed, after having said so
Exit sql_shell(const Invocation& invocation);
