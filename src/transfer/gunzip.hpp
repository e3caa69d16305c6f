#pragma once

#include <cstddef>
#include <string_view>

#include <zlib.h>

namespace batchstore {

/// Decompresses gzip data that comes in pieces; members may follow each other, as `cat a.gz b.gz` leaves
/// them.
class Gunzip {
public:
    Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;
    ~Gunzip();

    /// Hands over the next piece, when all before it was used up. It must live until it is used up.
    void feed(std::string_view piece);
    bool used_up() const { return stream_.avail_in == 0; }

    /// Decompresses what it can. @returns how many bytes it wrote; 0 when it wants the next piece.
    /// @throws Error{invalid} if the data is damaged.
    std::size_t take(char* buffer, std::size_t size);

    /// Whether the data may end here.
    bool complete() const { return between_members_; }

private:
    bool begin_next_member();

    z_stream stream_{};
    bool between_members_ = false;
};

}  // namespace batchstore
