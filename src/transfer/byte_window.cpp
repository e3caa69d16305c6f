#include "transfer/byte_window.hpp"

#include <algorithm>
#include <cstring>

namespace batchstore {

bool ByteWindow::fill() {
    if (ended_) {
        return false;
    }
    make_room();
    const std::size_t count = read_(buffer_.data() + end_, std::min(read_bytes_, buffer_.size() - end_));
    end_ += count;
    read_so_far_ += static_cast<std::int64_t>(count);
    ended_ = count == 0;
    return !ended_;
}

/// Room for one read: by moving the view to the front while it is small, else by growing. A buffer that one
/// huge record needed is given back.
void ByteWindow::make_room() {
    constexpr std::size_t large = std::size_t{16} << 20;
    const std::size_t size = end_ - begin_;
    const bool wasteful = buffer_.size() > large && buffer_.size() / 4 > size + read_bytes_;
    if (!wasteful && buffer_.size() - end_ >= read_bytes_) {
        return;
    }
    if (!wasteful && buffer_.size() >= 2 * size + read_bytes_) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, size);
    } else {
        std::vector<char> other(size + std::max(2 * read_bytes_, std::min(size, large)));
        std::copy_n(buffer_.data() + begin_, size, other.data());
        buffer_.swap(other);
    }
    begin_ = 0;
    end_ = size;
}

}  // namespace batchstore
