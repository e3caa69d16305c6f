#include "transfer/content_form.hpp"

#include <algorithm>
#include <array>

namespace batchstore {

namespace {

using namespace std::string_view_literals;

/// What is named and not read.
constexpr ContentForm unread(std::string_view magic, std::string_view name, std::string_view advice) {
    return {.magic = magic, .name = name, .advice = advice, .encoding = {}};
}

constexpr ContentForm wide(std::string_view magic, WideEncoding encoding) {
    return {.magic = magic, .name = {}, .advice = {}, .encoding = encoding};
}

constexpr ContentForm plain{.magic = {}, .name = {}, .advice = {}, .encoding = {}};

constexpr std::array forms{
    ContentForm{.magic = "\x1f\x8b"sv, .name = {}, .advice = {}, .encoding = {}, .is_gzip = true},
    wide("\xff\xfe"sv, WideEncoding::utf16_le),
    wide("\xfe\xff"sv, WideEncoding::utf16_be),
    wide("\xff\xfe\0\0"sv, WideEncoding::utf32_le),
    wide("\0\0\xfe\xff"sv, WideEncoding::utf32_be),
    unread("\x28\xb5\x2f\xfd"sv, "compressed with zstd", "zstd -dc FILE | batchstore import -"),
    unread("\xfd"
           "7zXZ\0"sv,
           "compressed with xz", "xz -dc FILE | batchstore import -"),
    unread("BZh"sv, "compressed with bzip2", "bzip2 -dc FILE | batchstore import -"),
    unread("\x04\x22\x4d\x18"sv, "compressed with lz4", "lz4 -dc FILE | batchstore import -"),
    unread("LZIP"sv, "compressed with lzip", "lzip -dc FILE | batchstore import -"),
    unread("\x1f\x9d"sv, "compressed with compress", "uncompress -c FILE | batchstore import -"),
    unread("PK\x03\x04"sv, "a zip archive", "unzip -p FILE | batchstore import -"),
    unread("7z\xbc\xaf\x27\x1c"sv, "a 7z archive", "7z x -so FILE | batchstore import -"),
    unread("SQLite format 3\0"sv, "an SQLite database",
           "if it is a store, batchstore --db FILE dump --observations | batchstore import -"),
    unread("PAR1"sv, "a Parquet file",
           "write its rows as JSON Lines, as duckdb does with COPY … TO 'rows.jsonl'"),
    unread("%PDF-"sv, "a PDF", "ask for the JSON that it was made from"),
};

}  // namespace

const ContentForm* form_of(std::string_view beginning, bool whole) {
    const ContentForm* found = &plain;
    for (const ContentForm& form : forms) {
        if (beginning.starts_with(form.magic)) {
            found = form.magic.size() > found->magic.size() ? &form : found;
        } else if (!whole && form.magic.starts_with(beginning)) {
            return nullptr;
        }
    }
    return found;
}

}  // namespace batchstore
