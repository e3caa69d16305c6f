#pragma once

#include <string>
#include <string_view>

/// Standard output, buffered, for data only.
///
/// A reader that goes away (`batchstore dump | head -1`) is no error: from then on output is dropped, and
/// a command that only writes can stop early. Every other failure is one.
class Output {
public:
    /// Takes the descriptor as it is; does not close it. SIGPIPE must be ignored.
    explicit Output(int descriptor) : descriptor_(descriptor) {}

    /// @returns false once the reader has gone away.
    /// @throws batchstore::Error{storage} if the device is full or cannot be written.
    bool write(std::string_view text);

    /// Hands over what is buffered. @throws as `write` does.
    void flush();

    int descriptor() const { return descriptor_; }

    /// Whether cells of CSV are written as they are; see `batchstore/csv.hpp`.
    bool raw_cells = false;

private:
    int descriptor_;
    bool reader_gone_ = false;
    std::string buffer_;
};
