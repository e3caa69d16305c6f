#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace batchstore {

/// Reads up to `size` bytes, waiting for at least one. @returns how many; 0 at the end.
using ReadBytes = std::function<std::size_t(char* buffer, std::size_t size)>;

/// The part of a byte stream that is being looked at: what was read and is not consumed yet.
class ByteWindow {
public:
    ByteWindow(ReadBytes read, std::size_t read_bytes) : read_(std::move(read)), read_bytes_(read_bytes) {}

    /// Valid until the next `fill`.
    std::string_view view() const { return {buffer_.data() + begin_, end_ - begin_}; }
    /// Reads more behind the view. @returns false at the end of the stream.
    bool fill();
    void consume(std::size_t count) { begin_ += count; }
    /// How many bytes of the stream lie before the view.
    std::int64_t offset() const { return read_so_far_ - static_cast<std::int64_t>(end_ - begin_); }

private:
    void make_room();

    ReadBytes read_;
    std::size_t read_bytes_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::int64_t read_so_far_ = 0;
    bool ended_ = false;
};

}  // namespace batchstore
