#include "transfer/gunzip.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <limits>
#include <new>

#include <fmt/format.h>

namespace batchstore {

Gunzip::Gunzip() {
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream_, MAX_WBITS + gzip_only) != Z_OK) {
        throw std::bad_alloc();
    }
}

Gunzip::~Gunzip() {
    inflateEnd(&stream_);
}

void Gunzip::feed(std::string_view piece) {
    // zlib only reads from here, but its interface is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
}

std::size_t Gunzip::take(char* buffer, std::size_t size) {
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    const auto room = static_cast<uInt>(std::min(size, most));
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = room;
    while (stream_.avail_out == room && !(between_members_ && !begin_next_member())) {
        const int code = inflate(&stream_, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            between_members_ = true;
        } else if (code == Z_BUF_ERROR) {
            break;  // no progress without more data
        } else if (code == Z_MEM_ERROR) {
            throw std::bad_alloc();
        } else if (code != Z_OK) {
            throw Error(ErrorKind::invalid, fmt::format("the compressed data is damaged ({})",
                                                        stream_.msg != nullptr ? stream_.msg : "gzip"));
        }
    }
    return room - stream_.avail_out;
}

/// Skips the zeros with which some writers pad a file. @returns false if nothing comes behind them yet.
bool Gunzip::begin_next_member() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
        ++stream_.next_in;
        --stream_.avail_in;
    }
    if (stream_.avail_in == 0) {
        return false;
    }
    inflateReset(&stream_);
    between_members_ = false;
    return true;
}

}  // namespace batchstore
