#pragma once

#include <batchstore/transfer.hpp>

#include <cstddef>
#include <string>

namespace batchstore {

/// Collects lines and writes them in large pieces.
class LineWriter {
public:
    explicit LineWriter(const Write& write) : write_(write) {}

    /// The line being made; `end_line` completes it.
    std::string& line() { return lines_; }

    /// @returns false to stop.
    bool end_line() {
        constexpr std::size_t most_unwritten_bytes = std::size_t{64} << 10;
        lines_ += '\n';
        return lines_.size() < most_unwritten_bytes || flush();
    }

    bool flush() {
        const bool go_on = lines_.empty() || write_(lines_);
        lines_.clear();
        return go_on;
    }

private:
    const Write& write_;
    std::string lines_;
};

}  // namespace batchstore
