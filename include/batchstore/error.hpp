#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace batchstore {

/// What a caller can do about an `Error`.
enum class ErrorKind {
    invalid,    ///< what was handed in is wrong: mend it; nothing was stored
    not_found,  ///< there is no such store
    busy,       ///< another writer held the store past the busy timeout: try again; nothing was written
    schema,     ///< the file belongs to another program or another version: use the right one
    corrupt,    ///< the file is damaged: restore a backup or salvage
    storage,    ///< the disk is full, a permission is missing, or I/O failed
};

std::string_view to_string(ErrorKind kind);

/// The one exception that batchstore throws. `what()` is one line that says where, what, and what to do.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

    ErrorKind kind() const noexcept { return kind_; }

private:
    ErrorKind kind_;
};

}  // namespace batchstore
